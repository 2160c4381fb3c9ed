/**
 * Two questions of latency, each beside its own measure in the same run: what durability adds to an ack, and what a
 * takeover adds to its commit. Both servers run at once and take turns, so that the machine's mood is the same for both.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommitTimes } from './commit-meter.ts';
import type { Started } from './contenders.ts';
import { type Client, connect, spread } from './load.ts';

export interface Contestant {
	readonly started: Started;
	commits(): Promise<CommitTimes>;
}

export interface Pair {
	readonly p50: number;
	readonly p99: number;
}

export interface SpeedOptions {
	readonly visitors: number;
	/** Turns of each server, and seconds of one. */
	readonly turns: number;
	readonly seconds: number;
	/** Messages a second. */
	readonly rate: number;
}

export interface AckFigures {
	readonly messages: number;
	readonly durable: Pair;
	readonly forgetful: Pair;
	/** ms: what durability adds at p50, the middle one of the turns' differences. */
	readonly added: number;
	/** The durable server's commits, in the same turns. */
	readonly commit: Pair;
	readonly statement: Pair;
}

export interface TakeoverFigures {
	readonly takeovers: number;
	/** ms from the click: the ack is here, and nothing more of the AI comes on any socket. */
	readonly silent: Pair;
	readonly commit: Pair;
	readonly statement: Pair;
}

interface Talk {
	readonly visitor: Client;
	readonly sessionId: string;
	/** When AI text came last, and when `took-over` did; ms of `performance.now()`. */
	lastPiece: number;
	tookOver: number;
	pieces: number;
}

interface House {
	readonly talks: readonly Talk[];
	readonly agent: Client;
	close(): void;
}

let ids = 0;
function clientId(): string {
	ids += 1;
	return `speed-${String(ids).padStart(12, '0')}`;
}

function hear(talk: Talk, data: unknown): void {
	if (typeof data !== 'object' || data === null || !('type' in data)) return;
	if (data.type === 'piece') {
		talk.lastPiece = performance.now();
		talk.pieces += 1;
	}
	if (data.type !== 'entries' || !('entries' in data) || !Array.isArray(data.entries)) return;
	if (data.entries.some((entry) => entry.kind === 'took-over')) talk.tookOver = performance.now();
}

/** Visitors whose AI is at work, and an agent who watches all of them. */
async function enter({ port, key, cookie, siteId }: Started, visitors: number): Promise<House> {
	const host = `127.0.0.1:${port}`;
	const headers = { origin: `http://${host}` };
	const agent = await connect(`ws://${host}/trpc`, { ...headers, cookie });
	agent.subscribe('monitor.list', { siteId }, () => {});
	const talks: Talk[] = [];
	for (let n = 0; n < visitors; n += 1) {
		const url = `ws://${host}/trpc?site=${key}&connectionParams=1`;
		const visitor = await connect(url, headers, { hello: 'open', language: 'en' });
		const hello = await visitor.call('hello', undefined, 'query');
		if (typeof hello !== 'object' || hello === null || !('sessionId' in hello)) throw new Error('no hello');
		const talk: Talk = { visitor, sessionId: String(hello.sessionId), lastPiece: 0, tookOver: 0, pieces: 0 };
		talks.push(talk);
		visitor.subscribe('feed', undefined, (data) => hear(talk, data));
		agent.subscribe('monitor.watch', { sessionId: talk.sessionId }, (data) => hear(talk, data));
	}
	return {
		talks,
		agent,
		close() {
			for (const { visitor } of talks) visitor.close();
			agent.close();
		},
	};
}

const ask = (talk: Talk): Promise<unknown> =>
	talk.visitor.call('say', { clientId: clientId(), text: 'How long does delivery to the islands take, please?' });

async function takeOver({ agent }: House, { sessionId }: Talk, gen: number): Promise<number> {
	const ack = await agent.call('monitor.takeOver', { sessionId, gen, clientId: clientId() });
	if (typeof ack !== 'object' || ack === null || !('gen' in ack)) throw new Error('no ack');
	return Number(ack.gen);
}

