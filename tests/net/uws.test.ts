import { describe, expect, it } from 'vitest';
import { createUwsTransport, loadUws } from '../../server/net/uws.ts';
import { call, result } from './support/frames.ts';
import { createManualClock } from './support/manual-clock.ts';
import { defer } from './support/moments.ts';
import { startRaw } from './support/raw-client.ts';
import { createWorld } from './support/world.ts';

/** What only the native transport can do wrong. */
describe('uWebSockets.js', () => {
	it('refuses to start on a port that is taken, in one plain sentence', async () => {
		const endpoint = { admit: () => ({ ok: true, data: null }) as const, handle: () => {} };
		const start = (port: number) =>
			createUwsTransport({
				host: '127.0.0.1',
				port,
				endpoints: { visitor: endpoint, member: endpoint },
				clock: createManualClock(),
				onFault: () => {},
			});
		// A chosen port: one that the system gave is never shared, whatever is asked for.
		const { port, close } = await start(0);
		await close();
		const first = await start(port);
		await expect(start(port)).rejects.toThrow(
			`cannot listen on 127.0.0.1:${port}: the port is taken or the address is not ours`,
		);
		await first.close();
		const again = await start(port);
		await again.close();
	});

	it('a library that can not be loaded is told as that, and not as a port that is taken', async () => {
		const broken = loadUws(() => Promise.reject(new Error('no binary for this Node')));
		await expect(broken).rejects.toThrow(/^The WebSocket library can not be loaded on Node v\d+.*: run npm ci/);
	});

	it('never upgrades a connection whose client left during the check', async () => {
		const check = defer<void>();
		await using world = await createWorld(createUwsTransport, {
			admit: async () => {
				await check.promise;
				return { ok: true, data: { who: 'gone' } };
			},
		});
		const leaving = startRaw(world.url());
		leaving.opened.catch(() => undefined);
		await world.moments.seen('admit');
		leaving.kill();
		await leaving.closed;
		const staying = startRaw(world.url());
		await world.moments.seen('admit', 2);
		check.resolve();
		await staying.opened;
		expect(world.moments.count('handled')).toBe(1);
		expect(world.moments.count('released')).toBe(1);
		staying.kill();
		await world.moments.seen('released', 2);
	});

	it('takes more headers than the 4 KiB that are its default', async () => {
		await using world = await createWorld(createUwsTransport);
		const client = await world.raw('/trpc', { cookie: `other=${'x'.repeat(10_000)}` });
		client.sendJson(call(1, 'add', 1));
		expect(await client.nextJson()).toEqual(result(1, 2));
	});

	it('joins repeated headers in their order', async () => {
		const seen = defer<string | undefined>();
		await using world = await createWorld(createUwsTransport, {
			admit: (request) => {
				seen.resolve(request.headers['x-forwarded-for']);
				return { ok: false, code: 4503 };
			},
		});
		const { request } = await import('node:http');
		request({
			port: world.transport.port,
			path: '/trpc',
			headers: {
				connection: 'upgrade',
				upgrade: 'websocket',
				'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
				'sec-websocket-version': '13',
				'x-forwarded-for': ['198.51.100.1', '203.0.113.9'],
			},
		})
			.on('error', () => {})
			.end();
		expect(await seen.promise).toBe('198.51.100.1, 203.0.113.9');
	});

	it('I27: notices within its idle time a client that has gone without a word, and leaves a silent live one alone', async () => {
		await using world = await createWorld(createUwsTransport, { limits: { idleSeconds: 8 } });
		const silent = await world.raw();
		const gone = await world.raw();
		// Reads nothing, so it answers no ping: to the server that is a cable that was pulled.
		gone.stall();
		await world.moments.seen('closed 1006');
		expect(world.transport.sockets.size).toBe(1);
		silent.sendJson(call(1, 'add', 1));
		expect(await silent.nextJson()).toEqual(result(1, 2));
	}, 20_000);
});
