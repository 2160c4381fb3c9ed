/** One run of the proof: a world, its neighbours, the attack, and what is left of it all afterwards. */
import { Worker } from 'node:worker_threads';
import { type Attack, createAttack } from './attack.ts';
import { batchCases } from './batches.ts';
import { add, type Counts, createCounts } from './counts.ts';
import { createScan } from './judge.ts';
import type { NeighbourCommand, NeighbourReport, NeighboursAt, Spread } from './neighbours-words.ts';
import { missingOf } from './roll.ts';
import { marker, visitorMarker } from './secrets.ts';
import { runSlow } from './slow.ts';
import { readStored } from './stored-rules.ts';
import { openWorld, type World } from './world.ts';

export interface HostileOptions {
	readonly cases: number;
	readonly seed: number;
	/** Lines for whoever waits. */
	readonly say: (line: string) => void;
}

export interface HostileResult {
	readonly counts: Counts;
	readonly seconds: number;
	/** Whatever is wrong that is no single case. */
	readonly faults: readonly string[];
	readonly quiet: Spread;
	readonly noisy: Spread;
	/** Bytes of heap after a collection: before the attack, after a tenth of it, and after all of it. */
	readonly heap: readonly [number, number, number];
	readonly rss: readonly [number, number, number];
	readonly rows: number;
	/** Of the server and of ourselves, during the attack: how fast it would be with a core for each. */
	readonly cpuSeconds: readonly [number, number];
}

const shortRun = 20_000;
/** The heap may grow by so much over what it is after the first tenth: no more for a million cases than for a thousand. */
const heapGrowth = 48 * 1024 * 1024;
const rssGrowth = 256 * 1024 * 1024;
/** An acknowledgement under attack, on a machine that both share: this many times as late, or this late, ms. */
const latest = { times: 40, ms: 1_500 };

const lanes = 6;

interface Neighbours {
	ask<T extends NeighbourReport['type']>(
		command: NeighbourCommand | null,
		type: T,
	): Promise<Extract<NeighbourReport, { readonly type: T }>>;
}

function openNeighbours(at: NeighboursAt): Neighbours {
	const worker = new Worker(new URL('./neighbours.ts', import.meta.url), { workerData: at });
	return {
		ask: (command, type) =>
			new Promise((resolve, reject) => {
				const hear = (report: NeighbourReport): void => {
					if (report.type !== type) return;
					worker.off('message', hear);
					worker.off('error', reject);
					// Its type was just looked at.
					resolve(report as Extract<NeighbourReport, { readonly type: typeof type }>);
				};
				worker.on('message', hear);
				worker.once('error', reject);
				if (command !== null) worker.postMessage(command);
			}),
	};
}

function scansOf(world: World) {
	const secrets: readonly (readonly [string, string])[] = [
		[marker, 'a planted secret'],
		['a quiet harbour 7', 'a password'],
		['$argon2', 'a hash of a password'],
		...Object.entries(world.others).map(([field, id]) => [id, `another's ${field}`] as const),
		// Names that nothing else has: a table or a column that is named has been let out.
		...world.names
			// An id may begin like a column: session_id…
			.filter((name) => name.includes('_') && !/^(?:session|visitor)_id$/.test(name))
			.map((name) => [name, `the name ${name} of a table or a column`] as const),
	];
	return {
		member: createScan(new Map(secrets)),
		visitor: createScan(new Map([...secrets, [visitorMarker, "another visitor's words"]])),
	};
}

const sleep = (ms: number): Promise<void> =>
	new Promise((resolve) => {
		setTimeout(resolve, ms);
	});

