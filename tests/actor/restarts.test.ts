/** What happened while nobody was there to be told: before a restart, and while the store was down. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionActor } from '../../server/actor/front.ts';
import type { SessionEvent } from '../../server/session/events.ts';
import { type Gen, genOf } from '../../shared/ids.ts';
import { anna, idOf } from '../session/samples.ts';
import { createWorld, settle, siteId, visitorId, type World } from './world.ts';

let world: World;
beforeEach(() => {
	world = createWorld();
	world.connect(anna.memberId);
});
afterEach(() => world.stop());

async function asking(): Promise<SessionActor> {
	const actor = await world.open();
	actor.presence.visitorConnected('tab');
	await actor.tell({ type: 'visitor.said', clientId: idOf('question'), text: 'How much?' });
	return actor;
}

/** In Anna's hands, answered by her. */
async function held(): Promise<SessionActor> {
	const actor = await asking();
	const { gen } = actor.state;
	await actor.tell({ type: 'agent.said', agent: anna, gen, clientId: idOf('reply'), text: 'Five euros.' });
	return actor;
}

const again = async (): Promise<SessionActor> => {
	const actor = await world.directory.resume(siteId, visitorId);
	if (actor === null) throw new Error('the session is not live');
	actor.presence.visitorConnected('tab');
	return actor;
};

const kinds = (): readonly string[] =>
	world.store.ids.flatMap((id) => world.store.transcript(id)).map((entry) => entry.kind);

describe('after a restart', () => {
	test('after a start a visitor has the time that their widget may take to come back, and the grace', async () => {
		const actor = await asking();
		world.responder.calls[0]?.say('Five euros.');
		world.responder.calls[0]?.done();
		await settle();
		const { id } = actor.session;
		await world.restart();
		const isListed = () => world.directory.list(siteId).cards.some((card) => card.id === id);
		await world.advance(13_000);
		expect(isListed()).toBe(true);
		await world.advance(2_000);
		expect(isListed()).toBe(false);

		// Who was here is lost from the moment they go, also soon after the start.
		await world.restart();
		const again = await world.open();
		again.presence.visitorConnected('tab');
		again.presence.visitorGone('tab');
		await world.advance(9_000);
		expect(isListed()).toBe(true);
		await world.advance(2_000);
		expect(isListed()).toBe(false);
	});

	test('who comes while their session is being folded joins it', async () => {
		await held();
		world.crash();
		let go = (): void => {};
		world.store.slowClaim = new Promise((resolve) => {
			go = resolve;
		});
		const waking = world.directory.wakeAll();
		await settle();
		const resumed = world.directory.resume(siteId, visitorId);
		const found = world.directory.use(siteId, world.store.ids[0] ?? expect.fail(), async ({ state }) => state.mode);
		await settle();
		go();
		await waking;
		expect((await resumed)?.state.mode).toBe('taken-over');
		expect(await found).toBe('taken-over');
	});

	test('I8 an agent who is back before the session is awake keeps it', async () => {
		await held();
		world.disconnect(anna.memberId);
		await settle();
		expect(kinds()).toContain('agent-lost');
		world.crash();
		world.connect(anna.memberId);
		await world.directory.wakeAll();
		const actor = await again();
		await world.advance(60_000);
		expect(actor.state).toMatchObject({ mode: 'taken-over', holder: { lostDeadline: null } });
	});

	test('a holder who lost the right meanwhile gives back at once, dashboard or not', async () => {
		await held();
		world.crash();
		world.bar(anna.memberId);
		world.connect(anna.memberId);
		await world.directory.wakeAll();
		const actor = await again();
		await world.advance(1_000);
		expect(actor.state).toMatchObject({ mode: 'released', holder: null });
	});

	test('sessions are woken as soon as the store answers, and none is given up', async () => {
		await held();
		world.crash();
		world.store.down = true;
		const waking = world.directory.wakeAll();
		await world.advance(20_000);
		expect(world.directory.list(siteId).cards).toEqual([]);
		world.store.down = false;
		await world.advance(3_000);
		expect(world.directory.list(siteId).cards).toHaveLength(1);
		await waking;
	});

	test('a stop does not wait for sessions that are still to be woken', async () => {
		await held();
		world.crash();
		world.store.down = true;
		const waking = world.directory.wakeAll();
		await settle();
		await world.directory.stop();
		await waking;
		expect(world.directory.size).toBe(0);
	});
});

