import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Card } from '../../shared/card.ts';
import { type Gen, genOf, sessionIdOf } from '../../shared/ids.ts';
import { entriesOf, hearList, joinAs, memberWire, signIn, watchSession } from '../support/clients.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { type CapturedVisitor, captureVisitor, joined } from './support/captured-visitor.ts';
import { createCrowd } from './support/crowd.ts';
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

/** To the AI, before the takeover and after it. */
const whispered = ['Say that there is a sale.', 'Be brief from now on.'] as const;

/** Longer than what the system holds for a reader who asked for it a few hundred times. */
const long = 'A long way. '.repeat(1_250);

interface Chat {
	/** Everything that came over the visitor's socket, as it came. */
	readonly frames: readonly string[];
	/** Kinds of the entries that the session ended with. */
	readonly kinds: readonly string[];
	/** Bytes that the stalled watcher's socket held; null: there was none. */
	readonly held: number | null;
}

/**
 * One chat through every kind of entry and level: turns that are answered, fail and are cut, two takeovers, two ways
 * back, asking for a person, whispers to the AI, an agent who is lost and comes back, the end. The crowd comes and goes in mid-stream.
 */
async function chatUnder(watchers: number, withStalled = false): Promise<Chat> {
	const house = await openStillHouse(store);
	const cookie = await signIn(house.base);
	const owner = memberWire(house.base, cookie);
	const site = await owner.client.sites.create.mutate({ address: 'shop.example' });
	const viewer = await joinAs(house.base, owner, 'viewer', 'vera@example.com');
	const agentCookie = await joinAs(house.base, owner, 'agent', 'anna@example.com');
	let agent = memberWire(house.base, agentCookie);
	await agent.client.me.updateProfile.mutate({ displayName: 'Anna' });
	const list = hearList(owner, site.id);
	const { signal } = new AbortController();

	/** Asked of the house itself: a list on its way is held back by a clock that stands still. */
	async function onCard(fits: (card: Card) => boolean): Promise<void> {
		const live = house.app.directory.list(site.id);
		for (;;) {
			const changed = live.changed.arm();
			if (live.cards.some(fits)) return;
			await changed(signal);
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
	const crowd = createCrowd(house.base, [cookie, viewer], sessionId);
	const gather = (part: number) => crowd.gather(watchers * part);
	const call = (n: number) => house.responder.calls[n];
	let commands = 0;
	const clientId = () => {
		commands += 1;
		return `command-${commands}`;
	};
	const say = (text: string) => visitor.ask('say', { clientId: clientId(), text });

	const whisper = (gen: Gen, text: string) =>
		agent.client.monitor.whisper.mutate({ sessionId, gen, clientId: clientId(), text });

	/** Seconds in which only the wake-ups of feeds ring. */
	const pass = async (seconds: number) => {
		for (let i = 0; i < seconds; i += 1) {
			house.clock.advance(1_000);
			await new Promise<void>((resolve) => setImmediate(resolve));
		}
	};

	await gather(0.5);
	if (withStalled) await crowd.stall();
	visitor.ask('typing', { on: true });
	visitor.ask('page', { url: 'https://shop.example/lamps', title: 'Lamps' });
	say('What is it?');
	await visitor.until(has('"type":"live"', '"turn":3'), 'the first turn');
	call(0)?.say('It is a ');
	await visitor.until(has('It is a '), 'the first words');
	await gather(1);
	await pass(3);
	call(0)?.say('lamp 💡 of ');
	call(0)?.say('glass.');
	await visitor.until(has('glass.'), 'the last words');
	await gather(0.2);
	await whisper(genOf(1), whispered[0]);
	call(0)?.done('unsure');
	await visitor.until(has('"turn":null'), 'the end of the turn');

	say('And how far?');
	await visitor.until(has('"turn":8'), 'the second turn');
	call(1)?.say(long);
	await visitor.until(has('A long way. '), 'the cut text');
	await gather(1);
	const { gen } = await agent.client.monitor.takeOver.mutate({ sessionId, gen: genOf(1), clientId: clientId() });
	await visitor.until(has('"turn":null'), 'the agent');
	const held = withStalled ? house.held() : null;
	call(1)?.say('And back.');
	await agent.client.monitor.typing.mutate({ sessionId, on: true });
	await visitor.until(has('"agentTyping":true'), 'typing');
	await pass(2);
	await agent.client.monitor.reply.mutate({ sessionId, gen, clientId: clientId(), text: 'As far as the islands.' });
	await visitor.until(has('As far as the islands.'), 'the reply');
	await visitor.until(has('"agentTyping":false'), 'no typing');
	await gather(0);
	await agent.client.monitor.keep.mutate({ sessionId, gen, clientId: clientId() });
	await whisper(gen, whispered[1]);
	say('Thank you');
	await visitor.until(has('Thank you'), 'the thanks in the feed');
	await pass(61);
	await onCard((card) => card.overdue !== null);
	await gather(1);
	agent.close();
	await onCard((card) => card.holder !== null && card.holder.lostDeadline !== null);
	agent = memberWire(house.base, agentCookie);
	await agent.client.me.get.query();
	await gather(0.4);
	await onCard((card) => card.holder?.lostDeadline === null && card.overdue !== null);
	const released = await agent.client.monitor.release.mutate({ sessionId, gen, clientId: clientId() });
	await visitor.until(has('"type":"live"', '"turn":1'), 'the third turn');
	await gather(1);
	call(2)?.say('You are welcome.');
	await visitor.until(has('You are welcome.'), 'the answer');
	call(2)?.done();
	await visitor.until(has('"turn":null'), 'the end of the third turn');

	visitor.ask('askForHuman', { clientId: clientId() });
	await visitor.until(has('"type":"entries"', '"kind":"asked-for-human"'), 'the wish in the feed');
	say('Is it blue?');
	await visitor.until(has('"type":"live"', '"turn":2'), 'the fourth turn');
	call(3)?.fail();
	await visitor.until(has('"type":"live"', '"turn":2'), 'the second attempt');
	await gather(0.1);
	call(4)?.fail();
	await visitor.until(has('"kind":"ai-failed"'), 'the apology');
	await visitor.until(has('"turn":null'), 'the end of the attempts');

	say('Hello?');
	await visitor.until(has('"type":"live"', '"turn":2'), 'the last turn');
	call(5)?.say('I am ');
	await visitor.until(has('I am '), 'the last words of the AI');
	await gather(1);
	const taken = await agent.client.monitor.reply.mutate({
		sessionId,
		gen: released.gen,
		clientId: clientId(),
		text: 'Yes, it is.',
	});
	expect(taken.gen).toBe(released.gen + 1);
	await visitor.until(has('Yes, it is.'), 'the takeover by a reply');
	await visitor.until(has('"turn":null'), 'the silence');
	call(5)?.say('late.');
	visitor.ask('backToAi', { clientId: clientId() });
	await visitor.until(has('"type":"entries"', '"kind":"released"', '"why":"visitor"'), 'back to the AI');
	visitor.ask('end');
	await visitor.until(has('"open":false'), 'the end');

	await crowd.disperse();
	const kept = watchSession(owner, sessionId);
	await kept.until((event) => event.type === 'entries' && event.entries.some(({ kind }) => kind === 'left'), 'the end');
	const kinds = entriesOf(kept.events).map(({ kind }) => kind);
	kept.stop();
	list.stop();
	agent.close();
	owner.close();
	visitor.close();
	expect(house.faults).toEqual([]);
	await house.close();
	return { frames: visitor.frames, kinds, held };
}

test('I23 the visitor gets the same frames with 0, 1 and 50 watchers, and with one that stalls', async () => {
	const { frames, kinds } = await chatUnder(0);
	const alone = joined(frames);
	expect(joined((await chatUnder(1)).frames)).toEqual(alone);
	const full = await chatUnder(50, true);
	expect(joined(full.frames)).toEqual(alone);
	// What they are made of, so that nothing was compared with nothing.
	for (const text of ['turn 3: It is a lamp 💡 of glass.', `turn 8: ${long}`]) expect(alone).toContain(text);
	expect(new Set(kinds)).toEqual(
		new Set([
			'opened',
			'message',
			'asked-for-human',
			'took-over',
			'kept',
			'whisper',
			'agent-lost',
			'agent-back',
			'released',
			'ai-failed',
			'left',
		]),
	);
	for (const kind of ['opened', 'message', 'asked-for-human', 'took-over', 'released', 'ai-failed', 'left']) {
		expect(
			alone.filter((frame) => frame.includes(`"kind":"${kind}"`)),
			kind,
		).not.toEqual([]);
	}
	const hidden = ['kept', 'agent-lost', 'agent-back', 'turn-started', 'Vera', 'watchers', 'whisper', ...whispered];
	for (const word of hidden) {
		expect(
			alone.filter((frame) => frame.includes(word)),
			word,
		).toEqual([]);
	}
	expect(alone.length).toBeGreaterThan(40);
	expect(alone.filter((frame) => frame.includes('Anna'))).not.toEqual([]);
	// The stalled one did stall, within its bound (I24).
	expect(full.held).toBeGreaterThan(0);
	expect(full.held).toBeLessThanOrEqual(256 * 1024);
}, 120_000);