export async function runHostile({ cases, seed, say }: HostileOptions): Promise<HostileResult> {
	const counts = createCounts();
	const faults: string[] = [];
	const world = await openWorld();
	const { server } = world;
	const { pid } = server;
	for (const place of world.unbounded) faults.push(`a text without a bound: ${place}`);
	try {
		const neighbours = openNeighbours({ base: server.base, siteKey: world.quietKey, cookie: world.quietCookie });
		await neighbours.ask(null, 'ready');
		const long = cases >= shortRun;
		await sleep(long ? 6_000 : 2_000);
		const { acks: quiet } = await neighbours.ask('mark', 'marked');
		const before = await world.probe();

		const since = performance.now();
		const spent = process.cpuUsage();
		const attack = createAttack(world, seed, scansOf(world), counts);
		const slow = runSlow(world, counts, long);
		const batches = Math.ceil(cases / batchCases);
		const early = await carryOut(world, attack, batches, counts, faults, say);
		await slow;
		const seconds = (performance.now() - since) / 1_000;

		const { user, system } = process.cpuUsage(spent);
		const { cpuSeconds } = await world.probe();
		const { acks: noisy } = await neighbours.ask('mark', 'marked');
		const told = await neighbours.ask('stop', 'stopped');
		faults.push(...told.faults.map((fault) => `a neighbour: ${fault}`));
		if (told.answers === 0 || told.pieces === 0) faults.push('no neighbour was streamed an answer');
		if (noisy.p99 > Math.max(latest.ms, quiet.p99 * latest.times))
			faults.push(`neighbours waited ${Math.round(noisy.p99)} ms`);
		// A visitor who is gone is remembered for ten seconds more.
		if (long) await sleep(12_000);
		const after = await world.probe();
		faults.push(...after.faults);
		if (after.heapUsed - early.heapUsed > heapGrowth)
			faults.push(`the heap grew by ${after.heapUsed - early.heapUsed} bytes`);
		if (after.rss - early.rss > rssGrowth) faults.push(`the process grew by ${after.rss - early.rss} bytes`);
		add(counts.rules, 'I30');

		if (server.pid !== pid) faults.push('the server was started again');
		const code = await world.stop();
		if (code !== 0) faults.push(`the server ended with ${code}`);
		for (const line of complaintsOf(server.output)) faults.push(`the server complained: ${line}`);

		const stored = await readStored(server.dataDir);
		faults.push(...stored.faults.map((fault) => `no valid call could store this: ${fault}`));
		for (const { sessionId, clientId, seq, text } of told.stored) {
			const found = stored.entries.get(`${sessionId} ${seq}`);
			if (found?.clientId === clientId && JSON.stringify(found.body).includes(JSON.stringify(text).slice(1, -1)))
				add(counts.rules, 'R0');
			else faults.push(`${text} was acknowledged as ${seq} and is not stored so (R0)`);
		}
		faults.push(...missingOf(world, counts, long));
		return {
			counts,
			seconds,
			faults,
			quiet,
			noisy,
			heap: [before.heapUsed, early.heapUsed, after.heapUsed],
			rss: [before.rss, early.rss, after.rss],
			rows: stored.rows,
			cpuSeconds: [cpuSeconds - before.cpuSeconds, (user + system) / 1e6],
		};
	} finally {
		await world.remove();
	}
}

/** All batches; now and then the world is mended and looked at. What it held after a tenth of them comes back. */
async function carryOut(
	world: World,
	attack: Attack,
	batches: number,
	counts: Counts,
	faults: string[],
	say: (line: string) => void,
) {
	let next = 0;
	let early = await world.probe();
	let probing: Promise<void> = Promise.resolve();
	const tenth = Math.max(1, Math.ceil(batches / 10));
	const lane = async (): Promise<void> => {
		while (next < batches) {
			const number = next;
			next += 1;
			await attack.run(number);
			if (number % 20 === 19) await world.mend();
			if (number % tenth === tenth - 1) {
				probing = probing.then(async () => {
					const found = await world.probe();
					if (number < tenth) early = found;
					faults.push(...found.faults);
					say(
						`${counts.cases} cases, ${counts.failures.length} failures, ${Math.round(found.heapUsed / 1e6)} MB of heap`,
					);
				});
			}
		}
	};
	await Promise.all(Array.from({ length: lanes }, lane));
	await probing;
	return early;
}

/** Warnings and worse, but for what the server finds in a test's surroundings; and whatever is no line of the log. */
function complaintsOf(output: string): readonly string[] {
	return output
		.split('\n')
		.filter((line) =>
			line.startsWith('{') ? !/"level":[1-3]0|"finding":/.test(line) : /Error|Exception|^\s+at |Unhandled/.test(line),
		)
		.map((line) => line.slice(0, 1_000))
		.slice(0, 10);
}

/** One case alone, and what it does. */
export async function replayHostile(seed: number, index: number, say: (line: string) => void): Promise<Counts> {
	const counts = createCounts();
	const world = await openWorld();
	try {
		const attack = createAttack(world, seed, scansOf(world), counts);
		say(await attack.replay(Math.floor(index / batchCases), index % batchCases));
		await world.stop();
		for (const line of complaintsOf(world.server.output)) say(`the server complained: ${line}`);
		return counts;
	} finally {
		await world.remove();
	}
}
