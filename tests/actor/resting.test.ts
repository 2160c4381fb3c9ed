/** Live sessions in which nothing happens, and what is shown of one that can't be folded. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionActor } from '../../server/actor/front.ts';
import { anna, idOf } from '../session/samples.ts';
import { createWorld, folded, listen, settle, siteId, visitorId, type World } from './world.ts';

let world: World;
beforeEach(() => {
	world = createWorld();
	world.connect(anna.memberId);
});
afterEach(() => world.stop());

const atRest = (actor: SessionActor): boolean => actor.rest(Number.POSITIVE_INFINITY);
const says = (actor: SessionActor, text: string) => actor.tell({ type: 'visitor.said', clientId: idOf(text), text });
const takes = (actor: SessionActor) =>
	actor.tell({ type: 'agent.tookOver', agent: anna, gen: actor.state.gen, clientId: idOf('take') });

async function visiting(): Promise<SessionActor> {
	const actor = await world.open();
	actor.presence.visitorConnected('tab');
	return actor;
}

/** In Anna's hands, and quiet for so long that only its fold is left. */
async function heldAtRest(): Promise<SessionActor> {
	const actor = await visiting();
	await says(actor, 'How much?');
	await takes(actor);
	await actor.tell({ type: 'agent.said', agent: anna, gen: actor.state.gen, clientId: idOf('reply'), text: 'Five.' });
	await world.advance(90_000);
	expect(atRest(actor)).toBe(true);
	return actor;
}

describe('a session in which nothing happens is put to rest', () => {
	test('its card stays, and the next event goes on where it was, without asking the store who it is', async () => {
		const actor = await heldAtRest();
		const card = world.directory.list(siteId).card(actor.session.id);
		expect(card).toMatchObject({ mode: 'taken-over', presence: 'online', holder: { name: 'Anna' } });
		const { claim } = world.store.journal;
		world.store.journal.claim = () => expect.fail('asked the store');
		expect(await says(actor, 'And two?')).toMatchObject({ ok: true });
		expect(atRest(actor)).toBe(false);
		world.store.journal.claim = claim;
		expect(folded(world.store, actor.session.id)).toEqual(actor.state);
		expect(world.store.transcript(actor.session.id).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
	});

	test('I8 its deadlines ring', async () => {
		const actor = await heldAtRest();
		world.disconnect(anna.memberId);
		await world.advance(29_000);
		expect(actor.state.mode).toBe('taken-over');
		await world.advance(1_500);
		expect(actor.state).toMatchObject({ mode: 'released', holder: null });
	});

	test('I19 who reads it is told only what is new; a cursor from before is served by the store', async () => {
		const actor = await heldAtRest();
		const { read } = world.store.journal;
		let reads = 0;
		world.store.journal.read = (...asked) => {
			reads += 1;
			return read(...asked);
		};
		const late = listen(actor, 'member', () => 0);
		await settle();
		expect(late.entries).toHaveLength(4);
		expect(reads).toBe(1);
		await says(actor, 'And two?');
		await settle();
		expect(late.entries).toHaveLength(5);
		expect(reads, 'a reader who is up to date costs no read').toBe(1);
	});

	test('a visit that wrote nothing is still one that wrote nothing', async () => {
		const actor = await visiting();
		await world.advance(90_000);
		expect(atRest(actor)).toBe(true);
		const visitor = listen(actor, 'visitor', () => 0);
		await settle();
		expect(visitor.entries).toEqual([]);
		expect(await says(actor, 'Hello')).toMatchObject({ ok: true, ack: { seq: 2, gen: 1 } });
		actor.presence.visitorGone('tab');
	});

	test('not while the AI answers', async () => {
		const actor = await visiting();
		await says(actor, 'How much?');
		await settle();
		expect(actor.turn).not.toBeNull();
		await world.advance(14_000);
		actor.rest(0);
		expect(actor.turn).not.toBeNull();
	});
});

describe('I26 a session whose transcript can not be folded', () => {
	test('has a card from what its row knows, may be taken over once it folds again, and comes back by itself', async () => {
		const first = await visiting();
		await says(first, 'How much?');
		await settle();
		const { id } = first.session;
		world.crash();
		world.connect(anna.memberId);
		const { journal } = world.store;
		const { read } = journal;
		journal.read = async () => {
			throw new TypeError('a bug');
		};
		await world.directory.wakeAll();
		expect(world.directory.list(siteId).card(id)).toMatchObject({
			needsHuman: { why: 'set-aside' },
			gen: 1,
			messages: 1,
			facts: { country: 'LV' },
		});
		await expect(world.directory.resume(siteId, visitorId)).rejects.toMatchObject({
			code: 'session.set-aside',
			detail: { retryAfterMs: expect.any(Number) },
		});
		journal.read = read;
		const taken = world.directory.use(siteId, id, (actor) =>
			actor.tell({ type: 'agent.tookOver', agent: anna, gen: actor.state.gen, clientId: idOf('take') }),
		);
		expect(await taken).toMatchObject({ ok: true, ack: { gen: 2 } });
		expect(world.directory.list(siteId).card(id)).toMatchObject({ needsHuman: null, holder: { name: 'Anna' } });
	});

	test('keeps nobody from a new session if it had left', async () => {
		const first = await visiting();
		await says(first, 'How much?');
		await first.tell({ type: 'visitor.left', why: 'visitor' });
		await settle();
		const { journal } = world.store;
		const { read } = journal;
		journal.read = async () => {
			throw new TypeError('a bug');
		};
		const second = await world.open();
		expect(second.session).toMatchObject({ previousId: first.session.id });
		expect(second.session.id).not.toBe(first.session.id);
		journal.read = read;
		await world.advance(40_000);
		expect(world.directory.list(siteId).card(first.session.id), 'and it is on no list').toBeNull();
	});
});
