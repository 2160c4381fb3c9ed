import { describe, expect, it } from 'vitest';
import { call, hello, result } from '../support/frames.ts';
import { defer } from '../support/moments.ts';
import { startRaw } from '../support/raw-client.ts';
import { type CreateTransport, createWorld } from '../support/world.ts';

/** From the first byte to the first call: admission, hello, context. */
export function openingCases(create: CreateTransport): void {
	describe('opening', () => {
		it('sends ?site= to the visitor endpoint, an empty key too, and everything else to the member endpoint', async () => {
			await using world = await createWorld(create);
			for (const [path, who] of [
				['/trpc?site=KEY', 'visitor'],
				['/trpc?site=', 'visitor'],
				['/trpc', 'member'],
				['/trpc?other=1', 'member'],
			] as const) {
				const client = await world.raw(path);
				client.sendJson(call(1, 'whoAmI'));
				expect(await client.nextJson()).toEqual(result(1, { who, params: null }));
			}
			expect([...world.transport.sockets].map((socket) => socket.kind)).toEqual([
				'visitor',
				'visitor',
				'member',
				'member',
			]);
		});

		it('hands on a copy of the request that outlives an await', async () => {
			const check = defer<void>();
			const seen: unknown[] = [];
			await using world = await createWorld(create, {
				admit: async (request) => {
					await check.promise;
					seen.push([
						request.url,
						request.query.get('site'),
						request.headers['origin'],
						request.headers['x-forwarded-for'],
					]);
					seen.push(request.remoteAddress);
					return { ok: true, data: { who: 'late' } };
				},
			});
			const opening = world.raw('/trpc?site=K%20Y', { origin: 'https://shop.example', 'x-forwarded-for': '1.2.3.4' });
			await world.moments.seen('admit');
			check.resolve();
			await opening;
			expect(seen).toEqual([['/trpc?site=K%20Y', 'K Y', 'https://shop.example', '1.2.3.4'], '127.0.0.1']);
		});

		it.each(['', 'shop.example:99999', '[', 'a b', '::'])('serves a client that names the host %j', async (host) => {
			await using world = await createWorld(create);
			const client = await world.raw('/trpc?connectionParams=1', { host });
			client.send(hello({}));
			client.sendJson(call(1, 'add', 1));
			expect(await client.nextJson()).toEqual(result(1, 2));
		});

		it('holds calls back until the context is there, and makes one context for a connection', async () => {
			const ready = defer<void>();
			await using world = await createWorld(create, {
				createContext: async (context) => {
					await ready.promise;
					return context;
				},
			});
			const { trpc } = world.official();
			const answers = Promise.all([trpc.add.query(1), trpc.whoAmI.query(), trpc.add.query(2)]);
			await world.moments.seen('received');
			expect(world.moments.count('context asked')).toBe(1);
			ready.resolve();
			expect(await answers).toEqual([2, { who: 'member', params: null }, 3]);
			expect(world.contexts).toHaveLength(1);
		});

		it('gives the hello to the context', async () => {
			await using world = await createWorld(create);
			const { trpc } = world.official({ params: { token: 'abc', intent: 'open' } });
			expect(await trpc.whoAmI.query()).toEqual({ who: 'member', params: { token: 'abc', intent: 'open' } });
		});

		it.each([
			['a call where the hello should be', JSON.stringify(call(1, 'whoAmI'))],
			['text that is not JSON', '{"method":"connectionParams",'],
			['a hello that is no object', '"connectionParams"'],
			['params that are not strings', hello({ token: 7 })],
			['params that are a list', hello(['token'])],
		])('closes with 4400 on %s, and no context is made', async (_what, frame) => {
			await using world = await createWorld(create);
			const client = await world.raw('/trpc?connectionParams=1');
			client.send(frame);
			expect(await client.closed).toEqual({ code: 4400, reason: 'malformed hello' });
			expect(world.moments.count('context asked')).toBe(0);
			expect(client.frames).toEqual([]);
		});

		it('closes with 4400 on a binary hello', async () => {
			await using world = await createWorld(create);
			const client = await world.raw('/trpc?connectionParams=1');
			client.sendBinary(Buffer.from(hello({ token: 'abc' })));
			expect((await client.closed).code).toBe(4400);
		});

		it('takes a hello without params', async () => {
			await using world = await createWorld(create);
			const client = await world.raw('/trpc?connectionParams=1');
			client.send(hello(null));
			client.sendJson(call(1, 'whoAmI'));
			expect(await client.nextJson()).toEqual(result(1, { who: 'member', params: null }));
		});

		it('closes with 4408 when the announced hello does not come in time, pings notwithstanding', async () => {
			await using world = await createWorld(create);
			const client = await world.raw('/trpc?connectionParams=1');
			client.send('PING');
			expect(await client.next()).toBe('PONG');
			world.clock.advance(4_999);
			client.send('PING');
			expect(await client.next()).toBe('PONG');
			world.clock.advance(1);
			expect((await client.closed).code).toBe(4408);
			expect(world.clock.pending).toBe(0);
		});

		it('leaves a connection alone that said hello in time, and one that announced none', async () => {
			await using world = await createWorld(create);
			const polite = await world.raw('/trpc?connectionParams=1');
			const plain = await world.raw('/trpc');
			polite.send(hello({}));
			polite.sendJson(call(1, 'add', 1));
			expect(await polite.nextJson()).toEqual(result(1, 2));
			world.clock.advance(60_000);
			polite.sendJson(call(2, 'add', 2));
			plain.sendJson(call(1, 'add', 3));
			expect(await polite.nextJson()).toEqual(result(2, 3));
			expect(await plain.nextJson()).toEqual(result(1, 4));
		});

		it('answers a context that throws with an error and 1011, and the process lives', async () => {
			let broken = true;
			await using world = await createWorld(create, {
				createContext: (context) => {
					if (broken) throw new Error('database is down');
					return context;
				},
			});
			const client = await world.raw();
			expect(await client.nextJson()).toMatchObject({ id: null, error: { data: { code: 'INTERNAL_SERVER_ERROR' } } });
			expect((await client.closed).code).toBe(1011);
			broken = false;
			const after = await world.raw();
			after.sendJson(call(1, 'add', 1));
			expect(await after.nextJson()).toEqual(result(1, 2));
		});

		it('shows a refusal to the client as its close code, whether it came at once or after a check', async () => {
			await using world = await createWorld(create, {
				admit: (request) =>
					request.query.has('now')
						? { ok: false, code: 4503, reason: 'origin not allowed' }
						: Promise.resolve({ ok: false, code: 4505 }),
			});
			const refused = await world.raw('/trpc?site=K&now=1');
			expect(await refused.closed).toEqual({ code: 4503, reason: 'origin not allowed' });
			const later = await world.raw('/trpc?site=K');
			expect(await later.closed).toEqual({ code: 4505, reason: '' });
			expect(world.transport.sockets.size).toBe(0);
			expect(world.moments.count('handled')).toBe(0);
			expect(world.moments.count('released')).toBe(0);
			expect(world.counters).toMatchObject({ opened: 0, refused: [4503, 4505] });
		});

		it('lets the official client see the code of a refusal', async () => {
			await using world = await createWorld(create, { admit: () => ({ ok: false, code: 4503 }) });
			const closed = defer<number | undefined>();
			const { socket } = world.official({ path: '/trpc?site=K', onClose: closed.resolve });
			expect(await closed.promise).toBe(4503);
			await socket.close();
		});

		it.each(['throws', 'rejects'])('answers a check that %s with 1011 and reports it', async (how) => {
			const fault = new Error('check broke');
			await using world = await createWorld(create, {
				admit: () => {
					if (how === 'throws') throw fault;
					return Promise.reject(fault);
				},
			});
			const client = await world.raw();
			expect((await client.closed).code).toBe(1011);
			expect(world.faults).toEqual([fault]);
		});

		it('survives a handler that throws', async () => {
			const fault = new Error('handler broke');
			await using world = await createWorld(create, {
				handle: () => {
					throw fault;
				},
			});
			const client = await world.raw();
			expect((await client.closed).code).toBe(1011);
			expect(world.faults).toEqual([fault]);
			await world.moments.seen('released');
		});

		it('gives an admission back when the client goes away during the check', async () => {
			const check = defer<void>();
			await using world = await createWorld(create, {
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
			// A connection opened afterwards proves that the server has seen the end of the first: both go in order.
			const staying = startRaw(world.url());
			await world.moments.seen('admit', 2);
			check.resolve();
			await staying.opened;
			await world.moments.seen('released');
			expect(world.moments.count('released')).toBe(1);
			expect(world.transport.sockets.size).toBe(1);
			staying.kill();
			await world.moments.seen('released', 2);
			expect(world.faults).toEqual([]);
		});
	});
}
