/** Those who say little, or nothing, or say it slowly: they run beside the rest, because they take their time. */
import { add, type Counts, countCase, shown } from './counts.ts';
import { hear } from './judge.ts';
import { openWire, textFrame, upgradeRequest } from './wire.ts';
import type { World } from './world.ts';

interface Slow {
	readonly mutation: string;
	/** Up to where it is opened properly. */
	readonly from: 'connection' | 'before hello' | 'after hello';
	/** One after another, a while between them. */
	readonly parts: readonly Buffer[];
	readonly everyMs: number;
	/** The server must have ended it by then, ms; null: it is answered. */
	readonly endsWithinMs: number | null;
	/** With this code; undefined: any, or none. */
	readonly code?: number;
}

const call = textFrame('{"id":9,"method":"query","params":{"path":"hello"}}');
const bytesOf = (bytes: Buffer, size: number): readonly Buffer[] =>
	Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));

const slows: readonly Slow[] = [
	{ mutation: 'slow: no hello', from: 'before hello', parts: [], everyMs: 0, endsWithinMs: 8_000, code: 4408 },
	{
		mutation: 'slow: pings instead of a hello',
		from: 'before hello',
		parts: Array.from({ length: 40 }, () => textFrame('PING')),
		everyMs: 150,
		endsWithinMs: 9_000,
		code: 4408,
	},
	{
		mutation: 'slow: a call byte by byte',
		from: 'after hello',
		parts: bytesOf(call, 1),
		everyMs: 40,
		endsWithinMs: null,
	},
	{
		mutation: 'slow: a hello byte by byte',
		from: 'before hello',
		parts: bytesOf(textFrame('{"method":"connectionParams","data":{"hello":"resume"}}'), 1),
		everyMs: 120,
		endsWithinMs: 9_000,
	},
];

/** Take longer than a short run has. */
const slower: readonly Slow[] = [
	{ mutation: 'slow: not a word', from: 'connection', parts: [], everyMs: 0, endsWithinMs: 25_000 },
	{
		mutation: 'slow: a request byte by byte',
		from: 'connection',
		parts: bytesOf(Buffer.from(`POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(400)}`), 1),
		everyMs: 100,
		endsWithinMs: 40_000,
	},
	{
		mutation: 'slow: half a body',
		from: 'connection',
		parts: [Buffer.from('POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{')],
		everyMs: 0,
		endsWithinMs: 40_000,
	},
	{
		mutation: 'slow: half a frame',
		from: 'after hello',
		parts: [call.subarray(0, 20)],
		everyMs: 0,
		endsWithinMs: 45_000,
	},
];

export const slowMutations = (long: boolean): readonly string[] =>
	[...slows, ...(long ? slower : [])].map(({ mutation }) => mutation);

const sleep = (ms: number): Promise<null> =>
	new Promise((resolve) => {
		setTimeout(() => resolve(null), ms);
	});

async function runOne(world: World, one: Slow): Promise<string | null> {
	const answered = new Map<unknown, () => void>();
	let fault: string | null = null;
	const upgraded = one.from !== 'connection';
	const wire = openWire({
		port: world.server.port,
		request: upgraded
			? upgradeRequest(`/trpc?site=${world.crowdKey}&connectionParams=1`, {
					Host: `localhost:${world.server.port}`,
					Origin: world.server.base,
				})
			: '',
		onBytes: () => {},
		// Who answers pings is there, however little it says.
		answersPings: one.endsWithinMs === null || one.parts.length > 1,
		onText(frame) {
			const heard = hear(frame, 'visitor');
			fault ??= heard.fault;
			answered.get(heard.id)?.();
		},
	});
	const until = (id: number) => new Promise<'answered'>((resolve) => answered.set(id, () => resolve('answered')));
	try {
		if (upgraded && (await wire.status) !== 101) return 'was not let in';
		if (one.from === 'after hello') {
			const first = until(1);
			const params = { hello: 'open', language: 'en', token: world.tokens.tabs[0] };
			wire.text(JSON.stringify({ method: 'connectionParams', data: params }));
			wire.text('{"id":1,"method":"query","params":{"path":"hello"}}');
			const greeted = await Promise.race([first, wire.ended, sleep(60_000)]);
			if (greeted !== 'answered') return `was not greeted: ${JSON.stringify(greeted)}`;
		}
		const last = until(9);
		const since = performance.now();
		for (const part of one.parts) {
			if (!wire.isOpen) break;
			wire.bytes(part);
			await sleep(one.everyMs);
		}
		const left = Math.max(1_000, (one.endsWithinMs ?? 20_000) - (performance.now() - since));
		const end = await Promise.race([last, wire.ended, sleep(left)]);
		if (fault !== null) return fault;
		if (end === null) return one.endsWithinMs === null ? 'was not answered' : 'was borne with for too long';
		if (end === 'answered') return one.endsWithinMs === null ? null : 'was answered';
		return one.code === undefined || one.code === end.code ? null : `closed with ${end.code}`;
	} finally {
		wire.cut();
	}
}

/** Resolves when all of them are over. */
export async function runSlow(world: World, counts: Counts, long: boolean): Promise<void> {
	await Promise.all(
		[...slows, ...(long ? slower : [])].map(async (one) => {
			countCase(counts, 'raw TCP', one.mutation);
			const fault = await runOne(world, one);
			add(counts.answers, fault === null ? 'waited out' : 'borne with');
			if (fault === null) return;
			const sent = shown(Buffer.concat(one.parts));
			counts.failures.push({ index: -1, place: 'raw TCP', mutation: one.mutation, fault, sent, heard: '' });
		}),
	);
}
