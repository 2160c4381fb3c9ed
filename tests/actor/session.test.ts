import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionActor } from '../../server/actor/front.ts';
import type { Entry } from '../../shared/entry.ts';
import { genOf } from '../../shared/ids.ts';
import { anna, bruno, idOf } from '../session/samples.ts';
import { createWorld, folded, listen, settle, type World } from './world.ts';

let world: World;
beforeEach(() => {
	world = createWorld();
	world.connect(anna.memberId);
	world.connect(bruno.memberId);
});
afterEach(() => world.stop());

const kinds = (entries: readonly Entry[]): readonly string[] => entries.map((entry) => entry.kind);
const transcript = (actor: SessionActor): readonly Entry[] => world.store.transcript(actor.session.id);

async function visiting(): Promise<SessionActor> {
	const actor = await world.open();
	actor.presence.visitorConnected('tab');
	return actor;
}

const says = (actor: SessionActor, text: string, name = text) =>
	actor.tell({ type: 'visitor.said', clientId: idOf(name), text });

async function asking(text = 'How much?'): Promise<SessionActor> {
	const actor = await visiting();
	await says(actor, text);
	return actor;
}

const takes = (actor: SessionActor, agent = anna, gen = actor.state.gen) =>
	actor.tell({ type: 'agent.tookOver', agent, gen, clientId: idOf(`take${agent.name}${gen}`) });

const call = (index: number) => {
	const found = world.responder.calls[index];
	if (found === undefined) throw new Error(`the AI was not called a ${index + 1}. time`);
	return found;
};

