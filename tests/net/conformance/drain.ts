import { describe, expect, it } from 'vitest';
import { drain, reconnectNotice, spreadFor } from '../../../server/net/drain.ts';
import { call } from '../support/frames.ts';
import { defer } from '../support/moments.ts';
import { startRaw } from '../support/raw-client.ts';
import { type CreateTransport, createWorld } from '../support/world.ts';

/** The gentle end. */
export function drainCases(create: CreateTransport): void {
	describe('drain', () => {
		it('tells 300 sockets to move, closes them with 4000 over the time given, and resolves when all are gone', async () => {
			await using world = await createWorld(create);
			const { transport, clock } = world;
			const clients = await Promise.all(Array.from({ length: 300 }, () => world.raw()));
			await world.moments.seen('handled', 300);
			const done = drain({ transport, clock, spreadMs: 1_000, handoverMs: 200, deadlineMs: 5_000 });

			// After half the time about half have been told, and fewer are closed.
			for (let elapsed = 0; elapsed < 500; elapsed += 50) clock.advance(50);
			await world.moments.seen('closed 4000', 90);
			expect(world.counters.sent).toBeGreaterThan(130);
			expect(world.counters.sent).toBeLessThan(180);
			expect(transport.sockets.size).toBeGreaterThan(180);

			for (let elapsed = 500; elapsed < 1_300; elapsed += 50) clock.advance(50);
			await world.moments.seen('closed 4000', 300);
			clock.advance(50);
			expect(await done).toEqual({ sockets: 300, cut: 0 });
			const closes = await Promise.all(clients.map((client) => client.closed));
			expect(new Set(closes.map(({ code }) => code))).toEqual(new Set([4000]));
			expect(clients.every(({ frames }) => frames.length === 1 && frames[0] === reconnectNotice)).toBe(true);
			expect(clock.pending).toBe(0);
		}, 20_000);

		it('takes no new connection while it drains', async () => {
			const check = defer<void>();
			let slow = false;
			await using world = await createWorld(create, {
				admit: async () => {
					if (slow) await check.promise;
					return { ok: true, data: { who: 'member' } };
				},
			});
			await world.raw();
			slow = true;
			const underWay = startRaw(world.url());
			await world.moments.seen('admit', 2);
			const done = drain({ ...world, spreadMs: 0, handoverMs: 0, deadlineMs: 1_000 });
			check.resolve();
			// The one whose check was under way is told to come back; a new one finds nobody.
			expect((await underWay.closed).code).toBe(4000);
			const tooLate = startRaw(world.url());
			await expect(tooLate.opened).rejects.toThrow();
			await world.moments.seen('closed 4000');
			world.clock.advance(50);
			expect(await done).toEqual({ sockets: 1, cut: 0 });
			await world.moments.seen('released', 2);
		});

		it('cuts at the deadline what does not go', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson(call(1, 'add', 1));
			await client.next();
			const done = drain({ ...world, spreadMs: 1_000, handoverMs: 60_000, deadlineMs: 2_000 });
			for (let elapsed = 0; elapsed < 2_000; elapsed += 50) world.clock.advance(50);
			expect(await done).toEqual({ sockets: 1, cut: 1 });
			expect((await client.closed).code).toBe(1006);
		});

		it('in a hurry closes all that are left with 4000, and is done in two steps', async () => {
			await using world = await createWorld(create);
			const clients = await Promise.all(Array.from({ length: 20 }, () => world.raw()));
			await world.moments.seen('handled', 20);
			const hurry = new AbortController();
			const done = drain({ ...world, spreadMs: 10_000, handoverMs: 60_000, deadlineMs: 90_000, hurry: hurry.signal });
			world.clock.advance(50);
			expect(world.transport.sockets.size).toBe(20);
			hurry.abort();
			for (let elapsed = 0; elapsed < 150; elapsed += 50) world.clock.advance(50);
			expect((await done).sockets).toBe(20);
			expect(new Set((await Promise.all(clients.map(({ closed }) => closed))).map(({ code }) => code))).toEqual(
				new Set([4000]),
			);
		});

		it('takes as long as there are sockets, and ten seconds at most', () => {
			expect([0, 5, 100, 500, 50_000].map(spreadFor)).toEqual([0, 100, 2_000, 10_000, 10_000]);
		});

		it('is done at once when nobody is there', async () => {
			await using world = await createWorld(create);
			expect(await drain({ ...world, spreadMs: 10_000, handoverMs: 1_000, deadlineMs: 30_000 })).toEqual({
				sockets: 0,
				cut: 0,
			});
		});
	});
}
