import { afterAll, beforeAll, expect, test } from 'vitest';
import { genOf, sessionIdOf } from '../../shared/ids.ts';
import { hearList, memberWire, signIn, watchSession } from '../support/clients.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { type CapturedVisitor, captureVisitor, joined } from './support/captured-visitor.ts';
import { openStillHouse } from './support/still-house.ts';

let store: TestStore;

beforeAll(async () => {
	store = await openTestStore('pglite');
});
afterAll(() => store.close());

const has =
	(...words: readonly string[]) =>
	(frame: string): boolean =>
		words.every((word) => frame.includes(word));

/** One chat: two turns, a takeover in the middle of the second, a stretch with a person, back to the AI, the end. */
async function chatUnder(watchers: number): Promise<readonly string[]> {
	const house = await openStillHouse(store);
	const cookie = await signIn(house.base);
	const agent = memberWire(house.base, cookie);
	const site = await agent.client.sites.create.mutate({ address: 'shop.example' });
	await agent.client.me.updateProfile.mutate({ displayName: 'Anna' });
	const list = hearList(agent, site.id);

	const crowd: { readonly wire: ReturnType<typeof memberWire>; stop(): void }[] = [];
	/** Brings the crowd to a part of its size, and waits until the server counts them all. */
	async function gather(part: number): Promise<void> {
		while (crowd.length < watchers * part) {
			const wire = memberWire(house.base, cookie);
			const ear = watchSession(wire, sessionId);
			crowd.push({ wire, stop: () => ear.stop() });
			await ear.until((event) => event.type === 'live', 'a watcher is there');
		}
		for (const { wire, stop } of crowd.splice(watchers * part)) {
			stop();
			wire.close();
		}
	}

	const visitor: CapturedVisitor = await captureVisitor(house.base, site.key);
	await visitor.until(has('"type":"live"'), 'the feed');
	visitor.ask('hello');
	let named = '';
	await visitor.until((frame) => {
		named = /session_[0-9A-Za-z]{22}/.exec(frame)?.[0] ?? '';
		return frame.includes('"token"');
	}, 'the hello');
	const sessionId = sessionIdOf(named);
	const commands = agent.client.monitor;
	const clientId = (n: number) => `command-${n}`;

	/** Seconds in which only the wake-ups of feeds ring. */
	const pass = async (seconds: number) => {
		for (let i = 0; i < seconds; i += 1) {
			house.clock.advance(1_000);
			await new Promise<void>((resolve) => setImmediate(resolve));
		}
	};

	await gather(0.5);
	visitor.ask('typing', { on: true });
	visitor.ask('say', { clientId: clientId(1), text: 'What is it?' });
	await visitor.until(has('"type":"live"', '"turn":3'), 'the first turn');
	house.responder.calls[0]?.say('It is a ');
	await visitor.until(has('It is a '), 'the first words');
	await gather(1);
	await pass(3);
	house.responder.calls[0]?.say('lamp 💡 of ');
	house.responder.calls[0]?.say('glass.');
	await visitor.until(has('glass.'), 'the last words');
	await gather(0.2);
	house.responder.calls[0]?.done('unsure');
	await visitor.until(has('"turn":null'), 'the end of the turn');

	visitor.ask('say', { clientId: clientId(2), text: 'And how big?' });
	await visitor.until(has('"turn":7'), 'the second turn');
	house.responder.calls[1]?.say('It is very ');
	await visitor.until(has('It is very '), 'the cut text');
	await gather(1);
	const { gen } = await commands.takeOver.mutate({ sessionId, gen: genOf(1), clientId: clientId(3) });
	await visitor.until(has('"turn":null'), 'the agent');
	house.responder.calls[1]?.say('big.');
	await commands.typing.mutate({ sessionId, on: true });
	await visitor.until(has('"agentTyping":true'), 'typing');
	await pass(2);
	await commands.reply.mutate({ sessionId, gen, clientId: clientId(4), text: 'As big as a hand.' });
	await visitor.until(has('As big as a hand.'), 'the reply');
	await commands.typing.mutate({ sessionId, on: false });
	await visitor.until(has('"agentTyping":false'), 'no typing');
	await gather(0);
	visitor.ask('say', { clientId: clientId(5), text: 'Thank you' });
	await visitor.until(has('Thank you'), 'the thanks in the feed');
	await commands.release.mutate({ sessionId, gen, clientId: clientId(6) });
	await visitor.until(has('"turn":'), 'the third turn');
	await gather(1);
	house.responder.calls[2]?.say('You are welcome.');
	await visitor.until(has('You are welcome.'), 'the answer');
	house.responder.calls[2]?.done();
	await visitor.until(has('"turn":null'), 'the end of the third turn');
	visitor.ask('end');
	await visitor.until(has('"open":false'), 'the end');

	await gather(0);
	list.stop();
	agent.close();
	visitor.close();
	expect(house.faults).toEqual([]);
	await house.close();
	return visitor.frames;
}

test('I23 the visitor gets the same frames with 0, 1 and 50 watchers', async () => {
	const alone = joined(await chatUnder(0));
	expect(joined(await chatUnder(1))).toEqual(alone);
	expect(joined(await chatUnder(50))).toEqual(alone);
	// What they are made of, so that nothing was compared with nothing.
	for (const text of ['turn 3: It is a lamp 💡 of glass.', 'turn 7: It is very ', 'turn 13: You are welcome.']) {
		expect(alone).toContain(text);
	}
	expect(alone.length).toBeGreaterThan(20);
	expect(alone.filter((frame) => frame.includes('Anna'))).not.toEqual([]);
});
