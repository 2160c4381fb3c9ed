/** The parts of the second layer alone: what carries frames must itself be believed. */
import { afterEach, describe, expect, test } from 'vitest';
import { createConnections } from '../../../server/net/connections.ts';
import { defaultTransportLimits } from '../../../server/net/limits.ts';
import { createTrpcHandler } from '../../../server/net/trpc-handler.ts';
import { closeCodes } from '../../../shared/close-codes.ts';
import { wireErrorOf } from '../../../shared/errors.ts';
import { createMoments, defer } from '../../net/support/moments.ts';
import { createTestRouter, type TestContext, type TestRouter } from '../../net/support/test-router.ts';
import { createTopic } from '../../net/support/topic.ts';
import type { Verdicts } from '../ledger.ts';
import { createPage } from '../page.ts';
import { createRandom } from '../random.ts';
import { run } from '../run.ts';
import { makeScript } from '../script.ts';
import { createTime } from '../time.ts';
import { createFlow } from './flow.ts';
import { createFrameWatch } from './frame-watch.ts';
import { installVirtualGlobals } from './globals.ts';
import { wireRig } from './rig.ts';
import type { WireLine } from './wire-line.ts';
import { createWireNetwork } from './wire-network.ts';

let undo = (): void => {};
afterEach(() => undo());

function virtualTime() {
	const time = createTime();
	const globals = installVirtualGlobals(time.clockOf({ dead: false }));
	undo = globals.uninstall;
	return { time, globals };
}

describe('global timers', () => {
	test('ring on virtual time, in their order, and not when cleared', async () => {
		const { time } = virtualTime();
		const rung: string[] = [];
		setTimeout(() => rung.push(`at ${time.monotonic()}`), 5_000);
		clearTimeout(setTimeout(() => rung.push('cleared'), 10));
		const every = setInterval(() => rung.push('tick'), 2_000);
		setImmediate(() => setImmediate(() => rung.push('two turns')));
		await time.run(4_500);
		clearInterval(every);
		await time.run(10_000);
		expect(rung).toEqual(['two turns', 'tick', 'tick', 'at 6000']);
	});

	test('of a page stand still with it, end with it, and may be cleared meanwhile', async () => {
		const { time, globals } = virtualTime();
		const rung: string[] = [];
		const network = createWireNetwork({
			time,
			random: createRandom('t'),
			watch: createFrameWatch(strict),
			kernelBytes: 0,
			mild: false,
		});
		const open = (name: string) =>
			createPage({ time, network, random: createRandom(name), name, headers: {}, skewMs: 0 });
		const [frozen, closed] = [open('frozen'), open('closed')];
		let cleared: NodeJS.Timeout | undefined;
		globals.asPage(frozen.clock, () => {
			setTimeout(() => rung.push(`frozen, at ${time.monotonic()}`), 10);
			cleared = setTimeout(() => rung.push('cleared'), 20);
		});
		globals.asPage(closed.clock, () => setTimeout(() => rung.push('closed'), 10));
		frozen.freeze();
		closed.close();
		await time.run(500);
		expect(rung).toEqual([]);
		clearTimeout(cleared);
		frozen.thaw();
		expect(rung).toEqual(['frozen, at 1500']);
	});
});

test('a flow keeps its order whatever the latencies are, holds, and loses all but the first at a cut', async () => {
	const time = createTime();
	const came: string[] = [];
	const latencies = [50, 1, 30];
	const flow = createFlow<string>({ time, latencyMs: () => latencies.shift() ?? 1, deliver: (one) => came.push(one) });
	for (const one of ['a', 'b', 'c']) flow.push(one, 10);
	expect([flow.frames, flow.bytes]).toEqual([3, 30]);
	await time.run(100);
	expect(came).toEqual(['a', 'b', 'c']);
	flow.hold(true);
	for (const one of ['d', 'e', 'f']) flow.push(one, 10);
	await time.run(60_000);
	expect(came).toHaveLength(3);
	flow.sever(1);
	flow.hold(false);
	flow.push('g', 10);
	await time.run(100);
	expect(came).toEqual(['a', 'b', 'c', 'd']);
	expect(flow.bytes).toBe(0);
});