describe('a session', () => {
	test('opening a widget costs no row; the first message writes opened with it', async () => {
		const actor = await visiting();
		expect(world.store.commits).toBe(0);
		expect(actor.state).toMatchObject({ mode: 'ai-responding', gen: 1 });
		await says(actor, 'Hello');
		expect(kinds(transcript(actor))).toEqual(['opened', 'message', 'turn-started']);
	});

	test('a visit that wrote nothing leaves no trace, and its grace is ten seconds', async () => {
		const actor = await visiting();
		actor.presence.visitorGone('tab');
		await world.advance(9_900);
		expect(world.directory.list(actor.session.siteId).cards).toHaveLength(1);
		await world.advance(200);
		expect(world.directory.list(actor.session.siteId).cards).toHaveLength(0);
		expect(world.store.ids).toEqual([]);
		expect(world.directory.size).toBe(0);
	});

	test('R0 no provider call starts before the commit of its turn-started', async () => {
		const actor = await visiting();
		let go = () => {};
		world.store.hold = new Promise((resolve) => {
			go = resolve;
		});
		const said = says(actor, 'Hello');
		await settle();
		expect(world.responder.calls).toHaveLength(0);
		expect(actor.turn).toBeNull();
		go();
		expect(await said).toMatchObject({ ok: true, ack: { seq: 2, gen: 1 } });
		await settle();
		expect(world.responder.calls).toHaveLength(1);
	});

	test('I1 I5 I6 a takeover stores exactly what was published and nothing of the turn is heard after', async () => {
		const actor = await asking();
		const visitor = listen(actor, 'visitor', () => 0);
		await settle();
		call(0).say('It costs ');
		call(0).say('ten eur');
		await settle();
		expect(await takes(actor)).toMatchObject({ ok: true, ack: { gen: 2 } });
		expect(call(0).aborted).toBe(true);
		call(0).say('os, and');
		call(0).done();
		await settle();
		expect(kinds(transcript(actor)).slice(2)).toEqual(['turn-started', 'message', 'took-over']);
		expect(transcript(actor)[3]).toMatchObject({ text: 'It costs ten eur', interrupted: true, gen: 1 });
		const words = visitor.events.filter(({ type }) => type !== 'live');
		const heard = words.map((event) => event.text ?? event.kinds?.join());
		expect(heard.at(-1)).toBe('message,took-over');
		expect(heard.slice(1, -1).join('')).toBe('It costs ten eur');
	});

	test('I6 a published prefix never ends in half a character', async () => {
		const actor = await asking();
		await settle();
		call(0).say('Yes \ud83d');
		await settle();
		await takes(actor);
		expect(transcript(actor)[3]).toMatchObject({ text: 'Yes ', interrupted: true });
	});

	test('I6 nothing published, nothing stored', async () => {
		const actor = await asking();
		await takes(actor);
		expect(kinds(transcript(actor))).toEqual(['opened', 'message', 'turn-started', 'took-over']);
	});

	test('I2 I3 of two takeovers one wins and the other learns the winner', async () => {
		const actor = await asking();
		const [first, second] = await Promise.all([takes(actor, anna), takes(actor, bruno)]);
		expect(first.ok).toBe(true);
		expect(second).toEqual({ ok: false, refusal: { code: 'control.held', detail: { holder: 'Anna', gen: 2 } } });
	});

	test('I3 a stale gen is refused with a reason and posts nothing', async () => {
		const actor = await asking();
		await takes(actor);
		await actor.tell({ type: 'agent.released', agent: anna, gen: actor.state.gen, clientId: idOf('release') });
		const before = transcript(actor).length;
		const late = await actor.tell({
			type: 'agent.said',
			agent: anna,
			gen: genOf(2),
			clientId: idOf('late'),
			text: 'Hi',
		});
		expect(late).toMatchObject({ ok: false, refusal: { code: 'control.stale', detail: { gen: 3 } } });
		expect(transcript(actor)).toHaveLength(before);
	});

	test('a reply while the AI controls is takeover and message in one commit', async () => {
		const actor = await asking();
		const commits = world.store.commits;
		await actor.tell({ type: 'agent.said', agent: anna, gen: actor.state.gen, clientId: idOf('reply'), text: 'Hi' });
		expect(world.store.commits).toBe(commits + 1);
		expect(kinds(transcript(actor)).slice(-2)).toEqual(['took-over', 'message']);
		expect(actor.state).toMatchObject({ mode: 'taken-over', unanswered: null });
	});

	test('I7 after release the AI runs one turn if a message is unanswered, else none; its context has the human part', async () => {
		const actor = await asking();
		await takes(actor);
		await actor.tell({
			type: 'agent.said',
			agent: anna,
			gen: actor.state.gen,
			clientId: idOf('hi'),
			text: 'I am here',
		});
		await actor.tell({ type: 'agent.released', agent: anna, gen: actor.state.gen, clientId: idOf('leave1') });
		await settle();
		expect(world.responder.calls).toHaveLength(1);
		expect(actor.state.mode).toBe('released');
		await takes(actor, anna);
		await says(actor, 'And delivery?');
		await actor.tell({ type: 'agent.released', agent: anna, gen: actor.state.gen, clientId: idOf('leave2') });
		await settle();
		expect(world.responder.calls).toHaveLength(2);
		expect(kinds(call(1).request.transcript)).toEqual([
			'opened',
			'message',
			'took-over',
			'message',
			'released',
			'took-over',
			'message',
			'released',
		]);
	});

	test('I8 an agent who is back within 30 s keeps control and gen, and no turn runs', async () => {
		const actor = await asking();
		await takes(actor);
		await says(actor, 'Are you there?');
		world.disconnect(anna.memberId);
		await world.advance(29_000);
		world.connect(anna.memberId);
		await world.advance(5_000);
		expect(actor.state).toMatchObject({ mode: 'taken-over', gen: 2, holder: { lostDeadline: null } });
		expect(world.responder.calls).toHaveLength(1);
	});

	test('I8 an agent who stays away gives control back at 30 s, once', async () => {
		const actor = await asking();
		await takes(actor);
		await says(actor, 'Are you there?');
		world.disconnect(anna.memberId);
		await world.advance(29_500);
		expect(actor.state.mode).toBe('taken-over');
		await world.advance(1_000);
		expect(kinds(transcript(actor)).slice(-2)).toEqual(['released', 'turn-started']);
		expect(world.responder.calls).toHaveLength(2);
	});

	test('I8 a crash that hid the loss: 30 s after the start, once', async () => {
		const actor = await asking();
		await takes(actor);
		await says(actor, 'Are you there?');
		await world.restart();
		const again = await world.open();
		again.presence.visitorConnected('tab');
		expect(again.state.mode).toBe('taken-over');
		await world.advance(29_500);
		expect(again.state.mode).toBe('taken-over');
		await world.advance(1_000);
		expect(kinds(transcript(again)).slice(-2)).toEqual(['released', 'turn-started']);
		expect(world.responder.calls).toHaveLength(2);
	});

	test('I28 a wall-clock jump ends no deadline early', async () => {
		const actor = await asking();
		await takes(actor);
		await says(actor, 'Are you there?');
		world.disconnect(anna.memberId);
		await settle();
		world.clock.jumpWall(3_600_000);
		await world.advance(20_000);
		expect(actor.state.mode).toBe('taken-over');
	});

	test('idle in human hands: alarm after a minute, back to the AI after three; "keep" begins it anew', async () => {
		const actor = await asking();
		await takes(actor);
		await says(actor, 'Hello?');
		await world.advance(59_000);
		expect(actor.overdue).toBeNull();
		await world.advance(2_000);
		expect(actor.overdue).not.toBeNull();
		await actor.tell({ type: 'agent.kept', agent: anna, gen: actor.state.gen, clientId: idOf('keep') });
		expect(actor.overdue).toBeNull();
		await world.advance(178_000);
		expect(actor.state.mode).toBe('taken-over');
		await world.advance(3_000);
		expect(transcript(actor).at(-2)).toMatchObject({ kind: 'released', why: 'idle' });
	});

	test('a visitor in human hands has five minutes of grace; a running turn delays the end', async () => {
		const actor = await asking();
		actor.presence.visitorGone('tab');
		await world.advance(11_000);
		expect(actor.state.mode, 'the turn still runs').toBe('ai-responding');
		call(0).say('Ten euros.');
		call(0).done();
		await world.advance(500);
		expect(kinds(transcript(actor)).slice(-2)).toEqual(['message', 'left']);

		const again = await visiting();
		await takes(again);
		again.presence.visitorGone('tab');
		await world.advance(299_000);
		expect(again.state.mode).toBe('taken-over');
		await world.advance(2_000);
		expect(transcript(again).at(-1)).toMatchObject({ kind: 'left', why: 'grace' });
	});

	test('I10 who comes back within a day finds the same session, with the AI and a new gen; later a linked new one', async () => {
		const actor = await asking();
		await takes(actor);
		await actor.tell({ type: 'visitor.left', why: 'visitor' });
		expect(actor.state).toMatchObject({ mode: 'left', holder: null });
		await settle();
		const again = await world.open();
		expect(again.session.id).toBe(actor.session.id);
		expect(again.state).toMatchObject({ mode: 'ai-responding', holder: null, gen: 4 });
		await settle();
		expect(world.responder.calls, 'the unanswered message gets one turn').toHaveLength(2);
		call(1).say('Ten.');
		call(1).done();
		await settle();
		again.presence.visitorConnected('tab');
		await again.tell({ type: 'visitor.left', why: 'visitor' });
		await settle();
		world.clock.advance(25 * 3_600_000);
		const later = await world.open();
		expect(later.session.id).not.toBe(actor.session.id);
		expect(later.session.previousId).toBe(actor.session.id);
	});

	test('I13 a repeated command gets its old ack, another body under it is a conflict', async () => {
		const actor = await visiting();
		const first = await says(actor, 'One', 'same');
		const second = await says(actor, 'One', 'same');
		expect(second).toEqual(first);
		expect(await says(actor, 'Two', 'same')).toMatchObject({ ok: false, refusal: { code: 'message.conflict' } });
		expect(transcript(actor).filter((entry) => entry.kind === 'message')).toHaveLength(1);
	});

	test('I13 a repeat of a message older than the remembered ones does not disturb the answer under way', async () => {
		const actor = await asking('Message 0');
		for (let n = 1; n <= 70; n += 1) await says(actor, `Message ${n}`);
		call(0).say('Almost');
		await settle();
		const before = actor.state;
		expect(await says(actor, 'Message 0')).toEqual({ ok: true, ack: { seq: 2, gen: 1 } });
		expect(await says(actor, 'Another text', 'Message 0')).toMatchObject({ refusal: { code: 'message.conflict' } });
		await settle();
		expect(actor.state).toEqual(before);
		call(0).say(' there.');
		call(0).done();
		await settle();
		expect(world.responder.calls.filter(({ aborted }) => aborted)).toHaveLength(1);
		expect(actor.state.last).toMatchObject({ author: 'ai', text: 'Almost there.' });
	});

	test('I13 also for a command older than the remembered ones, and after a restart', async () => {
		const actor = await visiting();
		const first = await says(actor, 'First', 'first');
		await takes(actor);
		for (let n = 0; n < 70; n += 1) await says(actor, `Message ${n}`, `many${n}`);
		expect(await says(actor, 'First', 'first')).toEqual(first);
		await world.restart();
		const again = await world.open();
		expect(await again.tell({ type: 'visitor.said', clientId: idOf('first'), text: 'First' })).toEqual(first);
	});

	test('I13 an old command gets its ack before it is measured by the control of today', async () => {
		const actor = await asking();
		const first = await takes(actor, anna, genOf(1));
		for (let n = 0; n < 70; n += 1) await says(actor, `Message ${n}`, `many${n}`);
		await actor.tell({ type: 'agent.released', agent: anna, gen: actor.state.gen, clientId: idOf('leave') });
		expect(await takes(actor, anna, genOf(1))).toEqual(first);
		expect(await takes(actor, bruno, genOf(1))).toMatchObject({ ok: false, refusal: { code: 'control.stale' } });
	});

	test('a fault before any text is retried once, then the apology; control stays', async () => {
		const actor = await asking();
		await settle();
		call(0).fail();
		await settle();
		call(1).fail();
		await settle();
		expect(kinds(transcript(actor)).slice(2)).toEqual(['turn-started', 'turn-started', 'ai-failed']);
		expect(actor.state).toMatchObject({ mode: 'ai-responding', gen: 1, needsHuman: { why: 'ai-failed' } });
		expect(world.responder.calls).toHaveLength(2);
	});

	test('a fault after some text keeps the text as interrupted and does not retry', async () => {
		const actor = await asking();
		await settle();
		call(0).say('It costs');
		call(0).fail();
		await settle();
		expect(kinds(transcript(actor)).slice(2)).toEqual(['turn-started', 'message', 'ai-failed']);
		expect(transcript(actor)[3]).toMatchObject({ interrupted: true, text: 'It costs' });
	});

	test('I18 a provider that says nothing is given up after 15 s, twice, then the visitor is told', async () => {
		const actor = await asking();
		await world.advance(15_500);
		expect(world.responder.calls).toHaveLength(2);
		await world.advance(15_500);
		expect(transcript(actor).at(-1)).toMatchObject({ kind: 'ai-failed', why: 'timeout', text: 'I could not answer.' });
	});

	test('I18 a question gets at most three turns through crashes, then an apology', async () => {
		const actor = await asking();
		for (let crash = 0; crash < 3; crash += 1) await world.restart();
		expect(kinds(transcript(actor)).slice(2)).toEqual(['turn-started', 'turn-started', 'turn-started', 'ai-failed']);
		expect(transcript(actor).at(-1)).toMatchObject({ why: 'restarts' });
	});

	test('a message that arrives while generating is answered by the next turn', async () => {
		const actor = await asking();
		await says(actor, 'And delivery?');
		await settle();
		expect(world.responder.calls).toHaveLength(1);
		call(0).say('Ten euros.');
		call(0).done();
		await settle();
		expect(world.responder.calls).toHaveLength(2);
		expect(kinds(transcript(actor)).slice(-2)).toEqual(['message', 'turn-started']);
	});

	test('an answer that asks for a human marks the card', async () => {
		const actor = await asking();
		await settle();
		call(0).say('I do not know. Shall a person help?');
		call(0).done('unsure');
		await settle();
		expect(transcript(actor).at(-1)).toMatchObject({ kind: 'asked-for-human', why: 'unsure' });
		expect(world.directory.list(actor.session.siteId).cards[0]).toMatchObject({ needsHuman: { why: 'unsure' } });
	});

	test.each(['refused', 'written-unknown', 'lost-unknown'] as const)(
		'I11 a commit that is %s is retried and acknowledged once',
		async (fault) => {
			const actor = await visiting();
			world.store.faults.push(fault, fault);
			const said = says(actor, 'Hello');
			await world.advance(1_000);
			expect(await said).toMatchObject({ ok: true, ack: { seq: 2 } });
			expect(kinds(transcript(actor))).toEqual(['opened', 'message', 'turn-started']);
			expect(world.responder.calls).toHaveLength(1);
		},
	);

	test('a store that stays down: a typed refusal after ten seconds, and it recovers by itself', async () => {
		const actor = await visiting();
		world.store.faults.push(...Array.from({ length: 40 }, () => 'refused' as const));
		const said = says(actor, 'Hello');
		await world.advance(11_000);
		expect(await said).toMatchObject({ ok: false, refusal: { code: 'store.unavailable' } });
		world.store.faults.length = 0;
		await world.advance(2_000);
		expect(await says(actor, 'Hello')).toMatchObject({ ok: true });
		expect(kinds(transcript(actor))).toEqual(['opened', 'message', 'turn-started']);
	});

	test('I14 a process that lost the session writes nothing, and folds what the owner wrote', async () => {
		const actor = await asking();
		await world.store.journal.claim(actor.session.id);
		const before = transcript(actor).length;
		expect(await says(actor, 'Late')).toMatchObject({ ok: false, refusal: { code: 'store.unavailable' } });
		expect(transcript(actor)).toHaveLength(before);
		expect(await says(actor, 'Late')).toMatchObject({ ok: true });
		expect(folded(world.store, actor.session.id).lastSeq).toBe(actor.state.lastSeq);
	});

	test('I26 an exception in a session sets that session aside, and it recovers by folding anew', async () => {
		const actor = await asking();
		const { journal } = world.store;
		const commit = journal.commit;
		journal.commit = () => {
			throw new TypeError('a bug');
		};
		expect(await says(actor, 'Boom')).toMatchObject({ ok: false, refusal: { code: 'session.set-aside' } });
		expect(world.directory.list(actor.session.siteId).cards[0]).toMatchObject({ needsHuman: { why: 'set-aside' } });
		journal.commit = commit;
		await world.advance(2_000);
		expect(await says(actor, 'Boom')).toMatchObject({ ok: true });
		expect(actor.setAsideAt).toBeNull();
		expect(transcript(actor).map((entry) => entry.seq)).toEqual(transcript(actor).map((_, index) => index + 1));
	});

	test('I30 a full mailbox refuses with a retry time; nothing acknowledged is lost', async () => {
		const actor = await visiting();
		let go = () => {};
		world.store.hold = new Promise((resolve) => {
			go = resolve;
		});
		const all = Array.from({ length: 130 }, (_, n) => says(actor, `Message ${n}`, `m${n}`));
		await settle();
		world.store.hold = null;
		go();
		const outcomes = await Promise.all(all);
		const refused = outcomes.filter((outcome) => !outcome.ok);
		expect(refused.length).toBeGreaterThan(20);
		for (const outcome of refused)
			expect(outcome).toMatchObject({ refusal: { code: 'overload', detail: { retryAfterMs: 1_000 } } });
		const stored = transcript(actor).filter((entry) => entry.kind === 'message');
		expect(stored).toHaveLength(130 - refused.length);
	});

	test('control may alternate without limit', async () => {
		const actor = await asking();
		for (let round = 0; round < 12; round += 1) {
			const agent = round % 2 === 0 ? anna : bruno;
			expect((await takes(actor, agent)).ok).toBe(true);
			await says(actor, `Round ${round}`);
			await actor.tell({ type: 'agent.released', agent, gen: actor.state.gen, clientId: idOf(`r${round}`) });
		}
		expect(actor.state.gen).toBe(25);
	});

	test('two tabs that open at once are one session (I22)', async () => {
		const [one, two] = await Promise.all([world.open(), world.open()]);
		expect(one).toBe(two);
	});
});
