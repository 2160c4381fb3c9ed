/** Two processes on one store, of which one remembers what stands no more. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionActor } from '../../server/actor/front.ts';
import { emptyState, fold } from '../../shared/fold.ts';
import { maxAttempts } from '../../shared/limits.ts';
import { idOf } from '../session/samples.ts';
import { createCommon, createWorld, settle, type World } from './world.ts';

let here: World;
let there: World;
beforeEach(() => {
	const common = createCommon();
	[here, there] = [createWorld(common), createWorld(common)];
});
afterEach(() => Promise.all([here.stop(), there.stop()]));

const say = (actor: SessionActor, text: string) => actor.tell({ type: 'visitor.said', clientId: idOf(text), text });

async function enter(world: World): Promise<SessionActor> {
	const actor = await world.open();
	actor.presence.visitorConnected('tab');
	await settle();
	return actor;
}

/** Asked here, answered and ended. */
async function ended(): Promise<SessionActor> {
	const actor = await enter(here);
	await say(actor, 'How much?');
	here.responder.calls[0]?.say('Five euros.');
	here.responder.calls[0]?.done();
	await settle();
	await actor.tell({ type: 'visitor.left', why: 'visitor' });
	return actor;
}

/** The next visit is held in memory. */
async function openedAgain(): Promise<SessionActor> {
	await ended();
	return enter(here);
}

const transcript = (actor: SessionActor) => here.store.transcript(actor.session.id);

test('I10 who ends a chat that another process has written in since has ended it', async () => {
	const actor = await openedAgain();
	await say(await enter(there), 'And shipping?');
	const outcome = await actor.tell({ type: 'visitor.left', why: 'visitor' });
	const last = transcript(actor).at(-1);
	expect(last).toMatchObject({ kind: 'left' });
	expect(outcome).toEqual({ ok: true, ack: { seq: last?.seq, gen: last?.gen } });
});

test('a visit that wrote nothing leaves no trace, whoever has the session', async () => {
	const actor = await openedAgain();
	const { length } = transcript(actor);
	await enter(there);
	expect(await actor.tell({ type: 'visitor.left', why: 'visitor' })).toMatchObject({ ok: true });
	expect(transcript(actor)).toHaveLength(length);
});

test('I17 who opens a chat that another process has opened and written in since joins it', async () => {
	const actor = await ended();
	const held = (await here.directory.hold(actor.session.siteId, actor.session.id)) ?? expect.fail('no such session');
	await held.actor.activate();
	await say(await enter(there), 'And shipping?');
	// As told by who asked whose the session is before anything was written there.
	await held.actor.tell({ type: 'visitor.opened' });
	expect(held.actor.state).toMatchObject({ mode: 'ai-responding', messages: 3 });
	expect(held.actor.state.openedSeq).toBe(transcript(actor).findLast(({ kind }) => kind === 'opened')?.seq);
	held.release();
});

test('I18 a question that wanders between two processes has three attempts, and then an apology', async () => {
	const one = await enter(here);
	await say(one, 'How much?');
	const two = await enter(there);
	for (const [n, actor] of [one, two, one].entries()) {
		await say(actor, `Hello? ${n}`);
		await settle();
	}
	const entries = transcript(one);
	const attempts = entries.map((_, n) => fold(emptyState, entries.slice(0, n + 1)).attempts);
	expect(Math.max(...attempts)).toBe(maxAttempts);
	expect(entries.filter(({ kind }) => kind === 'ai-failed')).toHaveLength(1);
});
