/** What is measured, and what it must be. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spread } from '../../bench/load.ts';
import { embeddedFolder } from '../../server/config.ts';
import { openDatabase } from '../../server/store/database.ts';
import { limits } from '../../shared/limits.ts';
import { fillDataFolder } from '../support/data-folder.ts';
import { chatter, openDashboard, say, visitMany } from './crowd.ts';
import { type House, startHouse } from './house.ts';
import { storeSessions } from './stored.ts';

export interface Check {
	readonly rule: 'I24' | 'I30' | 'R0';
	readonly what: string;
	readonly ok: boolean;
	/** As measured, in words. */
	readonly found: string;
}

export interface Sizes {
	readonly stored: number;
	readonly open: number;
	readonly idle: number;
	readonly busy: number;
	readonly perSecond: number;
	readonly seconds: number;
	/** Times that a dashboard stalls, at least. */
	readonly rounds: number;
}

export type Tell = (check: Check) => void;

/** I24: by how much a dashboard that stalls may move the others' p99. */
const mostRatio = 1.2;

/** Lists that the stalled dashboard follows, beside sessions up to the bound. */
const lists = 20;

const kb = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

async function within<T>(run: (folder: string) => Promise<T>): Promise<T> {
	const home = mkdtempSync(join(tmpdir(), 'baton-bounds-'));
	const folder = embeddedFolder(home);
	try {
		await fillDataFolder(folder);
		return await run(folder);
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
}

async function withHouse<T>(folder: string, run: (house: House) => Promise<T>): Promise<T> {
	const house = await startHouse(folder);
	try {
		return await run(house);
	} finally {
		house.stop();
	}
}

/** A start on a full store: soon ready, and nothing in memory but what is being woken. */
export async function measureStored({ stored, open }: Sizes, tell: Tell): Promise<Readonly<Record<string, number>>> {
	return within(async (folder) => {
		const empty = await withHouse(folder, async (house) => ({ siteId: house.siteId, held: await house.ask('held') }));
		const database = await openDatabase({ kind: 'pglite', folder });
		await storeSessions(database, empty.siteId, { left: stored - open, open }, Date.now());
		await database.close();
		return withHouse(folder, async (house) => {
			tell({
				rule: 'I30',
				what: `${stored} stored sessions: ready within 5 s`,
				ok: house.readyMs <= 5_000,
				found: `${house.readyMs.toFixed(0)} ms`,
			});
			let most = 0;
			let last = await house.ask('held');
			for (let second = 0; second < 20; second += 1) {
				await new Promise((go) => setTimeout(go, 500));
				last = await house.ask('held');
				most = Math.max(most, last.mostSessions);
			}
			const grown = last.heapBytes - empty.held.heapBytes;
			tell({
				rule: 'I30',
				what: `no more than 2,100 of ${open} open ones in memory while they are woken`,
				ok: most <= 2_100 && most > 0,
				found: `${most}, and ${kb(grown)} of heap, ${(grown / stored).toFixed(0)} bytes a stored session`,
			});
			// What a start grows by itself, and the few that are awake: what only lies in the store costs nothing.
			const room = 8 * 1024 * 1024 + last.sessions * 32 * 1024;
			tell({
				rule: 'I30',
				what: 'the heap grows with what is awake, not with what is stored',
				ok: grown <= room,
				found: `${kb(grown)} with ${last.sessions} awake`,
			});
			return { 'stored sessions': stored, 'ready, ms': Math.round(house.readyMs), 'most in memory': most };
		});
	});
}

/** What a live session costs while it is awake, and while it is at rest. */
export async function measureIdle({ idle }: Sizes, tell: Tell): Promise<Readonly<Record<string, number>>> {
	return within((folder) =>
		withHouse(folder, async (house) => {
			const warm = await visitMany(house, 50);
			await Promise.all(warm.map((visitor) => say(visitor, 'How much is delivery?')));
			await chatter(warm, 100, 2);
			const before = await house.ask('held');
			const visitors = await visitMany(house, idle);
			for (const visitor of visitors) await say(visitor, 'How much is delivery to the islands, please?');
			await chatter(warm, 50, 1);
			const awake = await house.ask('held');
			const rested = await house.ask('rest');
			const after = await house.ask('held');
			const each = (held: { readonly heapBytes: number }): number => (held.heapBytes - before.heapBytes) / idle / 1024;
			tell({
				rule: 'I30',
				what: `all of ${idle} quiet sessions come to rest`,
				ok: rested.resting >= idle,
				found: `${rested.resting} of ${rested.sessions}`,
			});
			tell({
				rule: 'I30',
				what: 'a session at rest, with its socket and feed, costs less than an awake one',
				ok: each(after) < each(awake),
				found: `${each(after).toFixed(1)} KB of heap at rest, ${each(awake).toFixed(1)} awake`,
			});
			// At rest they answer as before, and their card is on the list.
			const acks = await Promise.all(
				visitors.slice(0, 100).map((visitor) => say(visitor, 'And how long does it take?')),
			);
			tell({
				rule: 'R0',
				what: 'woken by a message, each has its ack',
				ok: acks.length === Math.min(100, idle),
				found: `${acks.length}`,
			});
			for (const { client } of [...warm, ...visitors]) client.close();
			return {
				'idle sessions': idle,
				'bytes awake': Math.round(each(awake) * 1024),
				'bytes at rest': Math.round(each(after) * 1024),
			};
		}),
	);
}

/** A dashboard that follows everything and reads nothing, beside a busy house. */
export async function measureStalled(
	sizes: Sizes,
	tell: Tell,
	timed: boolean,
): Promise<Readonly<Record<string, number>>> {
	const { busy, perSecond, seconds, rounds } = sizes;
	return within((folder) =>
		withHouse(folder, async (house) => {
			const visitors = await visitMany(house, busy);
			const watched = visitors.slice(0, limits.memberFeeds - lists).map(({ sessionId }) => sessionId);
			const reading = await openDashboard(house, watched.slice(0, 20), 1);
			await chatter(visitors, perSecond, Math.max(1, seconds / 2));
			await house.ask('held');
			const calm: number[] = [];
			const beside: number[] = [];
			let most = 0;
			let played = 0;
			let cut = 0;
			let resumed = 0;
			const ratio = (): number => spread(beside).p99 / spread(calm).p99;
			// Turn by turn, so that what else the machine does falls on both alike; a p99 of few is mostly that, so what
			// looks like a failure is measured for longer.
			for (; played < rounds || (timed && played < rounds * 4 && ratio() >= mostRatio); played += 1) {
				calm.push(...(await chatter(visitors, perSecond, seconds)));
				const stalled = await openDashboard(house, watched, lists);
				while (stalled.frames < 10) await new Promise((go) => setTimeout(go, 20));
				const members = (await house.ask('held')).members;
				stalled.stall();
				// What lies between the two ends is filled first.
				let held = await house.ask('held');
				for (let wait = 0; wait < 20 && held.mostUnsent === 0; wait += 1) {
					await chatter(visitors, perSecond, 1);
					held = await house.ask('held');
				}
				most = Math.max(most, held.mostUnsent);
				beside.push(...(await chatter(visitors, perSecond, seconds)));
				// It has a moment to be found out: its pings stay unanswered, or its buffer is full.
				held = await house.ask('held');
				for (let wait = 0; wait < 80 && held.members >= members; wait += 1) {
					most = Math.max(most, held.mostUnsent);
					await new Promise((go) => setTimeout(go, 500));
					held = await house.ask('held');
				}
				most = Math.max(most, held.mostUnsent);
				if (held.members < members) cut += 1;
				stalled.close();
				const again = await openDashboard(house, watched, 1, stalled.lastId === '' ? undefined : stalled.lastId);
				for (let wait = 0; wait < 100 && again.frames < 2; wait += 1) await new Promise((go) => setTimeout(go, 50));
				if (again.frames >= 2) resumed += 1;
				again.close();
			}
			tell({
				rule: 'I24',
				what: 'a stalled dashboard holds at most 256 KiB',
				ok: most > 0 && most <= limits.socketBackpressureBytes,
				found: `${kb(most)} of ${kb(limits.socketBackpressureBytes)}`,
			});
			tell({
				rule: 'I24',
				what: 'it is closed so that it can resume, and resumes',
				ok: cut === played && resumed === played,
				found: `${cut} closed, ${resumed} resumed, of ${played}`,
			});
			tell({
				rule: 'I24',
				what: 'one that reads is served all the time',
				ok: reading.frames > 100,
				found: `${reading.frames} frames`,
			});
			if (timed) {
				tell({
					rule: 'I24',
					what: `p99 of the others' acks moves by less than 20 %`,
					ok: ratio() < mostRatio,
					found: `× ${ratio().toFixed(2)} (${spread(calm).p99.toFixed(1)} → ${spread(beside).p99.toFixed(1)} ms)`,
				});
			}
			reading.close();
			for (const { client } of visitors) client.close();
			return {
				'busy sessions': busy,
				acks: calm.length + beside.length,
				'most unsent, bytes': most,
				'p99 beside it, % of without': Math.round(ratio() * 100),
			};
		}),
	);
}