function fail(what: unknown): never {
	throw new Error(String(what));
}

const strict: Verdicts = { held() {}, broken: (rule, text) => fail(`${rule}: ${text}`) };

/** A page on a line to a router whose feed is a plain log. */
function openLine(limits: Partial<typeof defaultTransportLimits>, kernelBytes: number) {
	const time = createTime();
	const lines: WireLine[] = [];
	const rig = wireRig(time, strict, {
		exact: true,
		kernelBytes,
		passed: (_page, _direction, line) => lines.includes(line) || lines.push(line),
	});
	undo = rig.giveBack;
	const network = rig.network({ time, random: createRandom('line') });
	const topic = createTopic();
	const moments = createMoments();
	const router = createTestRouter({ topic, moments, gate: defer<void>() });
	const handle = createTrpcHandler<TestRouter, { readonly who: string }>({
		router,
		createContext: ({ socket, data, connectionParams }): TestContext => ({
			who: data.who,
			params: connectionParams,
			socket,
		}),
		onError() {},
	});
	const endpoint = { admit: () => ({ ok: true, data: { who: 'page' } }) as const, handle };
	const connections = createConnections({
		clock: time.clockOf({ dead: false }),
		endpoints: { visitor: endpoint, member: endpoint },
		limits: { ...defaultTransportLimits, ...limits },
		onFault: fail,
		observer: undefined,
	});
	network.host = { dead: false, accepts: true, connections };
	const page = createPage({ time, network, random: createRandom('page'), name: 'page', headers: {}, skewMs: 0 });
	page.net.weather.latencyMs = 10;
	const connection = rig.layer.connect<TestRouter>(page, () => 'wss://baton.example/trpc');
	return { time, topic, moments, connection, line: () => lines.at(-1) ?? fail('no line') };
}

describe('a stalled reader', () => {
	test('I24: a polite feed holds one piece back and goes on when the reader does', async () => {
		const { time, topic, connection, line: newest } = openLine({}, 512);
		const got: number[] = [];
		connection.client.feed.subscribe({}, { onData: ({ data }) => got.push(data.seq) });
		await time.run(100);
		const line = newest();
		line.stall(true);
		topic.append(100, 200);
		await time.run(5_000);
		expect(got).toEqual([]);
		expect(line.buffered).toBeLessThan(2_000);
		line.stall(false);
		await time.run(10_000);
		expect(got).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
	});

	test('I24: one that holds too much is cut, and resumes without a hole', async () => {
		const { time, topic, moments, connection, line: newest } = openLine({ backpressureBytes: 4_096 }, 512);
		const got: number[] = [];
		connection.client.rudeFeed.subscribe({}, { onData: ({ data }) => got.push(data.seq) });
		await time.run(100);
		const line = newest();
		line.stall(true);
		topic.append(100, 200);
		await time.run(1_000);
		expect(line.buffered).toBe(0);
		expect(moments.count('feed ended')).toBe(1);
		line.stall(false);
		// Each new line is filled at once by the rude feed, and cut; each brings some more.
		await time.run(120_000);
		expect(got).toEqual(Array.from({ length: got.length }, (_, index) => index + 1));
		expect(got.length).toBe(100);
	});
});

test('a drained line: the page moves over to another one and misses nothing', async () => {
	const { time, topic, moments, connection, line: newest } = openLine({}, 65_536);
	const got: number[] = [];
	connection.client.feed.subscribe({}, { onData: ({ data }) => got.push(data.seq) });
	topic.append(3);
	await time.run(1_000);
	const line = newest();
	line.drain();
	for (let turn = 0; turn < 60; turn += 1) {
		topic.append(1);
		await time.run(50);
	}
	expect(got).toEqual(Array.from({ length: 63 }, (_, index) => index + 1));
	expect(newest()).not.toBe(line);
	expect(line.over).toBe(true);
	expect(moments.count('feed ended')).toBe(1);
});

