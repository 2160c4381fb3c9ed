/** Old chats are deleted once a day, a few at a time, by one process for each site. */
import type { SessionId, SiteId } from '../../shared/ids.ts';
import { type Clock, sleep, type Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Retention } from '../rpc/trust-ports.ts';
import type { AuditStore } from '../store/audit.ts';
import type { BlockStore } from '../store/blocks.ts';
import type { KeepingStore, OldSession } from '../store/keeping.ts';
import type { Site } from '../store/sites.ts';
import type { Chats } from './house.ts';
import { sessionsPerStatement } from './house.ts';
import type { Keeper } from './keepers.ts';
import type { Wall } from './wall.ts';

export interface RetentionDeps {
	readonly keeping: KeepingStore;
	readonly keepers: readonly Keeper[];
	readonly audit: Pick<AuditStore, 'removeBefore'>;
	readonly blocks: Pick<BlockStore, 'removeForgotten'>;
	readonly chats: Pick<Chats, 'directory'>;
	readonly wall: Wall;
	readonly sites: () => Iterable<Site>;
	readonly clock: Clock;
	readonly log: Log;
}

export interface RunningRetention extends Retention {
	start(): void;
	stop(): Promise<void>;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Visitors who come back after a start go first. */
const firstLookMs = minuteMs;
const lookMs = 60 * minuteMs;
/** The longest that one site is worked on in one go; the rest is for the next day. */
const workMs = 30 * minuteMs;
const leaseMs = 2 * workMs;
/** Between two statements that delete. */
const pauseMs = 50;
const entriesPerStatement = 500;
const foundAtOnce = 5_000;
/** Deleted rows that are worth a cleaning of an embedded database. */
const tidyAfterEntries = 1_000;
/** The audit list, and the hashes of those who were erased. */
const booksMs = 365 * dayMs;

/** As many as one statement may delete, and one at least. */
function nextPart(left: readonly OldSession[]): readonly SessionId[] {
	let room = entriesPerStatement;
	const end = left.findIndex(({ entries }, index) => {
		room -= entries;
		return index > 0 && (room < 0 || index >= sessionsPerStatement);
	});
	return left.slice(0, end < 0 ? left.length : end).map(({ id }) => id);
}

export function createRetention(deps: RetentionDeps): RunningRetention {
	const { keeping, keepers, chats, wall, clock, log } = deps;
	const { directory } = chats;
	const ended = new AbortController();
	let timer: Timer | null = null;
	let working: Promise<void> = Promise.resolve();

	/** A visit that was opened again and has written nothing yet is live in memory only. */
	function liveHere(siteId: SiteId): ReadonlySet<SessionId> {
		return new Set(
			directory
				.sessions(siteId)
				.filter(({ live }) => live)
				.map(({ id }) => id),
		);
	}

	async function clean({ id: siteId, settings }: Site): Promise<void> {
		const now = clock.now();
		if (settings.retentionDays === null || !(await keeping.claim(siteId, now, now + leaseMs))) return;
		const before = now - settings.retentionDays * dayMs;
		const until = clock.monotonic() + workMs;
		let deleted = 0;
		let entries = 0;
		let last = 0;
		do {
			const found = await keeping.old(siteId, before, foundAtOnce);
			const live = liveHere(siteId);
			let left = found.filter(({ id }) => !live.has(id));
			last = deleted;
			while (left.length > 0 && clock.monotonic() < until && !ended.signal.aborted) {
				const part = nextPart(left);
				for (const keeper of keepers) await keeper.erase(part);
				const gone = new Set(await keeping.removeOld(part, before));
				await directory.evict(({ id }) => gone.has(id));
				deleted += gone.size;
				entries += left.slice(0, part.length).reduce((sum, one) => sum + one.entries, 0);
				left = left.slice(part.length);
				await sleep(clock, pauseMs, ended.signal);
			}
		} while (deleted > last && clock.monotonic() < until && !ended.signal.aborted);
		if (entries >= tidyAfterEntries) await keeping.tidy();
		await keeping.ran(siteId, clock.now(), clock.now() + dayMs, deleted);
		if (deleted > 0) log.info({ siteId, deleted }, 'old chats were deleted');
	}

	async function work(): Promise<void> {
		for (const site of [...deps.sites()]) {
			if (ended.signal.aborted) return;
			// One site's fault is not the others'.
			await clean(site).catch((error: unknown) =>
				log.error({ err: error, siteId: site.id }, 'old chats could not be deleted; trying again later'),
			);
		}
		try {
			await deps.audit.removeBefore(clock.now() - booksMs);
			await deps.blocks.removeForgotten(clock.now() - booksMs);
		} catch (error) {
			log.warn({ err: error }, 'old books could not be thrown away; trying again later');
		}
	}

	function arm(ms: number): void {
		timer = clock.setTimer(ms, () => {
			working = work().finally(() => {
				if (!ended.signal.aborted) arm(lookMs);
			});
		});
	}

	return {
		async status(by, siteId) {
			const { settings } = wall.site(by, siteId);
			return { days: settings.retentionDays, ...(await keeping.lastRun(siteId)) };
		},
		start: () => arm(firstLookMs),
		async stop() {
			ended.abort();
			timer?.cancel();
			await working;
		},
	};
}
