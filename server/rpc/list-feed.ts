/** The stream behind a monitoring page: a snapshot, then what changed, latest card wins; at once when quiet, every 50 ms under load. */
import { tracked } from '@trpc/server';
import type { ListEvent } from '../../shared/feed.ts';
import type { LiveList } from '../actor/live-list.ts';
import { type Clock, sleep } from '../clock.ts';
import { frameUnits } from './frame.ts';
import type { Connection } from './ports.ts';

export interface ListFeedDeps {
	readonly list: LiveList;
	/** Names this run of the server: versions of another one mean nothing. */
	readonly bootId: string;
	readonly connection: Connection;
	readonly lastEventId: string | undefined;
	readonly signal: AbortSignal;
	readonly clock: Clock;
	readonly check: () => void;
}

/** Shortest time between two flushes of changes. */
const flushMs = 50;

export async function* listFeed(deps: ListFeedDeps) {
	const { list, bootId, connection, signal, clock } = deps;
	const [boot, at] = (deps.lastEventId ?? '').split(':');
	let version = boot === bootId && at !== undefined && /^\d{1,15}$/.test(at) ? Number(at) : -1;
	/** The list's version when this reader began with a snapshot; below it, the snapshot is not whole yet. */
	let floor = 0;
	let flushedAt = Number.NEGATIVE_INFINITY;
	let more = false;
	let silent = true;

	/** A part of a snapshot is nothing to go on from: who is cut off in it begins anew. */
	const event = (data: ListEvent) => tracked(`${bootId}:${version < floor ? '' : version}`, data);

	while (!signal.aborted) {
		const woken = list.changed.arm();
		await connection.writable(signal);
		if (signal.aborted) return;
		deps.check();
		const now = clock.now();
		const changes = version < 0 ? null : list.since(version, floor, frameUnits);
		if (changes !== null && !silent && version === list.version) {
			await woken(signal);
			continue;
		}
		const wait = flushedAt + flushMs - clock.monotonic();
		if (changes !== null && !more && wait > 0) {
			await sleep(clock, wait, signal);
			continue;
		}
		if (changes === null) floor = list.version;
		const part = changes ?? list.since(0, floor, frameUnits);
		if (part === null) return;
		version = part.version;
		more = version < list.version;
		silent = false;
		const { cards, gone } = part;
		if (changes === null) {
			yield event({ type: 'snapshot', now, cards, more });
		} else {
			flushedAt = clock.monotonic();
			yield event({ type: 'changes', now, cards, gone, more });
		}
	}
}