describe('a half-open line', () => {
	test.each([
		['nobody is told', (line: { cut(a: null, b: null): void }) => line.cut(null, null)],
		['nothing arrives here', (line: { block(way: 'up' | 'down'): void }) => line.block('down')],
		['nothing arrives there', (line: { block(way: 'up' | 'down'): void }) => line.block('up')],
	])('%s: noticed on both sides and healed within 25 s', async (_name, strike) => {
		const { time, topic, moments, connection, line: newest } = openLine({}, 65_536);
		const got: number[] = [];
		connection.client.feed.subscribe({}, { onData: ({ data }) => got.push(data.seq) });
		topic.append(3);
		await time.run(30_000);
		const line = newest();
		strike(line);
		topic.append(3);
		await time.run(24_000);
		topic.append(3);
		await time.run(1_000);
		expect(connection.state.kind).toBe('live');
		expect(got).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
		expect(moments.count('feed ended')).toBe(1);
	});
});

describe('the frames’ watch', () => {
	function watched() {
		const violations: string[] = [];
		const held: string[] = [];
		const watch = createFrameWatch({
			held: (rule) => held.push(rule),
			broken: (rule, text) => violations.push(`${rule}: ${text}`),
		});
		const one = watch.connection('visitor');
		one.up(JSON.stringify({ id: 1, method: 'subscription', params: { path: 'feed' } }));
		return { violations, held, watch, one };
	}
	const down = (message: unknown): string => JSON.stringify(message);
	const baton = wireErrorOf('not-found');

	test('says nothing of what is right', () => {
		const { violations, held, one } = watched();
		one.down(down({ id: 1, result: { type: 'data', id: '1', data: { id: '1', data: 1 } } }));
		one.down(down({ id: 2, result: { type: 'data', data: 1 } }));
		one.down(down({ id: 3, error: { code: -32_004, message: 'not-found', data: { baton } } }));
		one.down('PONG');
		expect(violations).toEqual([]);
		expect(held).toEqual(['W1', 'W2']);
	});

	test.each([
		['an event that is not tracked', { id: 1, result: { type: 'data', data: 1 } }],
		['an error without a code of ours', { id: 2, error: { code: -32_603, message: 'x', data: {} } }],
		[
			'an internal error',
			{ id: 2, error: { code: -32_603, message: 'internal', data: { baton: wireErrorOf('internal') } } },
		],
		['an error with a stack', { id: 2, error: { code: -32_004, message: 'not-found', data: { baton, stack: 'at' } } }],
		['an error in inner words', { id: 2, error: { code: -32_004, message: 'column x', data: { baton } } }],
	])('finds %s', (_name, message) => {
		const { violations, one } = watched();
		one.down(down(message));
		expect(violations).toHaveLength(1);
	});

	test('finds a frame after a 45xx, and a client that comes back after one', () => {
		const { violations, watch, one } = watched();
		one.sent({ kind: 'close', code: closeCodes.signedOut, reason: '' });
		one.sent({ kind: 'text', text: 'PONG' });
		const sockets = watch.connections();
		sockets.dialled();
		sockets.ended(closeCodes.drain);
		sockets.dialled();
		sockets.ended(closeCodes.notLive);
		sockets.dialled();
		expect(violations).toEqual(['W3: a frame to a visitor after a 45xx', 'W3: a client came back after a 45xx']);
	});
});

test('a run over the wire is the same the second time, to the last word', async () => {
	const tell = async (seed: string): Promise<readonly string[]> => {
		const lines: string[] = [];
		await run(makeScript(seed), wireRig, { tell: (line) => lines.push(line) });
		return lines;
	};
	for (const seed of ['again 1', 'again 2', 'again 3']) {
		const first = await tell(seed);
		expect(await tell(seed)).toEqual(first);
		expect(first.length).toBeGreaterThan(20);
	}
});
