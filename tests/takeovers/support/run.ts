/** The whole proof: a server in a process of its own, conversations side by side, and rounds of takeovers and ways back. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSystemClock } from '../../../server/clock.ts';
import { silentLog } from '../../../server/log.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { createJournal } from '../../../server/store/journal.ts';
import { noSeq } from '../../../shared/ids.ts';
import { fillDataFolder } from '../../support/data-folder.ts';
import { testPostgres } from '../../support/postgres.ts';
import type { BoundaryReport } from './boundary-watch.ts';
import { type Chance, createChance } from './chance.ts';
import { type WayBack, waysBack } from './entrances.ts';
import { createFaults, type Faults } from './faults.ts';
import type { HouseOptions } from './house.ts';
import type { Answered, Asked, Ready } from './house-talk.ts';
import { type AskHouse, openStaff, type Staff } from './staff.ts';
import { openTalk, type Talk, type TalkCounts } from './talk.ts';
import { createTranscriptCheck, type TranscriptCounts } from './transcript-check.ts';

export interface RunOptions {
	/** Takeovers in mid-stream. */
	readonly count: number;
	readonly seed: number;
	readonly store: 'pglite' | 'postgres';
	/** Runs `serve` of `house.ts` with the options in its last argument. */
	readonly program: string;
	readonly onProgress?: ((done: number) => void) | undefined;
	/** Asked after each round: to end before the count is reached. */
	readonly enough?: (() => boolean) | undefined;
}

export interface RunReport {
	readonly boundary: BoundaryReport;
	readonly streams: TalkCounts;
	readonly transcripts: TranscriptCounts;
	readonly sessions: number;
	/** Takeovers of the session that never ended. */
	readonly longest: number;
	readonly seconds: number;
	/** By the place where they were found. */
	readonly faults: Readonly<Record<string, number>>;
	readonly told: readonly string[];
}

type Return = Exclude<WayBack, 'release' | 'visitor'>;
const returns: readonly Return[] = waysBack.filter((way) => way !== 'release' && way !== 'visitor');

/**
 * From so many takeovers on, about where its actor's tail no longer holds it whole, a session may be ended after a round;
 * but the first one alternates for as long as the run lasts.
 */
const grownUp = 10;

function openChannel(child: ChildProcess): { readonly ready: Promise<Ready>; readonly ask: AskHouse } {
	const waiting = new Map<number, (answer: Answered) => void>();
	let ids = 0;
	let becomeReady: (ready: Ready) => void = () => {};
	let fail: (error: Error) => void = () => {};
	const ready = new Promise<Ready>((resolve, reject) => {
		becomeReady = resolve;
		fail = reject;
	});
	child.on('message', (message) => {
		// Our own child says it, in these words.
		const said = message as Answered | Ready;
		if ('base' in said) return becomeReady(said);
		waiting.get(said.id)?.(said);
		waiting.delete(said.id);
	});
	child.once('exit', (code) => {
		const error = `the server ended with ${code}`;
		fail(new Error(error));
		for (const [id, answer] of waiting) answer({ id, value: null, error });
	});
	return {
		ready,
		ask: (ask) =>
			new Promise((resolve, reject) => {
				ids += 1;
				const asked: Asked = { id: ids, ask };
				waiting.set(ids, ({ value, error }) => {
					// The type of the answer follows from the question, on the other side of the channel.
					if (error === undefined) resolve(value as never);
					else reject(new Error(error));
				});
				child.send(asked);
			}),
	};
}