describe('before an open question was taken up again', () => {
	/** The answer can't be written, and the life is thrown away. */
	async function lose(actor: SessionActor): Promise<void> {
		await world.store.journal.claim(actor.session.id);
		world.responder.calls.at(-1)?.done();
		await settle();
	}

	test('I18 the visitor writes again: three attempts are closed with an apology, and the new question gets its own', async () => {
		const actor = await asking();
		for (const attempt of [1, 2]) {
			await lose(actor);
			await world.advance(1_000);
			expect(actor.state.attempts).toBe(attempt + 1);
		}
		await lose(actor);
		expect(await actor.tell({ type: 'visitor.said', clientId: idOf('more'), text: 'Hello?' })).toMatchObject({
			ok: true,
		});
		expect(kinds().slice(-4)).toEqual(['turn-started', 'ai-failed', 'message', 'turn-started']);
		expect(actor.state.attempts).toBe(1);
		await world.advance(1_000);
		expect(world.responder.calls).toHaveLength(4);
	});

	test('the visitor asks for a person, and is heard', async () => {
		const actor = await asking();
		await lose(actor);
		const asked = actor.tell({ type: 'visitor.asked', clientId: idOf('ask'), why: 'button' });
		expect(await asked).toMatchObject({ ok: true });
		expect(kinds().slice(-2)).toEqual(['turn-started', 'asked-for-human']);
	});

	// They begin no turn, and stand beside none that is owed.
	const besides: readonly (readonly [kind: string, eventOf: (gen: Gen) => SessionEvent])[] = [
		['left-address', () => ({ type: 'visitor.leftAddress', clientId: idOf('mail'), email: 'visitor@example.com' })],
		['whisper', (gen) => ({ type: 'agent.whispered', agent: anna, gen, clientId: idOf('psst'), text: 'Be brief' })],
	];

	test.each(besides)('%s is taken after a life was lost, and the turn is begun first', async (kind, eventOf) => {
		const actor = await asking();
		await lose(actor);
		expect(await actor.tell(eventOf(actor.state.gen))).toMatchObject({ ok: true });
		expect(kinds()).toEqual(['opened', 'message', 'turn-started', 'turn-started', kind]);
		await world.advance(1_000);
		expect(kinds().at(-1)).toBe(kind);
		expect(world.responder.calls).toHaveLength(2);
		expect(world.responder.calls[1]?.aborted).toBe(false);
	});

	test.each(besides)('%s is taken after a restart, and the turn is begun first', async (kind, eventOf) => {
		const actor = await asking();
		const { id } = actor.session;
		world.crash();
		// Whoever comes before the house has looked at its sessions.
		expect(await world.directory.use(siteId, id, (found) => found.tell(eventOf(genOf(1))))).toMatchObject({ ok: true });
		await world.directory.wakeAll();
		await settle();
		expect(kinds()).toEqual(['opened', 'message', 'turn-started', 'turn-started', kind]);
		expect(world.responder.calls).toHaveLength(2);
	});
});

describe('while the store is down', () => {
	test('nobody is given a session that can not be read', async () => {
		await held();
		world.crash();
		await world.directory.wakeAll();
		world.crash();
		const waiting = world.store;
		let go = (): void => {};
		waiting.slowClaim = new Promise((resolve) => {
			go = resolve;
		});
		world.connect(anna.memberId);
		const both = Promise.allSettled([world.open(), world.directory.resume(siteId, visitorId)]);
		await settle();
		waiting.down = true;
		go();
		expect(await both).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
		waiting.down = false;
		waiting.slowClaim = null;
		await world.advance(31_000);
		expect((await again()).state.mode).toBe('taken-over');
	});

	test('I8 the agent who goes is missed all the same', async () => {
		const actor = await held();
		world.store.down = true;
		world.disconnect(anna.memberId);
		await world.advance(15_000);
		world.store.down = false;
		await world.advance(62_000);
		expect(actor.state.mode).toBe('released');
	});

	test('I8 the agent who comes back is noticed all the same', async () => {
		const actor = await held();
		world.disconnect(anna.memberId);
		await world.advance(1_000);
		world.store.down = true;
		world.connect(anna.memberId);
		await world.advance(15_000);
		world.store.down = false;
		await world.advance(62_000);
		expect(actor.state).toMatchObject({ mode: 'taken-over', holder: { lostDeadline: null } });
	});

	test('authority that ends takes the session back as soon as that can be written', async () => {
		const actor = await held();
		world.store.down = true;
		world.bar(anna.memberId);
		void world.directory.endControl(anna.memberId, 'authority');
		await world.advance(15_000);
		world.store.down = false;
		await world.advance(62_000);
		expect(actor.state.holder).toBeNull();
	});

	test('a visit that was opened again stays open, and its first message can be repeated', async () => {
		const first = await asking();
		const { gen } = first.state;
		await first.tell({ type: 'agent.said', agent: anna, gen, clientId: idOf('reply'), text: 'Five euros.' });
		await first.tell({ type: 'visitor.left', why: 'visitor' });
		await settle();
		const actor = await world.open();
		actor.presence.visitorConnected('tab');
		world.store.down = true;
		const asked = actor.tell({ type: 'visitor.asked', clientId: idOf('ask'), why: 'button' });
		await world.advance(11_000);
		expect(await asked).toMatchObject({ ok: false, refusal: { code: 'store.unavailable' } });
		world.store.down = false;
		await world.advance(1_000);
		expect(world.directory.list(siteId).cards).toMatchObject([{ mode: 'ai-responding', reopened: true }]);
		const repeated = actor.tell({ type: 'visitor.asked', clientId: idOf('ask'), why: 'button' });
		expect(await repeated).toMatchObject({ ok: true });
	});
});
