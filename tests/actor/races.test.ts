/** Two things at once, while a commit takes its time. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionActor } from '../../server/actor/front.ts';
import type { SessionEvent } from '../../server/session/events.ts';
import { anna, bruno, idOf } from '../session/samples.ts';
import { createWorld, listen, settle, siteId, visitorId, type World } from './world.ts';

let world: World;
beforeEach(() => {
	world = createWorld();
	world.connect(anna.memberId);
	world.connect(bruno.memberId);
});
afterEach(() => world.stop());

const kinds = (actor: SessionActor): readonly string[] =>
	world.store.transcript(actor.session.id).map((entry) => entry.kind);

async function asking(): Promise<SessionActor> {
	const actor = await world.open();
	actor.presence.visitorConnected('tab');
	await actor.tell({ type: 'visitor.said', clientId: idOf('question'), text: 'How much?' });
	return actor;
}

async function held(): Promise<SessionActor> {
	const actor = await asking();
	await actor.tell({ type: 'agent.tookOver', agent: anna, gen: actor.state.gen, clientId: idOf('take') });
	return actor;
}

/** The commits from now on wait for the returned call. */
function slowStore(): () => void {
	let go = (): void => {};
	world.store.hold = new Promise((resolve) => {
		go = resolve;
	});
	return () => {
		world.store.hold = null;
		go();
	};
}

const replies = (actor: SessionActor, name: string) =>
	actor.tell({ type: 'agent.said', agent: anna, gen: actor.state.gen, clientId: idOf(name), text: name });

describe('a deadline that rings while a commit is under way', () => {
	test('I8 does not take the session from an agent who is back by then', async () => {
		const actor = await held();
		world.disconnect(anna.memberId);
		await world.advance(29_900);
		const go = slowStore();
		world.connect(anna.memberId);
		await world.advance(200);
		go();
		await settle();
		expect(actor.state).toMatchObject({ mode: 'taken-over', holder: { lostDeadline: null } });
		expect(kinds(actor).slice(-2)).toEqual(['agent-lost', 'agent-back']);
	});

	test('does not give the session to the AI when the agent has just answered', async () => {
		const actor = await held();
		await world.advance(179_900);
		const go = slowStore();
		const said = replies(actor, 'Just in time');
		await world.advance(200);
		go();
		expect(await said).toMatchObject({ ok: true });
		await settle();
		expect(actor.state.mode).toBe('taken-over');
		expect(kinds(actor)).not.toContain('released');
	});

	test('does not end the session of a visitor who is back by then', async () => {
		const actor = await held();
		actor.presence.visitorGone('tab');
		for (let minute = 1; minute < 5; minute += 1) {
			await world.advance(60_000);
			await replies(actor, `Still here ${minute}`);
		}
		await world.advance(59_900);
		const go = slowStore();
		const said = replies(actor, 'And now');
		await world.advance(200);
		actor.presence.visitorConnected('tab again');
		go();
		await said;
		await settle();
		expect(actor.state.mode).toBe('taken-over');
	});

	test('rings again for who is still away', async () => {
		const actor = await held();
		world.disconnect(anna.memberId);
		await world.advance(31_000);
		expect(kinds(actor).filter((kind) => kind === 'released')).toHaveLength(1);
	});
});

test('a session is not forgotten under the hands of who is opening it again', async () => {
	for (let delay = 0; delay < 40; delay += 1) {
		const one = await asking();
		const { id } = one.session;
		await one.tell({ type: 'visitor.left', why: 'visitor' });
		await settle();
		expect(world.directory.size).toBe(0);
		const opening = world.open();
		for (let hop = 0; hop < delay; hop += 1) await Promise.resolve();
		// The other tab writes, is refused, and its call lets the session rest.
		const event: SessionEvent = { type: 'visitor.said', clientId: idOf(`other${delay}`), text: 'Hello?' };
		const other = world.directory.use(siteId, id, (actor) => actor.tell(event));
		const actor = await opening;
		await other;
		actor.presence.visitorConnected('tab');
		await settle();
		const cards = world.directory.list(siteId).cards.map((card) => [card.id, card.mode]);
		expect([delay, cards]).toEqual([delay, [[id, 'ai-responding']]]);
		const again: SessionEvent = { type: 'visitor.said', clientId: idOf(`again${delay}`), text: 'Hello!' };
		expect(await world.directory.use(siteId, id, (found) => found.tell(again))).toMatchObject({ ok: true });
		await world.stop();
		world = createWorld();
	}
});

