/** A server that dies and comes back under everybody at once: how long until all are there again, and whether anything is missing. */
import { readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { spread } from '../../bench/load.ts';
import { type SessionId, sessionIdOf } from '../../shared/ids.ts';
import { createBackoff } from '../../shared/live/backoff.ts';
import { createRandom } from '../sim/random.ts';
import { hearList, memberWire, newClientId, ownerWithSite, signIn, watchSession } from '../support/clients.ts';
import { systemLiveClock } from '../support/live.ts';
import { startServer } from '../support/server.ts';
import { readStored } from '../support/stored.ts';

export interface HerdFigures {
	readonly visitors: number;
	/** From the first word of the new process until everybody had what they missed, s. */
	readonly allBackS: number;
	readonly p50S: number;
	readonly p99S: number;
	/** CPU of the new process until then, ms a visitor. */
	readonly cpuMs: number;
	readonly attempts: number;
	/** Sockets that were told that their session is over. */
	readonly notLive: number;
	readonly faults: readonly string[];
}

interface Options {
	readonly visitors: number;
	/** Sessions that an agent watches. */
	readonly watched: number;
	/** How long the server is away, ms; by then everybody waits as long as the backoff goes. */
	readonly awayMs: number;
	readonly seed: number;
}

interface Frame {
	readonly id?: number | null;
	readonly error?: unknown;
	readonly result?: { readonly type?: string; readonly id?: string; readonly data?: unknown };
}

interface Tracked {
	readonly id: string;
	readonly data: {
		readonly type: string;
		readonly reset?: boolean;
		readonly entries?: readonly { readonly seq: number }[];
		readonly live?: { readonly turn: number | null };
	};
}

/** One visitor's widget with its real backoff, on a bare socket: thousands of official clients would measure themselves. */
function createGuest(url: string, origin: string, random: () => number) {
	let token = '';
	let cursor = '';
	let sessionId: SessionId | null = null;
	let ws: WebSocket | null = null;
	let backAt: number | null = null;
	let attempts = 0;
	let notLive = 0;
	let closed = false;
	const seqs: number[] = [];
	let repeats = 0;
	let told = (): void => {};
	/** What waits for its ack, first first. */
	const unsent: { readonly clientId: string; readonly text: string }[] = [];
	const acked: { readonly seq: number; readonly text: string }[] = [];
	const backoff = createBackoff({ clock: systemLiveClock, random, hidden: () => false, waiting: () => {} });

	const send = (frame: object): void => ws?.send(JSON.stringify(frame));
	const pump = (): void => {
		const [item] = unsent;
		if (item !== undefined) send({ id: 3, method: 'mutation', params: { path: 'say', input: item } });
	};

	function hear(frame: Frame): void {
		const { result } = frame;
		if (frame.id === 1 && result !== undefined) {
			// The hello's own words, as our server sends them.
			const hello = result.data as { readonly token: string; readonly sessionId: string };
			token = hello.token;
			sessionId = sessionIdOf(hello.sessionId);
			backoff.succeeded();
			pump();
		}
		if (frame.id === 2 && result?.type === 'data') {
			const { id, data } = result.data as Tracked;
			cursor = id;
			if (data.type === 'welcome' && data.reset === true) seqs.length = 0;
			for (const { seq } of data.entries ?? []) {
				if (seq <= (seqs.at(-1) ?? 0)) repeats += 1;
				seqs.push(seq);
			}
			if (data.type === 'live') backAt ??= performance.now();
		}
		if (frame.id === 3) {
			const item = unsent[0];
			if (result !== undefined && item !== undefined) {
				acked.push({ seq: (result.data as { readonly seq: number }).seq, text: item.text });
				unsent.shift();
				pump();
			} else setTimeout(pump, 500);
		}
		told();
	}

	async function connect(): Promise<void> {
		await backoff.wait();
		if (closed) return;
		attempts += 1;
		const socket = new WebSocket(url, { headers: { origin }, perMessageDeflate: false });
		ws = socket;
		socket.on('open', () => {
			const hello = token === '' ? { hello: 'open' } : { hello: 'resume', token };
			const input = cursor === '' ? {} : { lastEventId: cursor };
			send({ method: 'connectionParams', data: { language: 'en', ...hello } });
			send({ id: 1, method: 'query', params: { path: 'hello' } });
			send({ id: 2, method: 'subscription', params: { path: 'feed', input } });
		});
		socket.on('message', (bytes: Buffer) => {
			const frames: unknown = JSON.parse(bytes.toString());
			for (const frame of Array.isArray(frames) ? frames : [frames]) hear(frame);
		});
		socket.on('error', () => {});
		socket.on('close', (code) => {
			if (code === 4510) {
				notLive += 1;
				told();
			} else if (!closed) void connect();
		});
	}
	void connect();

	return {
		get id(): SessionId | null {
			return sessionId;
		},
		get backAt() {
			return backAt;
		},
		get attempts() {
			return attempts;
		},
		get notLive() {
			return notLive;
		},
		get repeats() {
			return repeats;
		},
		get isIdle() {
			return unsent.length === 0;
		},
		seqs,
		acked,
		write(text: string): void {
			unsent.push({ clientId: newClientId(), text });
			if (unsent.length === 1 && ws?.readyState === WebSocket.OPEN) pump();
		},
		/** From now on it counts anew when it is back. */
		forget(): void {
			backAt = null;
			attempts = 0;
		},
		until: (fits: () => boolean): Promise<void> =>
			new Promise((resolve) => {
				told = () => {
					if (fits()) resolve();
				};
				told();
			}),
		close(): void {
			closed = true;
			backoff.stop();
			ws?.terminate();
		},
	};
}

/** User and system time of a process so far, ms. */
function cpuOf(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
	// Fields 14 and 15 of proc(5), in ticks of 10 ms.
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Most are reading when a server dies. */
const writesEvery = 10;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function stampede({ visitors, watched, awayMs, seed }: Options): Promise<HerdFigures> {
	const server = await startServer();
	const faults: string[] = [];
	const { next: random } = createRandom(`herd ${seed}`);
	const { wire: first, site, cookie } = await ownerWithSite(server.base);
	const guests: ReturnType<typeof createGuest>[] = [];
	try {
		const origin = `http://127.0.0.1:${server.port}`;
		const url = `ws://127.0.0.1:${server.port}/trpc?site=${site.key}&connectionParams=1`;
		for (let n = 0; n < visitors; n += 1) {
			const guest = createGuest(url, origin, random);
			guests.push(guest);
			guest.write(`Question ${n}`);
			// As many as fit into a minute's admission, and no more at once than a shop sees.
			if (n % 50 === 49) await Promise.all(guests.slice(-50).map((one) => one.until(() => one.acked.length === 1)));
		}
		await Promise.all(guests.map((one) => one.until(() => one.acked.length === 1)));
		await Promise.all(guests.map((one) => one.until(() => one.seqs.length >= 3)));
		first.close();

		await server.kill();
		for (const [n, guest] of guests.entries()) {
			guest.forget();
			if (n % writesEvery === 0) guest.write(`Written while it was away ${n}`);
		}
		const member = memberWire(server.base, cookie);
		const list = hearList(member, site.id);
		const ears = guests.slice(0, watched).map(({ id }) => watchSession(member, id ?? sessionIdOf('')));
		await pause(awayMs);
		await server.restart();
		const begun = performance.now();
		const bootAt = Date.now();
		const cpuBefore = cpuOf(server.pid);
		const settled = (one: (typeof guests)[number]): boolean => one.notLive > 0 || (one.backAt !== null && one.isIdle);
		const late = setTimeout(() => faults.push('after two minutes not everybody was back'), 120_000);
		await Promise.race([Promise.all(guests.map((one) => one.until(() => settled(one)))), pause(120_000)]);
		clearTimeout(late);
		const allBackS = (performance.now() - begun) / 1_000;
		const cpuMs = (cpuOf(server.pid) - cpuBefore) / visitors;
		const waits = guests.flatMap(({ backAt }) => (backAt === null ? [] : [(backAt - begun) / 1_000]));
		const { p50, p99 } = spread(waits);

		await list.until((event) => event.cards.length > 0, 'a list');
		for (const ear of ears) await ear.until((event) => event.type === 'live', 'a watched session');
		await signIn(server.base);
		member.close();
		for (const guest of guests) guest.close();
		if ((await server.stop()) !== 0) faults.push('the server did not stop gently');
		const ids = guests.flatMap(({ id }) => id ?? []);
		const stored = await readStored(server, null, ids);
		for (const [n, { id, acked, seqs, repeats }] of guests.entries()) {
			const entries = id === null ? [] : (stored.get(id) ?? []);
			for (const [at, { seq }] of entries.entries())
				if (seq !== at + 1) faults.push(`I12: visitor ${n} has a hole at ${at + 1}`);
			for (const { seq, text } of acked) {
				const entry = entries[seq - 1];
				if (entry?.kind !== 'message' || entry.text !== text)
					faults.push(`I11: visitor ${n}: “${text}” is not entry ${seq}`);
			}
			const texts = entries.flatMap((entry) =>
				entry.kind === 'message' && entry.author === 'visitor' ? [entry.text] : [],
			);
			if (new Set(texts).size !== texts.length) faults.push(`I11: visitor ${n} is stored twice: ${texts.join(', ')}`);
			if (repeats > 0) faults.push(`I19: visitor ${n} got ${repeats} entries again`);
			const known = entries.filter(({ kind }) => kind !== 'turn-started').map(({ seq }) => seq);
			const hole = known.find((seq) => seq < (seqs.at(-1) ?? 0) && !seqs.includes(seq) && seq > (seqs[0] ?? 0));
			if (hole !== undefined)
				faults.push(`I19: visitor ${n} never got entry ${hole} of ${known.join(' ')}: ${seqs.join(' ')}`);
		}
		for (const { id, notLive } of guests) {
			if (notLive === 0 || id === null) continue;
			const left = (stored.get(id) ?? [])
				.filter(({ kind }) => kind === 'left')
				.map((entry) => (entry.at - bootAt) / 1_000);
			faults.push(`I19: ${id} was told that it is over; it had left ${left.join(', ')} s after the start`);
		}
		return {
			visitors,
			allBackS,
			p50S: p50,
			p99S: p99,
			cpuMs,
			attempts: guests.reduce((sum, one) => sum + one.attempts, 0),
			notLive: guests.filter(({ notLive }) => notLive > 0).length,
			faults,
		};
	} finally {
		for (const guest of guests) guest.close();
		await server.remove();
	}
}
