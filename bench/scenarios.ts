/** What is done to each contender, and what comes out of it. */
import type { Started } from './contenders.ts';
import { type Client, connect, spread } from './load.ts';

export interface Figures {
	/** Messages acknowledged a second while as many as fit are under way. */
	readonly perSecond: number;
	/** Server CPU a message, µs, in the same phase. */
	readonly cpuUs: number;
	/** At a steady rate, ms: sent → acknowledged, and sent → seen by the watching dashboard. */
	readonly ack: { readonly p50: number; readonly p99: number };
	readonly seen: { readonly p50: number; readonly p99: number } | null;
	readonly takeover: { readonly p50: number; readonly p99: number } | null;
	/** Live memory of a session with its visitor's socket and feed, KB. */
	readonly sessionKb: number | null;
}

export interface Options {
	readonly visitors: number;
	readonly seconds: number;
	/** Steady rate of the latency phase, messages a second. */
	readonly rate: number;
}

export interface Meter {
	usage(): Promise<{ readonly cpuUs: number; readonly heapBytes: number }>;
}

/** One way to send a message and to see it arrive on the other side. */
interface Bench {
	readonly send: (visitor: number, text: string) => Promise<void>;
	/** Resolves when the watcher has the text; null: nobody watches. */
	readonly seen: ((text: string) => Promise<void>) | null;
	close(): void;
}

/** Each text once: it names the message on the other side. */
let sent = 0;
const nextText = (): string => {
	sent += 1;
	return `Message ${sent}: how long does delivery to the islands take, please?`;
};

const clientId = (): string => `bench-${String(sent).padStart(12, '0')}`;

function watcher() {
	const waiting = new Map<string, () => void>();
	return {
		hear(data: unknown): void {
			if (typeof data !== 'object' || data === null || !('entries' in data) || !Array.isArray(data.entries)) return;
			for (const entry of data.entries) {
				waiting.get(entry.text)?.();
				waiting.delete(entry.text);
			}
		},
		seen: (text: string) => new Promise<void>((resolve) => waiting.set(text, resolve)),
	};
}

async function measure(bench: Bench, meter: Meter, { visitors, seconds, rate }: Options) {
	// Warm: the first messages pay for the compiler.
	for (let round = 0; round < 5; round += 1)
		await Promise.all(Array.from({ length: visitors }, (_, n) => bench.send(n, nextText())));

	const before = await meter.usage();
	const begun = performance.now();
	let acked = 0;
	await Promise.all(
		Array.from({ length: visitors }, async (_, visitor) => {
			while (performance.now() - begun < seconds * 1_000) {
				await bench.send(visitor, nextText());
				acked += 1;
			}
		}),
	);
	const took = (performance.now() - begun) / 1_000;
	const used = (await meter.usage()).cpuUs - before.cpuUs;

	const acks: number[] = [];
	const seens: number[] = [];
	const open: Promise<void>[] = [];
	const start = performance.now();
	for (let n = 0; n < rate * seconds; n += 1) {
		const due = start + (n * 1_000) / rate;
		while (performance.now() < due) await new Promise((resolve) => setImmediate(resolve));
		const text = nextText();
		// From when it was due, not from when a busy loop came to it.
		const seen = bench.seen?.(text).then(() => void seens.push(performance.now() - due));
		open.push(bench.send(n % visitors, text).then(() => void acks.push(performance.now() - due)));
		if (seen !== undefined) open.push(seen);
	}
	await Promise.all(open);
	return {
		perSecond: acked / took,
		cpuUs: used / acked,
		ack: spread(acks),
		seen: bench.seen === null ? null : spread(seens),
	};
}

export async function measureEcho({ port }: Started, meter: Meter, options: Options): Promise<Figures> {
	const clients = await Promise.all(
		Array.from({ length: options.visitors }, () => connect(`ws://127.0.0.1:${port}/`, {})),
	);
	const send = (visitor: number, text: string): Promise<void> =>
		at(clients, visitor).echo(
			JSON.stringify({ id: 1, method: 'mutation', params: { path: 'say', input: { clientId: clientId(), text } } }),
		);
	const figures = await measure({ send, seen: null, close() {} }, meter, options);
	for (const client of clients) client.close();
	return { ...figures, takeover: null, sessionKb: null };
}

export async function measureAdapter({ port }: Started, meter: Meter, options: Options): Promise<Figures> {
	const url = `ws://127.0.0.1:${port}/`;
	const clients = await Promise.all(Array.from({ length: options.visitors }, () => connect(url, {})));
	const dashboard = await connect(url, {});
	const { hear, seen } = watcher();
	dashboard.subscribe('watch', undefined, hear);
	const send = async (visitor: number, text: string): Promise<void> =>
		void (await at(clients, visitor).call('say', { clientId: clientId(), text }));
	const figures = await measure({ send, seen, close() {} }, meter, options);
	for (const client of [...clients, dashboard]) client.close();
	return { ...figures, takeover: null, sessionKb: null };
}

interface Visitor {
	readonly client: Client;
	readonly sessionId: string;
}

/** Sessions that the memory of one is measured by. */
const more = 500;

export async function measureBaton(started: Started, meter: Meter, options: Options): Promise<Figures> {
	const { port, key, cookie } = started;
	const host = `127.0.0.1:${port}`;
	const headers = { origin: `http://${host}` };
	async function visit(): Promise<Visitor> {
		const url = `ws://${host}/trpc?site=${key}&connectionParams=1`;
		const client = await connect(url, headers, { hello: 'open', language: 'en' });
		const hello = await client.call('hello', undefined, 'query');
		client.subscribe('feed', undefined, () => {});
		return { client, sessionId: sessionIdIn(hello) };
	}
	const sessions: Visitor[] = [];
	for (let n = 0; n < options.visitors; n += 1) sessions.push(await visit());

	const agent = await connect(`ws://${host}/trpc`, { ...headers, cookie });
	const { hear, seen } = watcher();
	agent.subscribe('monitor.list', { siteId: started.siteId }, () => {});
	for (const { sessionId } of sessions) agent.subscribe('monitor.watch', { sessionId }, hear);

	// The AI is at work on every session; then it is taken over, and stays silent for the rest.
	const takeovers: number[] = [];
	for (const [n, { client, sessionId }] of sessions.entries()) {
		await client.call('say', { clientId: clientId(), text: nextText() });
		const begun = performance.now();
		await agent.call('monitor.takeOver', { sessionId, gen: 1, clientId: `take-${String(n).padStart(8, '0')}` });
		takeovers.push(performance.now() - begun);
	}
	const send = async (visitor: number, text: string): Promise<void> =>
		void (await at(sessions, visitor).client.call('say', { clientId: clientId(), text }));
	const figures = await measure({ send, seen, close() {} }, meter, options);
	// Measured last and at rest: by now the process has grown as far as the work makes it.
	const before = await meter.usage();
	for (let n = 0; n < more; n += 1) sessions.push(await visit());
	const sessionKb = ((await meter.usage()).heapBytes - before.heapBytes) / 1024 / more;
	for (const { client } of sessions) client.close();
	agent.close();
	return { ...figures, takeover: spread(takeovers), sessionKb };
}

function at<T>(list: readonly T[], index: number): T {
	const found = list[index];
	if (found === undefined) throw new Error(`there is no ${index}`);
	return found;
}

function sessionIdIn(hello: unknown): string {
	if (typeof hello !== 'object' || hello === null || !('sessionId' in hello)) throw new Error('no hello');
	return String(hello.sessionId);
}
