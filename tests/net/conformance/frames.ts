import { describe, expect, it } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import { call, nested, result, started, subscribe } from '../support/frames.ts';
import { type CreateTransport, createWorld } from '../support/world.ts';

/** SPEC section 10: what is refused before it is parsed, and what is merely answered. */
export function frameCases(create: CreateTransport): void {
	const frameOf = (bytes: number) => {
		const empty = JSON.stringify(call(1, 'echo', ''));
		return JSON.stringify(call(1, 'echo', 'x'.repeat(bytes - empty.length)));
	};

	describe('frames', () => {
		it('takes a frame of exactly 32 KiB and closes with 4413 on one byte more', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			const largest = frameOf(limits.frameBytes);
			expect(Buffer.byteLength(largest)).toBe(32_768);
			client.send(largest);
			expect(await client.nextJson()).toMatchObject({ id: 1, result: { type: 'data' } });
			client.send(frameOf(limits.frameBytes + 1));
			expect(await client.closed).toEqual({ code: 4413, reason: 'frame too long' });
			expect(client.frames).toHaveLength(1);
		});

		it('counts bytes, not characters', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson(call(1, 'echo', 'ā'.repeat(limits.frameBytes / 2)));
			expect((await client.closed).code).toBe(4413);
		});

		it('cuts the connection above the native limit, and the process lives', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.send(frameOf(limits.nativeFrameBytes + 1));
			await client.closed;
			const after = await world.raw();
			after.sendJson(call(1, 'add', 1));
			expect(await after.nextJson()).toEqual(result(1, 2));
		});

		it('takes 100 calls in one frame, answers each, and closes with 4413 on 101', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			const batch = (count: number) => Array.from({ length: count }, (_, index) => call(index + 1, 'add', index));
			client.sendJson(batch(100));
			const answers = await Promise.all(Array.from({ length: 100 }, () => client.nextJson()));
			expect(answers).toEqual(Array.from({ length: 100 }, (_, index) => result(index + 1, index + 1)));
			client.sendJson(batch(101));
			expect(await client.closed).toEqual({ code: 4413, reason: 'too many calls in one frame' });
		});

		it('takes JSON 20 deep and closes with 4413 at 21', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			// The envelope is two deep: the message and its params.
			const frame = (depth: number) =>
				`{"id":1,"method":"query","params":{"path":"echo","input":${nested(depth - 2)}}}`;
			client.send(frame(20));
			expect(await client.nextJson()).toEqual(result(1, JSON.parse(nested(18))));
			client.send(frame(21));
			expect(await client.closed).toEqual({ code: 4413, reason: 'nested too deep' });
		});

		it('does not take brackets inside a text for nesting', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			const text = `${'[{'.repeat(300)}\\"${'[,'.repeat(300)}`;
			client.sendJson(call(1, 'echo', text));
			expect(await client.nextJson()).toEqual(result(1, text));
		});

		it('closes with 4429 when a socket calls faster than its allowance, and a batch counts each call', async () => {
			await using world = await createWorld(create, { limits: { callsPerSecond: 2, callBurst: 5 } });
			const client = await world.raw();
			client.sendJson([call(1, 'add', 1), call(2, 'add', 1), call(3, 'add', 1)]);
			client.sendJson([call(4, 'add', 1), call(5, 'add', 1)]);
			for (let index = 0; index < 5; index++) await client.next();
			world.clock.advance(500);
			client.sendJson(call(6, 'add', 1));
			expect(await client.nextJson()).toEqual(result(6, 2));
			client.sendJson(call(7, 'add', 1));
			expect(await client.closed).toEqual({ code: 4429, reason: 'too many calls' });
		});

		it.each([
			[
				'a binary frame',
				(client: { sendBinary(bytes: Uint8Array): void }) => client.sendBinary(Buffer.from('{"id":1}')),
			],
			['text that is not JSON', (client: { send(text: string): void }) => client.send('{"id":1,')],
			['an empty frame', (client: { send(text: string): void }) => client.send('')],
			['a number', (client: { send(text: string): void }) => client.send('7')],
			['a message without a method', (client: { send(text: string): void }) => client.send('{"id":1}')],
			['an unknown method', (client: { send(text: string): void }) => client.send('{"id":1,"method":"drop"}')],
			[
				'a path into the prototype',
				(client: { send(text: string): void }) =>
					client.send('{"id":"x","method":"query","params":{"path":"__proto__.toString"}}'),
			],
		])('answers %s with an error, and the connection goes on', async (_what, send) => {
			await using world = await createWorld(create);
			const client = await world.raw();
			send(client);
			expect(await client.nextJson()).toHaveProperty('error');
			client.sendJson(call(2, 'add', 1));
			expect(await client.nextJson()).toEqual(result(2, 2));
			expect(world.faults).toEqual([]);
		});

		it('answers id null with an error for nobody', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson(call(null, 'add', 1));
			expect(await client.nextJson()).toMatchObject({ id: null, error: { data: { code: 'PARSE_ERROR' } } });
		});

		it('starts 100 subscriptions that come in one array', async () => {
			await using world = await createWorld(create);
			const client = await world.raw();
			client.sendJson(Array.from({ length: 100 }, (_, index) => subscribe(index, 'feed')));
			const first = await Promise.all(Array.from({ length: 100 }, () => client.nextJson()));
			expect(first).toEqual(Array.from({ length: 100 }, (_, index) => started(index)));
			world.topic.append(1);
			const events = await Promise.all(Array.from({ length: 100 }, () => client.nextJson()));
			expect(new Set(events.map((frame) => (frame as { id: number }).id)).size).toBe(100);
			client.kill();
			await world.moments.seen('feed ended', 100);
		});
	});
}