export async function runTakeovers(options: RunOptions): Promise<RunReport> {
	const begun = performance.now();
	const folder = mkdtempSync(join(tmpdir(), 'baton-takeovers-'));
	const data = join(folder, 'data');
	mkdirSync(data);
	let databaseUrl: string | null = null;
	if (options.store === 'postgres') {
		const postgres = await testPostgres();
		databaseUrl = postgres.url(await postgres.createDatabase());
	} else await fillDataFolder(data);
	const house: HouseOptions = { databaseUrl, folder: data };
	const child = fork(options.program, ['serve', JSON.stringify(house)], { execArgv: ['--liftoff-only'] });
	try {
		const { ready, ask } = openChannel(child);
		const { base } = await ready;
		const faults = createFaults('in the clients');
		const kept = createFaults('in the transcript');
		const counts: TalkCounts = { cut: 0, pieces: 0, compared: 0, contests: 0, acked: 0, acks: new Map() };
		const staff = await openStaff(base, ask);
		const longest = await holdTalks(options, { base, staff, ask, faults, counts }).catch((error: unknown) => {
			faults.add('stuck', error instanceof Error ? error.message : String(error));
			return 0;
		});
		staff.close();
		const boundary = await ask({ ask: 'report' });
		await ask({ ask: 'stop' });
		const transcripts = await readTranscripts(house, counts, kept);
		return {
			boundary,
			streams: counts,
			transcripts,
			sessions: counts.acks.size,
			longest,
			seconds: (performance.now() - begun) / 1_000,
			faults: { 'at the sockets': boundary.faults, [faults.place]: faults.count, [kept.place]: kept.count },
			told: [...boundary.told, ...faults.told, ...kept.told],
		};
	} finally {
		child.kill('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	}
}

interface World {
	readonly base: string;
	readonly staff: Staff;
	readonly ask: AskHouse;
	readonly faults: Faults;
	readonly counts: TalkCounts;
}

/** Rounds: each conversation alternates freely, then all are held, and all are taken away from their agents in one way. */
async function holdTalks(
	{ count, seed, onProgress, enough }: RunOptions,
	{ base, staff, ask, faults, counts }: World,
): Promise<number> {
	const chance = createChance(seed);
	const width = count >= 1_000 ? 32 : 8;
	let named = 0;
	const begin = (own: Chance): Promise<Talk> => {
		named += 1;
		return openTalk({ base, staff, chance: own, faults, counts, name: `session ${named}` });
	};
	const talks = await Promise.all(Array.from({ length: width }, (_, n) => begin(chance.fork(n))));
	let first = talks[0];
	let forks = width;
	for (let round = 0; ; round += 1) {
		const { byEntrance, faults: found } = await ask({ ask: 'report' });
		const done = Object.values(byEntrance).reduce((sum, n) => sum + n, 0);
		onProgress?.(done);
		if ((done >= count && round > returns.length) || found > 0 || faults.count > 0 || enough?.() === true) break;
		// Each way back has its round, and then its next takeover, in a short run too.
		const cycles = Math.max(1, Math.min(5, Math.floor(count / width / (returns.length + 2)) - 1));
		const way = returns[round % returns.length] ?? 'idle';
		await all(talks, async (talk) => {
			for (let cycle = 0; cycle < cycles; cycle += 1) {
				await talk.takeOver();
				await talk.giveBack();
			}
			await talk.takeOver();
			if (way === 'idle') await talk.leaveOpen();
		});
		const held = talks.map(({ sessionId }) => sessionId);
		await Promise.all([staff.away(way, held), all(talks, (talk) => talk.cameBack(way))]);
		await staff.back(way);
		await all(talks, (talk) => talk.resume(way));
		first ??= talks[0];
		await Promise.all(
			talks.map(async (talk, n) => {
				if (talk === first || talk.age < grownUp || chance.below(3) > 0) return;
				forks += 1;
				const own = chance.fork(forks);
				await talk.end();
				talks[n] = await begin(own);
			}),
		);
	}
	await all(talks, (talk) => talk.end());
	return first?.age ?? 0;
}

async function all(talks: readonly Talk[], run: (talk: Talk) => Promise<unknown>): Promise<void> {
	await Promise.all(talks.map(run));
}

/** Everything that the database kept, read by somebody else after the server has ended. */
async function readTranscripts(
	{ databaseUrl, folder }: HouseOptions,
	{ acks }: TalkCounts,
	faults: Faults,
): Promise<TranscriptCounts> {
	const counts: TranscriptCounts = {
		entries: 0,
		takeovers: 0,
		interrupted: 0,
		withQuestion: 0,
		withoutQuestion: 0,
		texts: 0,
		retries: 0,
	};
	const database = await openDatabase(
		databaseUrl === null ? { kind: 'pglite', folder } : { kind: 'postgres', url: databaseUrl },
	);
	const journal = createJournal({ database, clock: createSystemClock(), log: silentLog });
	const pageLength = 2_000;
	for (const [id, told] of acks) {
		const check = createTranscriptCheck(id, faults, counts);
		const taken = new Map<number, number>();
		for (let after = noSeq; ; ) {
			const page = await journal.read(id, after, pageLength);
			for (const entry of page) {
				check.hear(entry);
				if (entry.kind === 'took-over') taken.set(entry.gen, entry.seq);
				after = entry.seq;
			}
			if (page.length < pageLength) break;
		}
		for (const { gen, seq } of told) {
			// A reply's ack names its message, which stands behind the takeover.
			const at = taken.get(gen);
			if (at !== seq && at !== seq - 1)
				faults.add('I11', `${id}: takeover ${seq} of gen ${gen} is not in the transcript`);
		}
		if (taken.size !== told.length) {
			faults.add('I11', `${id}: ${told.length} takeovers were acknowledged, ${taken.size} are in the transcript`);
		}
	}
	await database.close();
	return counts;
}
