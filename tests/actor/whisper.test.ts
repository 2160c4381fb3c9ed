/** What an agent tells the AI in private: in every state, before, while and after it answers. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionActor } from '../../server/actor/front.ts';
import { placeOf } from '../../server/session/machine.ts';
import type { SessionState } from '../../shared/fold.ts';
import { genOf } from '../../shared/ids.ts';
import { anna, bruno, idOf } from '../session/samples.ts';
import { createWorld, listen, settle, siteId, type World } from './world.ts';

let world: World;
beforeEach(() => {
	world = createWorld();
	world.connect(anna.memberId);
	world.connect(bruno.memberId);
});
afterEach(() => world.stop());

const transcript = (actor: SessionActor) => world.store.transcript(actor.session.id);
const kinds = (actor: SessionActor): readonly string[] => transcript(actor).map((entry) => entry.kind);

const whispers = (actor: SessionActor, text = 'Mention the sale', agent = anna, gen = actor.state.gen) =>
	actor.tell({ type: 'agent.whispered', agent, gen, clientId: idOf(`${agent.name}-${text}`), text });

const says = (actor: SessionActor, text: string) => actor.tell({ type: 'visitor.said', clientId: idOf(text), text });

const call = (index: number) =>
	world.responder.calls[index] ?? expect.fail(`the AI was not called a ${index + 1}. time`);

/** What the AI was told in that call. */
const heardIn = (index: number): readonly string[] =>
	call(index).request.transcript.flatMap((entry) => (entry.kind === 'whisper' ? [entry.text] : []));

async function answers(index: number, text = 'Ten euros.'): Promise<void> {
	call(index).say(text);
	call(index).done();
	await settle();
}

async function visiting(): Promise<SessionActor> {
	const actor = await world.open();
	actor.presence.visitorConnected('tab');
	return actor;
}

async function asking(): Promise<SessionActor> {
	const actor = await visiting();
	await says(actor, 'How much?');
	await settle();
	return actor;
}

async function idle(): Promise<SessionActor> {
	const actor = await asking();
	await answers(0);
	return actor;
}

const takes = (actor: SessionActor) =>
	actor.tell({ type: 'agent.tookOver', agent: anna, gen: actor.state.gen, clientId: idOf(`take${actor.state.gen}`) });

const releases = (actor: SessionActor) =>
	actor.tell({ type: 'agent.released', agent: anna, gen: actor.state.gen, clientId: idOf(`rel${actor.state.gen}`) });

async function held(): Promise<SessionActor> {
	const actor = await idle();
	await takes(actor);
	return actor;
}

async function unattended(): Promise<SessionActor> {
	const actor = await held();
	world.disconnect(anna.memberId);
	await settle();
	return actor;
}

async function released(): Promise<SessionActor> {
	const actor = await held();
	await releases(actor);
	return actor;
}

/** What a whisper has no part in. */
const rest = ({ lastSeq: _seq, lastAt: _at, recent: _recent, ...others }: SessionState) => others;

const places = [
	['idle', idle],
	['generating', asking],
	['attended', held],
	['unattended', unattended],
	['released', released],
] as const;

