/** Visitors and dashboards on real sockets, busy or asleep. */
import { WebSocket } from 'ws';
import { type Client, connect } from '../../bench/load.ts';
import { limits } from '../../shared/limits.ts';
import type { House } from './house.ts';

export interface Visitor {
	readonly client: Client;
	readonly sessionId: string;
}

let calls = 0;
const clientId = (): string => {
	calls += 1;
	return `bounds-${String(calls).padStart(12, '0')}`;
};

const originOf = (house: House): string => `http://127.0.0.1:${house.port}`;

export async function visit(house: House): Promise<Visitor> {
	const url = `ws://127.0.0.1:${house.port}/trpc?site=${house.key}&connectionParams=1`;
	const client = await connect(url, { origin: originOf(house) }, { hello: 'open', language: 'en' });
	const hello = await client.call('hello', undefined, 'query');
	client.subscribe('feed', undefined, () => {});
	const sessionId = typeof hello === 'object' && hello !== null && 'sessionId' in hello ? String(hello.sessionId) : '';
	return { client, sessionId };
}

const batch = 20;
const opensPerSecond = (0.8 * limits.newSessionsPerMinuteGlobal) / 60;

export async function visitMany(house: House, count: number): Promise<readonly Visitor[]> {
	const visitors: Visitor[] = [];
	while (visitors.length < count) {
		// Slower than the house lets new sessions in (I30), however fast the machine: who is refused would wait for ever.
		const paced = new Promise((go) => setTimeout(go, (batch * 1_000) / opensPerSecond));
		const some = Math.min(batch, count - visitors.length);
		visitors.push(...(await Promise.all(Array.from({ length: some }, () => visit(house)))));
		await paced;
	}
	return visitors;
}

export const say = ({ client }: Visitor, text: string): Promise<unknown> =>
	client.call('say', { clientId: clientId(), text });

/** At a steady rate for so long; latencies from the moment each was due, ms. */
export async function chatter(
	visitors: readonly Visitor[],
	perSecond: number,
	seconds: number,
): Promise<readonly number[]> {
	const took: number[] = [];
	const open: Promise<void>[] = [];
	const begun = performance.now();
	for (let n = 0; n < perSecond * seconds; n += 1) {
		const due = begun + (n * 1_000) / perSecond;
		// Not spinning: the server would have to share its core with us.
		while (performance.now() < due) await new Promise((go) => setTimeout(go, 1));
		const visitor = visitors[n % visitors.length];
		if (visitor === undefined) break;
		open.push(
			say(visitor, `Message ${n}: ${'how long does delivery take, please? '.repeat(8)}`).then(
				() => void took.push(performance.now() - due),
			),
		);
	}
	await Promise.all(open);
	return took;
}

export interface Dashboard {
	/** Reads nothing from now on. */
	stall(): void;
	/** Frames that have come. */
	readonly frames: number;
	/** The newest cursor of the list. */
	readonly lastId: string;
	readonly closed: Promise<void>;
	close(): void;
}

/** Follows the list, from where it was, and these sessions. */
export function openDashboard(
	house: House,
	sessions: readonly string[],
	lists: number,
	lastEventId?: string,
): Promise<Dashboard> {
	const ws = new WebSocket(`ws://127.0.0.1:${house.port}/trpc`, {
		headers: { origin: originOf(house), cookie: house.cookie },
	});
	let frames = 0;
	let lastId = '';
	const closed = new Promise<void>((resolve) => ws.once('close', () => resolve()));
	ws.on('message', (raw: Buffer) => {
		frames += 1;
		// The list is the first subscription.
		const found = /"id":1,.*"data":\{.*?"id":"([^"]+)"|^\{"id":1,"result":\{"type":"data","id":"([^"]+)"/.exec(
			raw.toString().slice(0, 400),
		);
		lastId = found?.[1] ?? found?.[2] ?? lastId;
	});
	const ask = (id: number, path: string, input: object): void =>
		ws.send(JSON.stringify({ id, method: 'subscription', params: { path, input } }));
	return new Promise((resolve, reject) => {
		ws.once('error', reject);
		ws.once('open', () => {
			ask(1, 'monitor.list', { siteId: house.siteId, ...(lastEventId === undefined ? {} : { lastEventId }) });
			for (const [n, sessionId] of sessions.entries()) ask(n + 2, 'monitor.watch', { sessionId });
			// Lists are what grows fastest: they fill the buffers between the two ends, which take megabytes.
			for (let n = 0; n < lists - 1; n += 1) ask(1_000 + n, 'monitor.list', { siteId: house.siteId });
			resolve({
				stall: () => ws.pause(),
				get frames() {
					return frames;
				},
				get lastId() {
					return lastId;
				},
				closed,
				close: () => ws.terminate(),
			});
		});
	});
}