test('authority that ends while the takeover is being written takes the session back', async () => {
	const actor = await asking();
	const go = slowStore();
	const took = actor.tell({ type: 'agent.tookOver', agent: anna, gen: actor.state.gen, clientId: idOf('take') });
	await settle();
	world.bar(anna.memberId);
	await world.directory.endControl(anna.memberId, 'authority');
	go();
	expect(await took).toMatchObject({ ok: true });
	await settle();
	expect(world.store.transcript(actor.session.id)).toContainEqual(
		expect.objectContaining({ kind: 'released', why: 'authority' }),
	);
	expect(actor.state.holder).toBeNull();
});

test('an agent who looks at an older session does not hide the one that the visitor is in', async () => {
	const old = await asking();
	await old.tell({ type: 'visitor.left', why: 'visitor' });
	world.clock.advance(25 * 60 * 60_000);
	const live = await world.open();
	live.presence.visitorConnected('tab');
	expect(live.session.id).not.toBe(old.session.id);
	await world.directory.use(siteId, old.session.id, async (found) => {
		expect(found.state.mode).toBe('left');
		expect(await world.directory.resume(siteId, visitorId)).toBe(live);
		expect(await world.open()).toBe(live);
	});
	expect(await world.directory.resume(siteId, visitorId)).toBe(live);
});

test('"is typing" ends with the message, and with control', async () => {
	const actor = await held();
	actor.presence.setTyping('agent', true);
	await replies(actor, 'Hello');
	expect(actor.presence.agentTyping).toBe(false);
	actor.presence.setTyping('agent', true);
	await actor.tell({ type: 'agent.released', agent: anna, gen: actor.state.gen, clientId: idOf('release') });
	expect(actor.presence.agentTyping).toBe(false);
});

describe('nothing stays in memory', () => {
	test('of a visit that wrote nothing and was looked at', async () => {
		const actor = await world.open();
		const watching = await world.directory.hold(siteId, actor.session.id);
		await world.advance(10_500);
		expect(actor.state.mode).toBe('left');
		const { gen } = actor.state;
		const late: SessionEvent = { type: 'agent.tookOver', agent: anna, gen, clientId: idOf('late') };
		expect(await world.directory.use(siteId, actor.session.id, (found) => found.tell(late))).toMatchObject({
			ok: false,
			refusal: { code: 'session.left' },
		});
		watching?.release();
		await settle();
		expect(world.directory.size).toBe(0);
	});

	test('of a session that has left: no timer, no list of a site that is gone', async () => {
		const actor = await held();
		actor.presence.setTyping('agent', true);
		await actor.tell({ type: 'visitor.left', why: 'visitor' });
		await world.advance(6_000);
		expect([world.directory.size, world.clock.pending]).toEqual([0, 0]);
		const list = world.directory.list(siteId);
		await world.directory.removeSite(siteId);
		expect(world.directory.list(siteId)).not.toBe(list);
	});
});

describe('a takeover that is being stored', () => {
	test('I23 shows the visitor nothing that has not happened, whoever comes to watch meanwhile', async () => {
		const actor = await asking();
		await settle();
		const visitor = listen(actor, 'visitor', () => 0);
		await settle();
		const go = slowStore();
		const taken = actor.tell({ type: 'agent.tookOver', agent: anna, gen: actor.state.gen, clientId: idOf('take') });
		await settle();
		const before = visitor.events.length;
		actor.presence.watch({ memberId: bruno.memberId, name: bruno.name });
		await settle();
		const meanwhile = visitor.events.slice(before);
		expect(world.responder.calls[0]?.aborted).toBe(true);
		go();
		expect(await taken).toMatchObject({ ok: true });
		expect(meanwhile).toEqual([]);
		await settle();
		expect(visitor.events.slice(before).map(({ type, turn }) => ({ type, turn }))).toEqual([
			{ type: 'entries', turn: undefined },
			{ type: 'live', turn: null },
		]);
	});
});
