import { expect, it } from 'vitest';
import type { ServeTrpc } from '../../server/net/trpc-handler.ts';
import { createUwsTransport } from '../../server/net/uws.ts';
import { call, hello, nested, stop, subscribe } from './support/frames.ts';
import { createOfficialHandler } from './support/official-handler.ts';
import { type CreateTransport, createWorld } from './support/world.ts';
import { createWsReference } from './support/ws-reference.ts';

/** Each step: what is sent, and how many frames are awaited before the next. */
const script: readonly (readonly [frame: string, replies: number])[] = [
	['PING', 1],
	[hello({ token: 'abc', intent: 'open' }), 0],
	[JSON.stringify(call(1, 'whoAmI')), 1],
	[JSON.stringify([call(2, 'add', 1), call('three', 'add', 2)]), 2],
	[JSON.stringify(call(4, 'refuse')), 1],
	[JSON.stringify(call(5, 'crash')), 1],
	[JSON.stringify(call(6, 'nowhere')), 1],
	[JSON.stringify(call(7, 'add', 'not a number')), 1],
	[JSON.stringify(call(8, 'circle')), 1],
	[JSON.stringify(call(null, 'add', 1)), 1],
	['{"id":9,', 1],
	['[]', 0],
	[nested(20), 1],
	['PING', 1],
	[JSON.stringify(subscribe(10, 'three')), 5],
	[JSON.stringify(subscribe(11, 'feed')), 4],
	[JSON.stringify(subscribe(11, 'feed')), 1],
	[JSON.stringify(subscribe(12, 'feed', '2')), 2],
	[JSON.stringify(stop(11)), 1],
	[JSON.stringify(stop(12)), 1],
	[JSON.stringify(subscribe(13, 'throwsWhileIterating')), 4],
	[JSON.stringify(subscribe(14, 'add')), 1],
	[JSON.stringify(call(15, 'feed')), 1],
	[JSON.stringify(call(16, 'sendAfterClose')), 0],
];

async function play(create: CreateTransport, serve?: ServeTrpc) {
	await using world = await createWorld(create, serve === undefined ? {} : { serve });
	world.topic.append(3);
	const client = await world.raw('/trpc?site=KEY&connectionParams=1');
	const steps: unknown[] = [];
	for (const [frame, replies] of script) {
		client.send(frame);
		const answers: string[] = [];
		for (let index = 0; index < replies; index++) answers.push(await client.next());
		steps.push([frame, answers]);
	}
	return { steps, closed: await client.closed, frames: client.frames.length };
}

it('answers the same script with the same frames over uWebSockets.js and over ws', async () => {
	const real = await play(createUwsTransport);
	expect(real.closed).toEqual({ code: 4501, reason: 'signed out' });
	expect(real.frames).toBe(script.reduce((sum, [, replies]) => sum + replies, 0));
	expect(await play(createWsReference)).toEqual(real);
});

it("answers it with the same frames as tRPC's own server end", async () => {
	expect(await play(createUwsTransport)).toEqual(await play(createUwsTransport, createOfficialHandler));
});
