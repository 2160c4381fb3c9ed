/** What a busy small house takes: open chats that talk a little, agents who look on; memory, processor, and nothing refused. */
import { loadavg } from 'node:os';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { joinAs, memberWire, signIn } from '../tests/support/clients.ts';
import { type Client, connect, spread } from './load.ts';
import type { SmallServer } from './small-machine.ts';

export interface FootprintOptions {
	readonly chats: number;
	readonly agents: number;
	/** Chats a second that open, each with its first question. */
	readonly openRate: number;
	/** Messages a second of all visitors together, and for how long, s. */
	readonly rate: number;
	readonly seconds: number;
	/** How long the server is left alone before its memory is read, s. */
	readonly restSeconds: number;
}

export interface Footprint {
	/** Started, nobody there, MB. */
	readonly idleMb: number;
	/** All chats open, each with a question and its answer, all agents there; MB. */
	readonly openMb: number;
	/** The same, after the talk. */
	readonly talkedMb: number;
	readonly peakMb: number;
	/** Of resident memory, KB: with its socket, its feed, its card on every list. */
	readonly chatKb: number;
	/** Of one core, while they talk. */
	readonly cpuPercent: number;
	readonly messages: number;
	/** ms from when a message was due. */
	readonly ack: { readonly p50: number; readonly p99: number };
	/** Calls that were refused, and sockets and feeds that ended by themselves. */
	readonly refused: readonly string[];
	/** Of this machine, when the talk ended: others' work makes latencies longer. */
	readonly load: number;
}

/** An agent who is at work has a few chats before them. */
const watchedByEach = 3;

let ids = 0;
function clientId(): string {
	ids += 1;
	return `small-${String(ids).padStart(12, '0')}`;
}

const question = 'How long does delivery to the islands take, please?';

export async function measureFootprint(server: SmallServer, options: FootprintOptions): Promise<Footprint> {
	const { chats, agents, openRate, rate, seconds, restSeconds } = options;
	const rest = async (): Promise<number> => {
		await sleep(restSeconds * 1_000);
		return server.use().rssMb;
	};
	const refused: string[] = [];
	const trouble = (what: string): void => void refused.push(what);

	const idleMb = await rest();
	const owner = memberWire(server.base, await signIn(server.base));
	const site = await owner.client.sites.create.mutate({ address: 'shop.example' });
	const { title, body } = { title: 'Delivery', body: 'Delivery takes two days, to the islands four.' };
	await owner.client.knowledge.create.mutate({ siteId: site.id, kind: 'text', title, body });
	const cookies: string[] = [];
	for (let n = 0; n < agents; n += 1) cookies.push(await joinAs(server.base, owner, 'agent', `agent${n}@example.com`));
	owner.close();

	const host = `127.0.0.1:${server.port}`;
	const origin = server.base;
	const visitors: Client[] = [];
	const sessions: string[] = [];
	async function visit(): Promise<void> {
		const url = `ws://${host}/trpc?site=${site.key}&connectionParams=1`;
		const visitor = await connect(url, { origin }, { hello: 'open', language: 'en' }, trouble);
		visitors.push(visitor);
		sessions.push(sessionIdIn(await visitor.call('hello', undefined, 'query')));
		visitor.subscribe('feed', undefined, () => {});
		await visitor.call('say', { clientId: clientId(), text: question });
	}
	const staffedMb = server.use().rssMb;
	await steadily(chats, openRate, () => visit().catch((error: unknown) => trouble(String(error))));
	const desks: Client[] = [];
	for (const [n, cookie] of cookies.entries()) {
		const desk = await connect(`ws://${host}/trpc`, { origin, cookie }, undefined, trouble);
		desks.push(desk);
		desk.subscribe('monitor.list', { siteId: site.id }, () => {});
		for (const sessionId of sessions.slice(n * watchedByEach, (n + 1) * watchedByEach))
			desk.subscribe('monitor.watch', { sessionId }, () => {});
	}
	const openMb = await rest();

	const before = server.use();
	const begun = performance.now();
	const acks = await steadily(rate * seconds, rate, async (n) => {
		const visitor = visitors[n % visitors.length];
		await visitor
			?.call('say', { clientId: clientId(), text: question })
			.catch((error: unknown) => trouble(String(error)));
	});
	const took = (performance.now() - begun) / 1_000;
	const cpuPercent = ((server.use().cpuSeconds - before.cpuSeconds) / took) * 100;
	const load = loadavg()[0] ?? 0;
	const talkedMb = await rest();
	const { peakMb } = server.use();
	// From here on a socket that ends was closed by us.
	const found = [...refused];
	for (const client of [...visitors, ...desks]) client.close();
	return {
		idleMb,
		openMb,
		talkedMb,
		peakMb,
		chatKb: ((openMb - staffedMb) * 1024) / chats,
		cpuPercent,
		messages: acks.length,
		ack: spread(acks),
		refused: found,
		load,
	};
}

/** At a steady rate, each from the moment it was due: a busy loop must not hide its own delay. */
async function steadily(count: number, rate: number, act: (n: number) => Promise<unknown>): Promise<readonly number[]> {
	const took: number[] = [];
	const open: Promise<void>[] = [];
	const start = performance.now();
	for (let n = 0; n < count; n += 1) {
		const due = start + (n * 1_000) / rate;
		// A timer is late by some ms; the last of them are waited for awake.
		if (due - performance.now() > 5) await sleep(due - performance.now() - 3);
		while (performance.now() < due) await nextTurn();
		open.push(act(n).then(() => void took.push(performance.now() - due)));
	}
	await Promise.all(open);
	return took;
}

function sessionIdIn(hello: unknown): string {
	if (typeof hello !== 'object' || hello === null || !('sessionId' in hello)) throw new Error('no hello');
	return String(hello.sessionId);
}
