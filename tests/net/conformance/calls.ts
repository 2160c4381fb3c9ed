import { describe, expect, it } from 'vitest';
import { call, event, result, started, stop, stopped, subscribe } from '../support/frames.ts';
import { type CreateTransport, createWorld } from '../support/world.ts';

/** The life of a call: stops, closes and throws at each awkward moment. */
export function callCases(create: CreateTransport): void {
	describe('calls', () => {
		it('refuses a second subscription under the same id, and the first goes on', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson(subscribe(1, 'feed'));
			expect(await client.nextJson()).toEqual(started(1));
			client.sendJson(subscribe(1, 'feed'));
			expect(await client.nextJson()).toMatchObject({ id: 1, error: { message: 'Duplicate id 1' } });
			world.topic.append(1);
			expect(await client.nextJson()).toEqual(event(1, '1', { seq: 1, text: 'entry 1 ' }));
		});

		it('frees the id once a subscription was stopped', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			for (let round = 0; round < 3; round++) {
				client.sendJson(subscribe(1, 'feed'));
				expect(await client.nextJson()).toEqual(started(1));
				client.sendJson(stop(1));
				expect(await client.nextJson()).toEqual(stopped(1));
			}
			await world.moments.seen('feed ended', 3);
		});

		it('ignores a stop for nothing, and a second stop', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson(stop(9));
			client.sendJson(subscribe(1, 'feed'));
			expect(await client.nextJson()).toEqual(started(1));
			client.sendJson([stop(1), stop(1), stop(1)]);
			expect(await client.nextJson()).toEqual(stopped(1));
			client.sendJson(call(2, 'add', 1));
			expect(await client.nextJson()).toEqual(result(2, 2));
			expect(world.moments.count('feed ended')).toBe(1);
		});

		it('honours a stop that comes before the subscription has started', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson(subscribe(1, 'lateStart'));
			await world.moments.seen('late start called');
			client.sendJson(stop(1));
			await world.moments.seen('late start aborted');
			world.gate.resolve();
			expect(await client.nextJson()).toEqual(stopped(1));
		});

		it('ends a feed once when its reader unsubscribes', async () => {
			await using world = await createWorld(create);
			const { trpc } = world.official();
			const seen: number[] = [];
			await new Promise<void>((resolve) => {
				world.topic.append(3);
				const subscription = trpc.feed.subscribe(
					{},
					{
						onData: ({ data }) => {
							seen.push(data.seq);
							if (seen.length === 3) {
								subscription.unsubscribe();
								resolve();
							}
						},
					},
				);
			});
			await world.moments.seen('feed ended');
			world.topic.append(1);
			expect(await trpc.add.query(1)).toBe(2);
			expect(seen).toEqual([1, 2, 3]);
			expect(world.moments.count('feed ended')).toBe(1);
		});

		it('survives a close while the context is being made', async () => {
			const asked = Promise.withResolvers<void>();
			await using world = await createWorld(create, {
				createContext: async (context) => {
					await asked.promise;
					return context;
				},
			});
			const client = await world.raw();
			client.sendJson([call(1, 'slow', undefined, 'mutation'), subscribe(2, 'feed')]);
			await world.moments.seen('received');
			client.kill();
			await world.moments.seen('closed');
			asked.resolve();
			// What was asked for is done, as over HTTP; a subscription of nobody is not begun.
			await world.moments.seen('slow started');
			expect(world.moments.count('feed from 0')).toBe(0);
			expect(world.faults).toEqual([]);
		});

		it('finishes a mutation whose caller has gone, and sends nothing', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson(call(1, 'slow', undefined, 'mutation'));
			await world.moments.seen('slow started');
			client.kill();
			await world.moments.seen('closed');
			world.gate.resolve();
			await world.moments.seen('slow ended');
			expect(world.counters.sent).toBe(0);
			expect(world.faults).toEqual([]);
		});

		it('survives a close while a subscription starts, and while it runs', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson([subscribe(1, 'lateStart'), subscribe(2, 'feed')]);
			await world.moments.seen('late start called');
			await world.moments.seen('feed from 0');
			client.kill();
			await world.moments.seen('feed ended');
			await world.moments.seen('late start aborted');
			world.gate.resolve();
			const after = await world.raw();
			after.sendJson(call(1, 'add', 1));
			expect(await after.nextJson()).toEqual(result(1, 2));
			expect(world.faults).toEqual([]);
		});

		it('answers what a procedure throws, without its inner words or its stack', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson(call(1, 'refuse'));
			expect(await client.nextJson()).toMatchObject({ id: 1, error: { message: 'no', data: { code: 'CONFLICT' } } });
			client.sendJson(call(2, 'crash'));
			const crash = await client.next();
			expect(JSON.parse(crash)).toMatchObject({ id: 2, error: { data: { code: 'INTERNAL_SERVER_ERROR' } } });
			expect(crash).not.toContain('stack');
			expect(world.trpcFaults.map(({ path }) => path)).toEqual(['refuse', 'crash']);
		});

		it.each(['breakFormatter', 'circle'])('answers even when the answer itself cannot be made (%s)', async (path) => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson(call(1, path));
			expect(await client.nextJson()).toMatchObject({ id: 1, error: { data: { code: 'INTERNAL_SERVER_ERROR' } } });
			client.sendJson(call(2, 'add', 1));
			expect(await client.nextJson()).toEqual(result(2, 2));
		});

		it('ends a subscription that throws with its error, and one whose cleanup throws as stopped', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson(subscribe(1, 'throwsWhileIterating'));
			expect(await client.nextJson()).toEqual(started(1));
			expect(await client.nextJson()).toEqual(event(1, '1', 'one'));
			expect(await client.nextJson()).toMatchObject({ id: 1, error: {} });
			expect(await client.nextJson()).toEqual(stopped(1));
			client.sendJson(subscribe(2, 'throwsInFinally'));
			expect(await client.nextJson()).toEqual(started(2));
			expect(await client.nextJson()).toEqual(event(2, '1', 'one'));
			client.sendJson(stop(2));
			expect(await client.nextJson()).toEqual(stopped(2));
			expect(world.moments.count('finally threw')).toBe(1);
			expect(world.trpcFaults.map(({ path }) => path)).toEqual(['throwsWhileIterating', 'throwsInFinally']);
		});

		it('says stopped at the end of a subscription that ends by itself', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson(subscribe(1, 'three'));
			const frames = await Promise.all([1, 2, 3, 4, 5].map(() => client.nextJson()));
			expect(frames).toEqual([started(1), event(1, '1', 1), event(1, '2', 2), event(1, '3', 3), stopped(1)]);
		});

		it('keeps PONG in its place: after it comes no event of a subscription stopped before it', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			world.topic.append(500);
			client.sendJson(subscribe(1, 'feed'));
			for (let index = 0; index < 20; index++) await client.next();
			client.sendJson(stop(1));
			client.send('PING');
			client.sendJson(call(2, 'add', 1));
			await world.moments.seen('feed ended');
			while (!client.frames.includes(JSON.stringify(result(2, 2)))) await client.next();
			const pong = client.frames.indexOf('PONG');
			expect(pong).toBeGreaterThan(0);
			expect(client.frames.slice(pong).filter((frame) => frame.includes('"text"'))).toEqual([]);
			const seqs = client.frames.flatMap((frame) => /"seq":(\d+)/.exec(frame)?.[1] ?? []).map(Number);
			expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
		});

		it('lets a procedure close its own socket, and drops what is sent afterwards', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson(call(1, 'sendAfterClose'));
			expect(await client.closed).toEqual({ code: 4501, reason: 'signed out' });
			expect(client.frames).toEqual([]);
			await world.moments.seen('closed 4501');
			expect(world.moments.count('close emitted inside')).toBe(0);
			const [context] = world.contexts;
			expect(() => {
				context?.socket.send('still too late');
				context?.socket.close(4000);
				context?.socket.terminate();
			}).not.toThrow();
			expect(context?.socket.buffered()).toBe(0);
			await context?.socket.writable(new AbortController().signal);
			expect(world.moments.count('closed')).toBe(1);
		});
	});
}