describe('a whisper', () => {
	test.each(places)('is taken in %s, and changes nothing but the transcript', async (place, begin) => {
		const actor = await begin();
		expect(placeOf(actor.state)).toBe(place);
		const before = actor.state;
		const card = world.directory.list(siteId).card(actor.session.id);
		const stored = transcript(actor);
		const calls = world.responder.calls.length;
		expect(await whispers(actor)).toEqual({ ok: true, ack: { seq: stored.length + 1, gen: before.gen } });
		await world.advance(1_000);
		expect(transcript(actor).slice(stored.length)).toMatchObject([
			{ kind: 'whisper', ...anna, text: 'Mention the sale', gen: before.gen },
		]);
		expect(placeOf(actor.state)).toBe(place);
		expect(rest(actor.state)).toEqual(rest(before));
		expect({ ...world.directory.list(siteId).card(actor.session.id), lastAt: 0 }).toEqual({ ...card, lastAt: 0 });
		expect(world.responder.calls).toHaveLength(calls);
		// Where a turn runs, it goes on.
		if (place === 'generating') expect(call(calls - 1).aborted).toBe(false);
	});

	test('where nobody holds the session, it may be anybody’s', async () => {
		const actor = await idle();
		for (const agent of [anna, bruno]) expect(await whispers(actor, 'Be brief', agent)).toMatchObject({ ok: true });
		await takes(actor);
		await releases(actor);
		expect(await whispers(actor, 'Be kind', bruno)).toMatchObject({ ok: true });
	});

	test.each([
		['attended', held],
		['unattended', unattended],
	] as const)(
		'I2 I3 in %s it is the holder’s alone: another learns who that is, and nothing is there',
		async (_, begin) => {
			const actor = await begin();
			const before = kinds(actor);
			expect(await whispers(actor, 'Let me', bruno)).toEqual({
				ok: false,
				refusal: { code: 'control.held', detail: { holder: 'Anna', gen: actor.state.gen } },
			});
			expect(kinds(actor)).toEqual(before);
		},
	);

	test('I3 under a control that is over it is refused, and nothing is there', async () => {
		const actor = await released();
		const { gen } = actor.state;
		const before = kinds(actor);
		for (const old of [gen - 1, gen - 2, gen + 1]) {
			expect(await whispers(actor, `Of ${old}`, anna, genOf(old))).toEqual({
				ok: false,
				refusal: { code: 'control.stale', detail: { gen } },
			});
		}
		expect(kinds(actor)).toEqual(before);
	});

	test('I10 there is nobody to whisper to after the end', async () => {
		const actor = await idle();
		await actor.tell({ type: 'visitor.left', why: 'visitor' });
		const before = kinds(actor);
		await settle();
		// As the routers do: it has left, and is folded for the question.
		const outcome = await world.directory.use(siteId, actor.session.id, (found) => whispers(found));
		expect(outcome).toMatchObject({ ok: false, refusal: { code: 'session.left' } });
		expect(kinds(actor)).toEqual(before);
	});

	test('I13 a repeated one gets its old ack, also after a restart; other words under its id are a conflict', async () => {
		const actor = await idle();
		const first = await whispers(actor);
		expect(await whispers(actor)).toEqual(first);
		await world.restart();
		const again = await world.open();
		expect(await whispers(again)).toEqual(first);
		const { gen } = again.state;
		const base = { agent: anna, gen, clientId: idOf('Anna-Mention the sale') };
		// Also the same words, if they are meant for the visitor.
		const others = [
			{ ...base, type: 'agent.whispered', text: 'Be brief' },
			{ ...base, type: 'agent.said', text: 'Mention the sale' },
		] as const;
		for (const other of others)
			expect(await again.tell(other)).toMatchObject({ ok: false, refusal: { code: 'message.conflict' } });
		expect(kinds(again).filter((kind) => kind === 'whisper')).toHaveLength(1);
		expect(again.state.mode).toBe('ai-responding');
	});

	test('I4 reaches the members who look on, and the visitor gets not one event', async () => {
		const actor = await asking();
		const visitor = listen(actor, 'visitor', () => 0);
		const member = listen(actor, 'member', () => 0);
		await settle();
		const before = visitor.events.length;
		await whispers(actor);
		await settle();
		expect(visitor.events).toHaveLength(before);
		expect(member.entries.at(-1)).toMatchObject({ kind: 'whisper', ...anna, text: 'Mention the sale' });
		await answers(0);
		expect(visitor.entries.map(({ kind }) => kind)).toEqual(['opened', 'message', 'message']);
	});

	test('to a visitor who has written nothing: they have a row then, and still no answer', async () => {
		const actor = await visiting();
		expect(await whispers(actor)).toMatchObject({ ok: true, ack: { seq: 2, gen: 1 } });
		await world.advance(1_000);
		expect(kinds(actor)).toEqual(['opened', 'whisper']);
		expect(world.responder.calls).toHaveLength(0);
		await says(actor, 'Hello');
		await settle();
		expect(heardIn(0)).toEqual(['Mention the sale']);
	});

	test('wakes a session at rest', async () => {
		const actor = await idle();
		await world.advance(180_000);
		expect(actor.rest(60_000)).toBe(true);
		expect(await whispers(actor)).toMatchObject({ ok: true });
		expect(kinds(actor).at(-1)).toBe('whisper');
		expect(world.responder.calls).toHaveLength(1);
	});

	test('is no sign that the visitor is being looked after: the alarm comes, and the AI takes over, as without it', async () => {
		const actor = await held();
		await says(actor, 'Hello?');
		await world.advance(59_000);
		await whispers(actor, 'Soon');
		await world.advance(2_000);
		expect(actor.overdue).not.toBeNull();
		await whispers(actor, 'Sooner');
		expect(actor.overdue).not.toBeNull();
		await world.advance(117_500);
		expect(actor.state.mode).toBe('taken-over');
		await world.advance(3_000);
		expect(transcript(actor).at(-2)).toMatchObject({ kind: 'released', why: 'idle' });
		expect(heardIn(1)).toEqual(['Soon', 'Sooner']);
	});
});

describe('the AI hears it', () => {
	test('from its next turn on, and not in the one that runs', async () => {
		const actor = await asking();
		await whispers(actor);
		call(0).say('Ten ');
		await says(actor, 'And delivery?');
		await whispers(actor, 'Be brief');
		await answers(0, 'euros.');
		expect(transcript(actor).findLast((entry) => entry.kind === 'message')).toMatchObject({
			text: 'Ten euros.',
			interrupted: false,
		});
		expect(heardIn(0)).toEqual([]);
		expect(world.responder.calls).toHaveLength(2);
		expect(heardIn(1)).toEqual(['Mention the sale', 'Be brief']);
	});

	test('in a second attempt at the same question', async () => {
		const actor = await asking();
		await whispers(actor);
		call(0).fail();
		await settle();
		expect(heardIn(1)).toEqual(['Mention the sale']);
		expect(kinds(actor).slice(2)).toEqual(['turn-started', 'whisper', 'turn-started']);
	});

	test('after the release of whoever whispered it while they held the session', async () => {
		const actor = await held();
		await whispers(actor);
		await says(actor, 'And delivery?');
		await releases(actor);
		await settle();
		expect(heardIn(1)).toEqual(['Mention the sale']);
	});

	test('also where the transcript is longer than what is at hand, and a turn that is being begun hears no later one', async () => {
		const actor = await idle();
		await takes(actor);
		for (let n = 0; n < 80; n += 1) await says(actor, `Question ${n}`);
		await whispers(actor, 'Before');
		let go = (): void => {};
		const { journal } = world.store;
		const { read } = journal;
		const slow = new Promise<void>((resolve) => {
			go = resolve;
		});
		journal.read = async (...given) => {
			await slow;
			return read(...given);
		};
		await releases(actor);
		await whispers(actor, 'Meanwhile');
		journal.read = read;
		go();
		await settle();
		expect(heardIn(1)).toEqual(['Before']);
		await answers(1);
		await says(actor, 'And now?');
		await settle();
		expect(heardIn(2)).toEqual(['Before', 'Meanwhile']);
	});
});
