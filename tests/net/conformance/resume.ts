import { describe, expect, it } from 'vitest';
import { type CreateTransport, createWorld, type Official } from '../support/world.ts';

/** I19 on the wire: however the socket is lost, the official client gets each entry once, in order. */
export function resumeCases(create: CreateTransport): void {
	const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

	/** Reads the feed until entry `last`; gives the numbers in the order they were shown. */
	function collect({ trpc }: Official, last: number, path: 'feed' | 'rudeFeed' = 'feed'): Promise<number[]> {
		const seen: number[] = [];
		return new Promise((resolve, reject) => {
			const subscription = trpc[path].subscribe(
				{},
				{
					onData: ({ data }) => {
						seen.push(data.seq);
						if (data.seq !== last) return;
						subscription.unsubscribe();
						resolve(seen);
					},
					onError: reject,
				},
			);
		});
	}

	describe('resume', () => {
		it('loses and repeats nothing wherever the connection is cut', async () => {
			for (let killAt = 1; killAt <= 13; killAt++) {
				let sent = 0;
				await using world = await createWorld(create, {
					onSent: (transport) => {
						// Frame 1 is "started"; the entries follow.
						if (++sent === killAt) for (const socket of transport.sockets) socket.terminate();
					},
				});
				world.topic.append(6);
				const reading = collect(world.official(), 12);
				// "started" and the first six entries, of which the cut may have taken some.
				await world.moments.seen('sent', Math.min(killAt, 7));
				world.topic.append(6);
				expect(await reading, `cut at frame ${killAt}`).toEqual(upTo(12));
				expect(world.moments.count('closed')).toBeGreaterThanOrEqual(1);
			}
		}, 20_000);

		it('loses and repeats nothing when every third frame cuts the connection', async () => {
			let sent = 0;
			await using world = await createWorld(create, {
				onSent: (transport) => {
					if (++sent % 3 === 0) for (const socket of transport.sockets) socket.terminate();
				},
			});
			world.topic.append(40);
			expect(await collect(world.official(), 40)).toEqual(upTo(40));
			expect(world.moments.count('closed')).toBeGreaterThan(10);
		});

		it('hands over on a reconnect notice under load: a second socket, then one again', async () => {
			await using world = await createWorld(create);
			const client = world.official();
			const reading = collect(client, 200);
			await world.moments.seen('feed from 0');
			for (let round = 1; round <= 4; round++) {
				world.topic.append(25);
				for (const socket of world.transport.sockets) socket.send('{"id":null,"method":"reconnect"}');
				world.topic.append(25);
				await world.moments.seen('handled', round + 1);
				// The old socket is closed by the client once nothing is left on it.
				await world.moments.seen('closed', round);
			}
			expect(await reading).toEqual(upTo(200));
			expect(world.transport.sockets.size).toBe(1);
			expect(world.moments.count('closed')).toBe(4);
		});

		it('fails a call in flight when its socket is lost, and does not repeat it by itself', async () => {
			await using world = await createWorld(create);
			const { trpc } = world.official();
			const pending = trpc.slow.mutate();
			await world.moments.seen('slow started');
			for (const socket of world.transport.sockets) socket.terminate();
			await expect(pending).rejects.toThrow();
			expect(await trpc.add.query(1)).toBe(2);
			expect(world.moments.count('slow started')).toBe(1);
		});

		it('carries a reader past the limit by cutting and resuming it, nothing lost', async () => {
			await using world = await createWorld(create, { limits: { backpressureBytes: 16 * 1024 } });
			const { default: WebSocket } = await import('ws');
			let stalls = 0;
			// Reads nothing for a moment after each connect, so that the rude feed runs into the limit.
			class Stalling extends WebSocket {
				constructor(address: string) {
					super(address, { perMessageDeflate: false });
					this.once('message', () => {
						if (stalls++ >= 2) return;
						this.pause();
						void world.moments.seen('dropped', stalls).then(() => this.resume());
					});
				}
			}
			// The socket of `ws` has all that the client uses, and events that differ only in members it does not.
			const client = world.official({ webSocket: Stalling as unknown as typeof globalThis.WebSocket });
			world.topic.append(400, 30_000);
			expect(await collect(client, 400, 'rudeFeed')).toEqual(upTo(400));
			expect(world.moments.count('dropped')).toBeGreaterThanOrEqual(2);
		}, 20_000);
	});
}
