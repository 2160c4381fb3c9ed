import { createServer, type Server } from 'node:http';
import { initTRPC, tracked } from '@trpc/server';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { type ConnectionState, createConnection } from '../../shared/live/connect.ts';
import { failureOf } from '../../shared/live/failure.ts';
import { follow } from '../../shared/live/follow.ts';
import { createMoments } from '../net/support/moments.ts';
import { createFakeHost } from './support/fake-host.ts';

const t = initTRPC.create({ isDev: false });
const ended: (() => unknown)[] = [];
afterEach(async () => {
	for (const end of ended.splice(0)) await end();
});

async function listen(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return address.port;
}

/** A real server over `ws`, and a client on a page whose clock the test holds. */
async function createWorld(onSocket: (socket: { close(code: number): void; terminate(): void }) => void = () => {}) {
	const moments = createMoments();
	const entries: number[] = [1, 2, 3];
	const wakes = new Set<() => void>();
	const router = t.router({
		ping: t.procedure.query(() => 'pong'),
		never: t.procedure.mutation(() => new Promise<string>(() => {})),
		feed: t.procedure
			.input((value: unknown) => value as { readonly lastEventId?: string } | undefined)
			.subscription(async function* ({ input, signal }) {
				let at = Number(input?.lastEventId ?? 0);
				moments.note(`feed from ${at}`);
				while (!signal?.aborted) {
					for (const entry of entries.slice(at)) {
						at = entry;
						yield tracked(String(entry), entry);
					}
					await new Promise<void>((resolve) => {
						wakes.add(resolve);
						signal?.addEventListener('abort', () => resolve());
					});
				}
			}),
	});
	const http = createServer();
	const wss = new WebSocketServer({ server: http });
	applyWSSHandler({ wss, router });
	let sockets = 0;
	wss.on('connection', (socket) => {
		sockets += 1;
		moments.note('socket');
		onSocket(socket);
	});
	const port = await listen(http);
	const host = createFakeHost();
	const connection = createConnection<typeof router>({ url: () => `ws://127.0.0.1:${port}`, host });
	const states: ConnectionState['kind'][] = [];
	connection.subscribe((state) => {
		states.push(state.kind);
		moments.note(state.kind);
	});
	const got: number[] = [];
	const stopFeed = follow<number>({
		subscribe: (input, handlers) => connection.client.feed.subscribe(input, handlers),
		clock: host.clock,
		onEvent: (entry) => {
			got.push(entry);
			moments.note(`got ${entry}`);
		},
		onEnd: (failure) => moments.note(`end ${JSON.stringify(failure)}`),
	});
	ended.push(() => {
		stopFeed();
		connection.close();
		for (const socket of wss.clients) socket.terminate();
		wss.close();
		return new Promise((resolve) => http.close(resolve));
	});
	return {
		moments,
		host,
		connection,
		states,
		got,
		wss,
		sockets: () => sockets,
		write(entry: number) {
			entries.push(entry);
			for (const wake of wakes) wake();
		},
	};
}

