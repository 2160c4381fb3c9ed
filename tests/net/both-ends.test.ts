/** Our end of the wire beside tRPC's own, over one script of frames each: what is said about each call is the same, in the same order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createUwsSocket, type NativeSocket } from '../../server/net/socket.ts';
import { createTrpcHandler, type ServeTrpc } from '../../server/net/trpc-handler.ts';
import { call, hello, stop, subscribe } from './support/frames.ts';
import { createMoments, defer } from './support/moments.ts';
import { createOfficialHandler } from './support/official-handler.ts';
import { createTestRouter, type TestRouter } from './support/test-router.ts';
import { createTopic } from './support/topic.ts';

type Step =
	| { readonly do: 'frame'; readonly text: string; readonly binary: boolean }
	| { readonly do: 'append' | 'open the gate' };

/** Two answers under one id could come in either order: what a frame asks at once has an id each. */
function ownId(one: unknown, index: number): unknown {
	const asks = typeof one === 'object' && one !== null && 'method' in one && one.method !== 'subscription.stop';
	return asks && 'id' in one && one.id !== null ? { ...one, id: index + 11 } : one;
}

const id = fc.constantFrom<number | string>(1, 2, 3, 'four');
const paths = ['add', 'echo', 'whoAmI', 'slow', 'refuse', 'crash', 'breakFormatter', 'circle', 'nowhere', '__proto__'];
const feeds = ['feed', 'rudeFeed', 'three', 'lateStart', 'throwsWhileIterating', 'throwsInFinally', 'add', 'nowhere'];
const lastEventId = fc.option(fc.constantFrom('', '0', '2', 'junk'), { nil: undefined });
const input = fc.oneof(fc.integer(), fc.jsonValue({ maxDepth: 2 }));
const method = fc.constantFrom('query', 'mutation', 'subscription');
const message = fc.oneof(
	{ weight: 4, arbitrary: fc.tuple(id, fc.constantFrom(...paths), input, method).map((given) => call(...given)) },
	{ weight: 4, arbitrary: fc.tuple(id, fc.constantFrom(...feeds), lastEventId).map((given) => subscribe(...given)) },
	{ weight: 3, arbitrary: id.map(stop) },
	{ weight: 1, arbitrary: fc.constantFrom<unknown>(call(null, 'add', 1), { ...call(1, 'add', 1), jsonrpc: '2.0' }) },
	{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);
const text = fc.oneof(
	{ weight: 6, arbitrary: message.map((one) => JSON.stringify(one)) },
	{ weight: 2, arbitrary: fc.array(message, { maxLength: 4 }).map((many) => JSON.stringify(many.map(ownId))) },
	{ weight: 1, arbitrary: fc.constantFrom('PING', 'PONG', '', '[', 'null', hello({ a: 'b' })) },
);
const binary = fc.integer({ min: 0, max: 15 }).map((n) => n === 0);
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 8, arbitrary: fc.record({ do: fc.constant('frame' as const), text, binary }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constantFrom('append' as const, 'open the gate' as const) }) },
);

