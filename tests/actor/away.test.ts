/** An agent on a phone who looks at another app: control is kept for three minutes, and for not a second more (I8). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionActor } from '../../server/actor/front.ts';
import { durations } from '../../shared/limits.ts';
import { anna, idOf } from '../session/samples.ts';
import { createWorld, settle, siteId, visitorId, type World } from './world.ts';

let world: World;
let actor: SessionActor;

beforeEach(async () => {
	world = createWorld();
	world.connect(anna.memberId);
	actor = await world.open();
	actor.presence.visitorConnected('tab');
	await actor.tell({ type: 'visitor.said', clientId: idOf('question'), text: 'How much?' });
	const { gen } = actor.state;
	await actor.tell({ type: 'agent.said', agent: anna, gen, clientId: idOf('reply'), text: 'Five euros.' });
});
afterEach(() => world.stop());

const minutes = (count: number) => count * 60_000;
const card = () => world.directory.list(siteId).cards.find(({ id }) => id === actor.session.id);
const turns = () => world.responder.calls.length;

async function goAway(): Promise<void> {
	world.setAway(anna.memberId, true);
	await settle();
}

describe('an agent whose phone shows another app', () => {
	test('I8 keeps control for more than a minute without a socket, under the same gen and without a turn', async () => {
		const { gen } = actor.state;
		const before = turns();
		await goAway();
		world.disconnect(anna.memberId);
		await world.advance(minutes(1) + 30_000);
		expect(actor.state).toMatchObject({ mode: 'taken-over', gen, holder: { away: true } });
		world.connect(anna.memberId);
		await settle();
		expect(actor.state).toMatchObject({ mode: 'taken-over', gen, holder: { lostDeadline: null, away: undefined } });
		await world.advance(minutes(10));
		expect(actor.state).toMatchObject({ mode: 'taken-over', gen });
		expect(turns()).toBe(before);
	});

	test('I8 who does not come back: the AI returns once, after three minutes', async () => {
		await goAway();
		world.disconnect(anna.memberId);
		await world.advance(durations.agentAwayMs - 1_000);
		expect(actor.state.mode).toBe('taken-over');
		await world.advance(2_000);
		expect(actor.state).toMatchObject({ mode: 'released', holder: null });
	});

	test('is told to the others with the time at which the AI returns', async () => {
		await goAway();
		expect(card()?.holder).toMatchObject({ away: true, lostDeadline: world.clock.now() + durations.agentAwayMs });
	});

	test('a socket that lives on behind the other app keeps nothing longer', async () => {
		await goAway();
		await world.advance(durations.agentAwayMs + 1_000);
		expect(actor.state.mode).toBe('released');
	});

	test('I8 a loss without a word stays half a minute', async () => {
		world.disconnect(anna.memberId);
		await world.advance(29_000);
		expect(actor.state.mode).toBe('taken-over');
		expect(actor.state.holder?.away).toBeUndefined();
		await world.advance(2_000);
		expect(actor.state.mode).toBe('released');
	});

	test('a loss after a return is a plain one again', async () => {
		await goAway();
		world.setAway(anna.memberId, false);
		await settle();
		world.disconnect(anna.memberId);
		await world.advance(31_000);
		expect(actor.state.mode).toBe('released');
	});

	test('a visitor who waits is not forgotten: the idle limit runs as ever', async () => {
		await world.advance(minutes(1));
		await actor.tell({ type: 'visitor.said', clientId: idOf('more'), text: 'And delivery?' });
		await world.advance(minutes(1));
		await goAway();
		const before = turns();
		// Three minutes from the question, two from going away.
		await world.advance(minutes(2) - 1_000);
		expect(actor.state.mode).toBe('taken-over');
		await world.advance(2_000);
		expect(actor.state.mode).not.toBe('taken-over');
		expect(turns()).toBe(before + 1);
	});

	test('a takeover that was still under way when they went keeps as long', async () => {
		const { gen } = actor.state;
		await actor.tell({ type: 'agent.released', agent: anna, gen, clientId: idOf('leave') });
		await goAway();
		await actor.tell({ type: 'agent.tookOver', agent: anna, gen: actor.state.gen, clientId: idOf('again') });
		await settle();
		expect(actor.state.holder).toMatchObject({ away: true, lostDeadline: world.clock.now() + durations.agentAwayMs });
	});
});

describe('across a restart', () => {
	const again = async (): Promise<SessionActor> => {
		const found = await world.directory.resume(siteId, visitorId);
		if (found === null) throw new Error('the session is not live');
		found.presence.visitorConnected('tab');
		return found;
	};

	test('I8 what is left of the three minutes counts, not half a minute from the start', async () => {
		await goAway();
		await world.advance(minutes(1));
		await world.restart();
		actor = await again();
		await world.advance(minutes(1) + 59_000);
		expect(actor.state).toMatchObject({ mode: 'taken-over', holder: { away: true } });
		await world.advance(2_000);
		expect(actor.state.mode).toBe('released');
	});

	test('I8 who comes back after it keeps the session', async () => {
		await goAway();
		const { gen } = actor.state;
		await world.restart();
		await world.advance(minutes(1));
		world.connect(anna.memberId);
		actor = await again();
		await world.advance(minutes(5));
		expect(actor.state).toMatchObject({ mode: 'taken-over', gen, holder: { lostDeadline: null } });
	});

	test('I28 a wall clock that was set back lengthens nothing', async () => {
		await goAway();
		world.clock.jumpWall(-minutes(60));
		await world.restart();
		actor = await again();
		await world.advance(durations.agentAwayMs + 1_000);
		expect(actor.state.mode).toBe('released');
	});
});