describe('connection', () => {
	test('is live with the first data, and resumes a lost socket where it was', async () => {
		const { moments, host, states, got, wss, write } = await createWorld();
		await moments.seen('got 3');
		expect(states).toEqual(['live']);
		for (const socket of wss.clients) socket.terminate();
		await moments.seen('waiting');
		write(4);
		host.clock.advance(1_000);
		await moments.seen('got 4');
		await moments.seen('feed from 3');
		expect(got).toEqual([1, 2, 3, 4]);
	});

	test.each([4501, 4503, 4504, 4505, 4510])('%i stops it: running and later calls fail with the code', async (code) => {
		const { moments, host, connection, wss, sockets } = await createWorld();
		await moments.seen('got 3');
		const running = connection.client.never.mutate();
		// Once another call is answered, the one before it is on its way too.
		await connection.client.ping.query();
		for (const socket of wss.clients) socket.close(code);
		const failure = { kind: 'stopped', code };
		expect(failureOf(await running.catch((error: unknown) => error))).toEqual(failure);
		await moments.seen(`end ${JSON.stringify(failure)}`);
		expect(connection.state).toEqual(failure);
		expect(failureOf(await connection.client.ping.query().catch((error: unknown) => error))).toEqual(failure);
		host.wake('online');
		host.clock.advance(3_600_000);
		expect(sockets()).toBe(1);
	});

	test('is live again where nothing is read, once the other side has held out', async () => {
		const { moments, host, states, wss } = await createWorld();
		await moments.seen('got 3');
		for (const socket of wss.clients) socket.terminate();
		await moments.seen('waiting');
		host.clock.advance(1_000);
		// Nothing new: the feed is silent, and so is a page without one.
		await moments.seen('feed from 3');
		expect(states.at(-1)).toBe('connecting');
		host.clock.advance(10_000);
		for (const socket of wss.clients) socket.send('PONG');
		await moments.seen('live', 2);
		expect(states.at(-1)).toBe('live');
	});

	test('a server that opens and refuses is asked ever more rarely', async () => {
		const { moments, host, states, sockets } = await createWorld((socket) => socket.close(4400));
		await moments.seen('waiting', 1);
		for (let attempt = 2; attempt <= 6; attempt++) {
			host.clock.advance(30_000);
			await moments.seen('waiting', attempt);
		}
		expect(sockets()).toBe(6);
		expect(states).not.toContain('live');
	});

	test('a page that slept through its keep-alive gets a fresh socket at once', async () => {
		const { moments, host, wss, write } = await createWorld();
		await moments.seen('got 3');
		// Nothing arrives any more, and nobody is told: a half-open connection.
		for (const socket of wss.clients) socket.pause();
		host.clock.advance(13_000);
		host.wake('shown');
		await moments.seen('socket', 2);
		write(4);
		await moments.seen('live', 2);
		expect(moments.count('socket')).toBe(2);
	});

	test('I28 a laptop that slept gets a fresh socket when its network is back: its timers stood still, the wall did not', async () => {
		const { moments, host, wss, write, got } = await createWorld();
		await moments.seen('got 3');
		for (const socket of wss.clients) socket.pause();
		host.clock.jumpWall(3_600_000);
		host.wake('online');
		host.clock.advance(500);
		await moments.seen('socket', 2);
		write(4);
		await moments.seen('got 4');
		expect(got).toEqual([1, 2, 3, 4]);
	});

	test('a machine without a network says so at once, and is back with the network', async () => {
		const { moments, host, connection, states, got, write, sockets } = await createWorld();
		await moments.seen('got 3');
		host.wake('offline');
		expect(states.at(-1)).toBe('connecting');
		await moments.seen('waiting');
		expect(connection.state.kind).toBe('waiting');
		write(4);
		host.clock.advance(500);
		host.wake('online');
		await moments.seen('got 4');
		expect(got).toEqual([1, 2, 3, 4]);
		expect(sockets()).toBe(2);
	});

	test('a wake-up leaves a socket alone that was heard a moment ago', async () => {
		const { moments, host, connection, sockets } = await createWorld();
		await moments.seen('got 3');
		host.clock.advance(500);
		host.wake('shown');
		host.wake('online');
		await connection.client.ping.query();
		expect(sockets()).toBe(1);
	});

	test('suspended it holds no socket, resumed it continues without loss or repeat', async () => {
		const { moments, host, connection, got, wss, write, sockets } = await createWorld();
		await moments.seen('got 3');
		connection.suspend();
		await moments.seen('connecting');
		host.clock.advance(600_000);
		expect(sockets()).toBe(1);
		expect([...wss.clients].filter((socket) => socket.readyState === socket.OPEN).length).toBeLessThanOrEqual(1);
		write(4);
		connection.resume();
		await moments.seen('got 4');
		expect(got).toEqual([1, 2, 3, 4]);
	});

	test('closed by us it fails as stopped and opens nothing again', async () => {
		const { moments, connection, sockets } = await createWorld();
		await moments.seen('got 3');
		connection.close();
		expect(failureOf(await connection.client.ping.query().catch((error: unknown) => error))).toEqual({
			kind: 'stopped',
			code: 1000,
		});
		expect(sockets()).toBe(1);
	});
});