/** Whatever was going to happen by itself has happened. */
async function settled(): Promise<void> {
	for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

interface Play {
	readonly greets: boolean;
	readonly steps: readonly Step[];
	readonly endsOpen: boolean;
	/** The frame that the socket does not take, and is cut for; -1: it takes all. */
	readonly drops: number;
}

/** Why a frame could not be read is said in each end's own words. */
function withoutWords(frame: string): string {
	if (!frame.startsWith('{')) return frame;
	const { error, ...rest } = JSON.parse(frame);
	if (error?.data?.code !== 'PARSE_ERROR') return frame;
	return JSON.stringify({ ...rest, error: { ...error, message: '' } });
}

/** What was said after each step, call by call, and what the observer and the router heard. */
async function play(serve: ServeTrpc, { greets, steps, endsOpen, drops }: Play) {
	const topic = createTopic();
	const moments = createMoments();
	const gate = defer<void>();
	const faults: string[] = [];
	let said: string[] = [];
	let sends = 0;
	const native: NativeSocket = {
		send(frame) {
			sends += 1;
			if (sends - 1 === drops) return 2;
			said.push(withoutWords(typeof frame === 'string' ? frame : 'a binary frame'));
			return 1;
		},
		end(code = 0) {
			said.push(`closed with ${code}`);
			socket.closed(code, '');
		},
		close() {
			socket.closed(1006, '');
			return native as never;
		},
		getBufferedAmount: () => 0,
	};
	const socket = createUwsSocket({ native, kind: 'member', backpressureBytes: 1_000_000 });
	const query = greets ? '?connectionParams=1' : '';
	serve<TestRouter, { readonly who: string }>({
		router: createTestRouter({ topic, moments, gate }),
		createContext: ({ socket, data, connectionParams }) => ({ who: data.who, params: connectionParams, socket }),
		// Ours tells of a frame that is no message too.
		onError: ({ error, path }) => path !== undefined && faults.push(`${path}: ${error.code} ${error.message}`),
	})({
		socket,
		request: {
			kind: 'member',
			url: `/trpc${query}`,
			query: new URLSearchParams(query),
			headers: {},
			remoteAddress: '127.0.0.1',
		},
		data: { who: 'member' },
	});
	const story: unknown[] = [];
	async function look(what: string): Promise<void> {
		await settled();
		// Two calls of one frame may overtake each other; what is said about one of them may not.
		const byCall = Map.groupBy(said, (frame) => (frame.startsWith('{') ? String(JSON.parse(frame).id) : 'the socket'));
		story.push([what, Object.fromEntries(byCall)]);
		said = [];
	}
	if (greets) {
		socket.received(Buffer.from(hello({ token: 'abc' })), false);
		await look('hello');
	}
	for (const one of steps) {
		if (one.do === 'append') topic.append(2);
		else if (one.do === 'open the gate') gate.resolve();
		else if (one.do === 'frame') socket.received(Buffer.from(one.text), one.binary);
		await look(one.do === 'frame' ? one.text : one.do);
	}
	if (!endsOpen) socket.closed(1000, '');
	await look('closed');
	gate.resolve();
	await look('the gate is open');
	topic.append(1);
	await look('after the end');
	const ended = ['feed ended', 'slow ended', 'late start aborted', 'finally threw'];
	return { story, faults: faults.sort(), ended: ended.map((name) => [name, moments.count(name)]) };
}

async function same(given: Play): Promise<void> {
	expect(await play(createTrpcHandler, given)).toEqual(await play(createOfficialHandler, given));
}

test('whatever a client says, it hears the same from our end of the wire and from tRPC’s own', async () => {
	const steps = fc.array(step, { minLength: 1, maxLength: 12 });
	const plays = fc.record({ greets: fc.boolean(), steps, endsOpen: fc.boolean(), drops: fc.constant(-1) });
	await fc.assert(fc.asyncProperty(plays, same), { numRuns: 400 });
});

test('and so it is where the socket does not take one frame of a feed and is cut', async () => {
	const asked = fc.tuple(fc.constant(1), fc.constantFrom(...feeds), lastEventId);
	const plays = fc.tuple(asked, fc.nat({ max: 6 }), fc.nat({ max: 7 })).map(([ask, appends, drops]) => ({
		greets: false,
		steps: [
			{ do: 'frame', text: JSON.stringify(subscribe(...ask)), binary: false } as const,
			...Array.from({ length: appends }, () => ({ do: 'append' }) as const),
			{ do: 'open the gate' } as const,
			{ do: 'frame', text: JSON.stringify(stop(1)), binary: false } as const,
		],
		endsOpen: true,
		drops,
	}));
	await fc.assert(fc.asyncProperty(plays, same), { numRuns: 100 });
});
