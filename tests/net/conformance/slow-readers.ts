import { describe, expect, it } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import { call, result, started, subscribe } from '../support/frames.ts';
import type { RawClient } from '../support/raw-client.ts';
import { type CreateTransport, createWorld, type World } from '../support/world.ts';

/** I24: a reader that stalls holds a bounded number of bytes, harms nobody, and comes back whole. */
export function slowReaderCases(create: CreateTransport): void {
	const only = (world: World) => {
		const [socket] = world.transport.sockets;
		if (!socket) throw new Error('no socket');
		return socket;
	};

	/** Resolves once the event loop has turned enough for feeds that can still send to have sent. */
	async function settle(world: World, client: RawClient): Promise<void> {
		let before = -1;
		while (before !== world.counters.sent) {
			before = world.counters.sent;
			for (let turn = 0; turn < 20; turn++) {
				client.sendJson(call('turn', 'add', 1));
				await client.next();
			}
			// The answers to this reader count as sent too.
			before = world.counters.sent - 20 === before ? world.counters.sent : before;
		}
	}

	describe('slow readers', () => {
		it('holds a polite feed while its reader stalls, and goes on where it was when the reader recovers', async () => {
			await using world = await createWorld(create, { limits: { callBurst: 100_000 } });
			const slow = await world.raw();
			slow.sendJson(subscribe(1, 'feed'));
			expect(await slow.nextJson()).toEqual(started(1));
			const socket = only(world);
			slow.stall();
			const lively = await world.raw();
			// 20 MB: more than the kernel takes on both sides.
			world.topic.append(1_000, 10_000);
			await settle(world, lively);
			expect(socket.readyState).toBe(1);
			expect(socket.buffered()).toBeGreaterThan(0);
			// One entry beyond what the kernel took, not a queue of them.
			expect(socket.buffered()).toBeLessThan(40_000);
			expect(world.counters.dropped).toBe(0);

			slow.resume();
			for (let seq = 1; seq <= 1_000; seq++)
				expect(await slow.nextJson()).toMatchObject({ result: { id: String(seq) } });
			world.topic.append(1);
			expect(await slow.nextJson()).toMatchObject({ result: { id: '1001' } });
		}, 20_000);

		it('cuts a reader that would hold more than the limit, at once and without a gap', async () => {
			let most = 0;
			await using world = await createWorld(create, {
				// After each frame, so that no moment is missed.
				onSent: ({ sockets }) => {
					for (const socket of sockets) most = Math.max(most, socket.buffered());
				},
			});
			const slow = await world.raw();
			slow.sendJson(subscribe(1, 'rudeFeed'));
			expect(await slow.nextJson()).toEqual(started(1));
			const socket = only(world);
			slow.stall();
			world.topic.append(1_000, 10_000);
			await world.moments.seen('dropped');
			expect(socket.readyState).toBe(2);
			await world.moments.seen('closed 1006');
			expect(most).toBeGreaterThan(limits.socketBackpressureBytes / 2);
			expect(most).toBeLessThanOrEqual(limits.socketBackpressureBytes);
			expect(world.moments.count('dropped')).toBe(1);
			await world.moments.seen('feed ended');

			slow.resume();
			await slow.closed;
			const seqs = slow.frames.flatMap((frame) => /"seq":(\d+)/.exec(frame)?.[1] ?? []).map(Number);
			expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
			expect(seqs.length).toBeLessThan(1_000);
		}, 20_000);

		it('serves others while one stalls', async () => {
			await using world = await createWorld(create);
			const slow = await world.raw();
			slow.sendJson(subscribe(1, 'feed'));
			await slow.next();
			slow.stall();
			world.topic.append(1_000, 10_000);
			const { trpc } = world.official();
			expect(await Promise.all([1, 2, 3, 4].map((value) => trpc.add.query(value)))).toEqual([2, 3, 4, 5]);
		});

		it('lets those go who wait for a stalled socket when it closes or they give up', async () => {
			await using world = await createWorld(create);
			const slow = await world.raw();
			slow.sendJson(subscribe(1, 'rudeFeed'));
			expect(await slow.nextJson()).toEqual(started(1));
			const socket = only(world);
			slow.stall();
			// Stay below the limit, above what the kernel takes: fill until something is held.
			while (socket.buffered() === 0) {
				world.topic.append(1, 60_000);
				await world.moments.seen(`feed from 0`);
				const probe = await world.raw();
				probe.sendJson(call(1, 'add', 1));
				expect(await probe.nextJson()).toEqual(result(1, 2));
				probe.kill();
			}
			const patience = new AbortController();
			const givesUp = socket.writable(patience.signal);
			patience.abort();
			await givesUp;
			const waits = socket.writable(new AbortController().signal);
			socket.terminate();
			await waits;
			await world.moments.seen('closed 1006');
		}, 20_000);
	});
}
