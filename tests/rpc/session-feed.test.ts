/** The session's feed, step by step: where it begins, what bears a cursor, and when it waits. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionActor } from '../../server/actor/front.ts';
import { sessionFeed } from '../../server/rpc/session-feed.ts';
import { createWorld, settle, type World } from '../actor/world.ts';
import { idOf } from '../session/samples.ts';

let world: World;
let abort: AbortController;
beforeEach(() => {
	world = createWorld();
	abort = new AbortController();
});
afterEach(async () => {
	abort.abort();
	await world.stop();
});

interface Frame {
	readonly id: unknown;
	readonly type: string;
	readonly reset?: boolean;
	readonly seqs: readonly number[];
}

function hear(actor: SessionActor, lastEventId?: string, writable = () => Promise.resolve()): readonly Frame[] {
	const frames: Frame[] = [];
	const feed = sessionFeed({
		actor,
		audience: 'visitor',
		connection: { id: 'c1', writable, close() {}, closed: abort.signal },
		lastEventId,
		signal: abort.signal,
		now: () => world.clock.now(),
		live: () => ({ turn: actor.answering, gen: actor.state.gen }),
		check() {},
	});
	void (async () => {
		// Not destructured: an event that is not tracked has no parts.
		for await (const event of feed) {
			const [id, data] = Array.isArray(event) ? event : [undefined, event];
			const seqs = data.type === 'entries' ? data.entries.map((entry: { readonly seq: number }) => entry.seq) : [];
			frames.push({ id, type: data.type, ...(data.type === 'welcome' ? { reset: data.reset } : {}), seqs });
		}
	})();
	return frames;
}

async function talked(): Promise<SessionActor> {
	const actor = await world.open();
	await actor.tell({ type: 'visitor.said', clientId: idOf('one'), text: 'Hello?' });
	await settle();
	return actor;
}

test('every event bears a cursor of its session: one without wipes the resume point (I19)', async () => {
	const actor = await talked();
	const frames = hear(actor);
	await settle();
	world.responder.calls.at(-1)?.say('Good ');
	await settle();
	expect(new Set(frames.map((frame) => frame.type))).toEqual(new Set(['welcome', 'entries', 'live', 'piece']));
	for (const { id } of frames) expect(id).toMatch(new RegExp(`^${actor.session.id}:\\d+\\.\\d+\\.\\d+$`));
});

test('a cursor resumes behind the entry that it names, and says so (I19)', async () => {
	const actor = await talked();
	const frames = hear(actor, `${actor.session.id}:1.0.0`);
	await settle();
	expect(frames[0]).toMatchObject({ type: 'welcome', reset: false });
	expect(frames.flatMap(({ seqs }) => seqs)).toEqual([2]);
});

test('a cursor ahead of the transcript, or of another session, begins anew (I19)', async () => {
	const actor = await talked();
	for (const cursor of [`${actor.session.id}:99.0.0`, `session_${'z'.repeat(22)}:1.0.0`, 'nonsense']) {
		const frames = hear(actor, cursor);
		await settle();
		expect(frames[0]).toMatchObject({ type: 'welcome', reset: true });
		expect(frames.flatMap(({ seqs }) => seqs)).toEqual([1, 2]);
	}
});

test('nothing is read or sent while the socket takes nothing (I24)', async () => {
	const actor = await talked();
	let drain = (): void => {};
	const drained = new Promise<void>((resolve) => {
		drain = resolve;
	});
	const frames = hear(actor, undefined, () => drained);
	await settle();
	expect(frames.map(({ type }) => type)).toEqual(['welcome']);
	drain();
	await settle();
	expect(frames.flatMap(({ seqs }) => seqs)).toEqual([1, 2]);
});