/**
 * At a steady rate, each from the moment it was due: a late loop must not hide its own delay. It sleeps in between, by the
 * millisecond: spinning, it would take the core that the database needs.
 */
async function steadily(
	count: number,
	rate: number,
	send: (n: number) => Promise<unknown>,
): Promise<readonly number[]> {
	const took: number[] = [];
	const open: Promise<void>[] = [];
	const start = performance.now();
	for (let n = 0; n < count; n += 1) {
		const due = start + (n * 1_000) / rate;
		while (performance.now() < due) await sleep(1);
		open.push(send(n).then(() => void took.push(performance.now() - due)));
	}
	await Promise.all(open);
	return took;
}

function at<T>(list: readonly T[], index: number): T {
	const found = list[index % list.length];
	if (found === undefined) throw new Error('an empty list');
	return found;
}

export async function measureAcks(
	durable: Contestant,
	forgetful: Contestant,
	{ visitors, turns, seconds, rate }: SpeedOptions,
): Promise<AckFigures> {
	const houses = await Promise.all([enter(durable.started, visitors), enter(forgetful.started, visitors)]);
	for (const house of houses) {
		for (const talk of house.talks) {
			await ask(talk);
			await takeOver(house, talk, 1);
		}
	}
	const [lasting, fleeting] = houses;
	const window = async ({ talks }: House): Promise<readonly number[]> =>
		steadily(rate * seconds, rate, (n) => ask(at(talks, n)));
	// Warm: the first ones pay for the compiler.
	await window(lasting);
	await window(fleeting);
	await durable.commits();
	const long: number[] = [];
	const short: number[] = [];
	const differences: number[] = [];
	for (let turn = 0; turn < turns; turn += 1) {
		const one = await window(lasting);
		const other = await window(fleeting);
		long.push(...one);
		short.push(...other);
		differences.push(spread(one).p50 - spread(other).p50);
	}
	const { commits, statements } = await durable.commits();
	for (const house of houses) house.close();
	return {
		messages: long.length,
		durable: spread(long),
		forgetful: spread(short),
		added: spread(differences).p50,
		commit: spread(commits),
		statement: spread(statements),
	};
}

/** Takeovers a second, of sessions in mid-stream, while the others go on talking. */
const takeoverRate = 20;

export async function measureTakeovers(
	durable: Contestant,
	{ visitors, turns, seconds }: SpeedOptions,
): Promise<TakeoverFigures> {
	const house = await enter(durable.started, visitors);
	const gens = new Map<Talk, number>();
	for (const talk of house.talks) {
		await ask(talk);
		gens.set(talk, 1);
	}
	const silent: number[] = [];
	async function round(talk: Talk): Promise<void> {
		const begun = performance.now();
		const before = talk.pieces;
		const gen = await takeOver(house, talk, gens.get(talk) ?? 0);
		const acked = performance.now();
		if (before === 0) throw new Error('the AI was not at work');
		// What would still be on its way has come by the time this has gone there and back.
		await talk.visitor.call('hello', undefined, 'query');
		await house.agent.call('me.get', undefined, 'query');
		silent.push(Math.max(acked, talk.lastPiece, talk.tookOver) - begun);
		talk.pieces = 0;
		const released = await house.agent.call('monitor.release', {
			sessionId: talk.sessionId,
			gen,
			clientId: clientId(),
		});
		if (typeof released !== 'object' || released === null || !('gen' in released)) throw new Error('no ack');
		gens.set(talk, Number(released.gen));
	}
	const count = takeoverRate * seconds;
	await steadily(count, takeoverRate, (n) => round(at(house.talks, n)));
	silent.length = 0;
	await durable.commits();
	for (let turn = 0; turn < turns; turn += 1) {
		await steadily(count, takeoverRate, (n) => round(at(house.talks, n + turn * count)));
	}
	const { takeovers, statements } = await durable.commits();
	house.close();
	return { takeovers: silent.length, silent: spread(silent), commit: spread(takeovers), statement: spread(statements) };
}
