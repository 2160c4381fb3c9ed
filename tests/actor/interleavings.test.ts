/** No interleaving of visitor, agents, AI, time, faults and crashes breaks the rules of the transcript. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome, SessionActor } from '../../server/actor/front.ts';
import type { Agent, SessionEvent } from '../../server/session/events.ts';
import { projectFor } from '../../shared/audience.ts';
import type { Entry } from '../../shared/entry.ts';
import { emptyState, fold, foldEntry, type SessionState } from '../../shared/fold.ts';
import { genOf } from '../../shared/ids.ts';
import { anna, bruno, idOf } from '../session/samples.ts';
import { createWorld, folded, type Heard, listen, settle, siteId, type World } from './world.ts';

type Action =
	| { readonly do: 'say' | 'ask' | 'back' | 'end' | 'come' | 'go' }
	| {
			readonly do: 'take' | 'reply' | 'release' | 'keep' | 'whisper';
			readonly agent: 'anna' | 'bruno';
			readonly stale: boolean;
	  }
	| { readonly do: 'connect' | 'disconnect'; readonly agent: 'anna' | 'bruno' }
	| { readonly do: 'piece' | 'done' | 'unsure' | 'fail'; readonly call: number }
	| { readonly do: 'wait'; readonly ms: number }
	| { readonly do: 'fault'; readonly kind: 'refused' | 'written-unknown' | 'lost-unknown' }
	/** Commits take no less than this; or none is taken for so long. */
	| { readonly do: 'slow' | 'outage'; readonly ms: number }
	| { readonly do: 'repeat' }
	| { readonly do: 'crash' }
	/** The next action does not wait for this one. */
	| { readonly do: 'rush' };

const agents: Readonly<Record<'anna' | 'bruno', Agent>> = { anna, bruno };
const who = fc.constantFrom('anna' as const, 'bruno' as const);
const action: fc.Arbitrary<Action> = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ do: fc.constantFrom('say' as const) }) },
	{
		weight: 3,
		arbitrary: fc.record({ do: fc.constantFrom('ask' as const, 'back' as const, 'come' as const, 'go' as const) }),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constantFrom('end' as const) }) },
	{
		weight: 10,
		arbitrary: fc.record({
			do: fc.constantFrom('take' as const, 'reply' as const, 'release' as const, 'keep' as const, 'whisper' as const),
			agent: who,
			stale: fc.boolean().map((flag) => flag),
		}),
	},
	{ weight: 2, arbitrary: fc.record({ do: fc.constantFrom('connect' as const, 'disconnect' as const), agent: who }) },
	{
		weight: 8,
		arbitrary: fc.record({
			do: fc.constantFrom('piece' as const, 'piece' as const, 'done' as const, 'unsure' as const, 'fail' as const),
			// Mostly the newest call; now and then one whose turn is long over.
			call: fc.constantFrom(0, 0, 0, 1, 2),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('wait' as const),
			ms: fc.constantFrom(500, 11_000, 16_000, 31_000, 61_000, 181_000, 301_000),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('fault' as const),
			kind: fc.constantFrom('refused' as const, 'written-unknown' as const, 'lost-unknown' as const),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constantFrom('slow' as const, 'slow' as const, 'outage' as const),
			ms: fc.constantFrom(300, 3_000, 9_000, 14_000),
		}),
	},
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const) }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('rush' as const) }) },
);

/** How often each rule's premise held over all runs: a rule that was never tried proves nothing. */
const held = {
	I1: 0,
	I2: 0,
	I3: 0,
	I4: 0,
	I5: 0,
	I6: 0,
	I7: 0,
	I8: 0,
	I9: 0,
	I10: 0,
	I13: 0,
	I17: 0,
	I18: 0,
	I20: 0,
	crash: 0,
};

/** The process died before it answered: written or not, nobody was told. */
const unknown: Outcome = { ok: false, refusal: { code: 'internal', detail: {} } };
const gone: Outcome = { ok: false, refusal: { code: 'not-found', detail: {} } };

const outcomeUnknown = new Set(['store.unavailable', 'session.set-aside', 'internal']);

interface Sent {
	readonly id: string;
	readonly outcome: Outcome;
}

/** The rules that any stored transcript keeps. */
function checkTranscript(entries: readonly Entry[]): void {
	let before: SessionState = emptyState;
	const answers = new Map<number, number>();
	entries.forEach((entry, index) => {
		expect(entry.seq, 'I12 dense').toBe(index + 1);
		expect(entry.gen, 'gen never falls').toBeGreaterThanOrEqual(before.gen);
		const raises = ['opened', 'took-over', 'released', 'left'].includes(entry.kind);
		expect(entry.gen - before.gen, 'gen rises by one with control').toBe(raises ? 1 : 0);
		const next = entries[index + 1];
		if (entry.kind === 'message' && entry.author === 'ai') {
			expect(before.mode, 'I1 no AI text while a human holds').not.toBe('taken-over');
			expect(before.mode).not.toBe('left');
			if (entry.interrupted) held.I6 += 1;
			else {
				const times = (answers.get(entry.answersUpTo) ?? 0) + 1;
				answers.set(entry.answersUpTo, times);
				expect(times, 'I18 one finished answer').toBe(1);
				held.I18 += 1;
			}
		}
		if (entry.kind === 'message' && entry.author === 'agent') {
			expect(before.holder?.memberId, "I4 only the controller's text").toBe(entry.memberId);
		}
		if (entry.kind === 'whisper') {
			const holder = before.holder?.memberId;
			if (holder !== undefined) expect(entry.memberId, 'I3 only the controller whispers').toBe(holder);
			const { lastSeq, lastAt, recent } = foldEntry(before, entry);
			expect(foldEntry(before, entry), 'a whisper changes nothing').toEqual({ ...before, lastSeq, lastAt, recent });
		}
		if (entry.kind === 'turn-started') {
			expect(before.mode).not.toBe('taken-over');
			expect(before.attempts, 'I18 at most three turns for a question').toBeLessThan(3);
			expect(before.unanswered).not.toBeNull();
		}
		if (entry.kind === 'released') {
			held.I7 += 1;
			expect(before.mode).toBe('taken-over');
			if (before.unanswered !== null) expect(next?.kind, 'I7 exactly one turn at once').toBe('turn-started');
			else expect(next?.kind, 'I7 no turn').not.toBe('turn-started');
		}
		if (entry.kind === 'took-over') held.I2 += 1;
		before = foldEntry(before, entry);
		if (entry.kind === 'left' || entry.kind === 'opened') {
			held.I10 += 1;
			expect(before.holder, 'I10 leaving ends control').toBeNull();
		}
	});
}

/** In each stream nothing of an older gen follows the entry that ended it (I1). */
function checkStream(heard: Heard): void {
	let gen = 0;
	for (const event of heard.events) {
		if (event.type === 'entries') gen = Math.max(gen, event.gen ?? 0);
		else if (event.type === 'piece') {
			held.I1 += 1;
			expect(event.gen, 'I1 a piece of an older turn').toBeGreaterThanOrEqual(gen);
		}
	}
}

async function play(actions: readonly Action[]): Promise<void> {
	const world: World = createWorld();
	world.connect(anna.memberId);
	world.connect(bruno.memberId);
	let actor: SessionActor = await world.open();
	actor.presence.visitorConnected('tab');
	const streams: Heard[] = [];
	let visitor = listen(actor, 'visitor', () => 0);
	let member = listen(actor, 'member', () => 0);
	streams.push(visitor, member);
	const sent: Sent[] = [];
	const pending: Promise<unknown>[] = [];
	let last: { readonly id: string; readonly tell: () => Promise<Outcome> } | null = null;
	let rush = false;
	let n = 0;

	async function reopen(): Promise<void> {
		actor = await world.open();
		actor.presence.visitorConnected('tab');
		visitor.stop();
		member.stop();
		visitor = listen(actor, 'visitor', () => 0, { heard: visitor });
		member = listen(actor, 'member', () => 0, { heard: member });
		streams.push(visitor, member);
	}

	function send(id: string, tell: () => Promise<Outcome>): Promise<void> {
		last = { id, tell };
		return tell().then((outcome) => {
			sent.push({ id, outcome });
		});
	}

	async function perform(step: Action): Promise<void> {
		n += 1;
		const id = `n${n}`;
		const text = `Text ${n}`;
		const clientId = idOf(id);
		const id0 = actor.session.id;
		// As the routers do: by id, since a session may have left and rested meanwhile.
		const tell = (event: SessionEvent): Promise<Outcome> =>
			Promise.race([
				world.directory.use(siteId, id0, (found) => found.tell(event)).then((outcome) => outcome ?? gone),
				world.death.then(() => unknown),
			]);
		switch (step.do) {
			case 'say':
				return send(id, () => tell({ type: 'visitor.said', clientId, text }));
			case 'ask':
				return send(id, () => tell({ type: 'visitor.asked', clientId, why: 'button' }));
			case 'back':
				return send(id, () => tell({ type: 'visitor.wentBackToAi', clientId }));
			case 'end':
				await tell({ type: 'visitor.left', why: 'visitor' });
				return reopen();
			case 'come':
				return reopen();
			case 'go':
				actor.presence.visitorGone('tab');
				return;
			case 'take':
			case 'reply':
			case 'release':
			case 'keep':
			case 'whisper': {
				const agent = agents[step.agent];
				const gen = genOf(actor.state.gen - (step.stale ? 1 : 0));
				const base = { agent, gen, clientId };
				const event = {
					take: { type: 'agent.tookOver' as const, ...base },
					reply: { type: 'agent.said' as const, ...base, text },
					release: { type: 'agent.released' as const, ...base },
					keep: { type: 'agent.kept' as const, ...base },
					whisper: { type: 'agent.whispered' as const, ...base, text },
				}[step.do];
				return send(id, async () => {
					const outcome = await tell(event);
					if (step.stale) {
						held.I3 += 1;
						expect(outcome.ok, 'I3 a stale command is refused').toBe(false);
					}
					return outcome;
				});
			}
			case 'connect':
				return world.connect(agents[step.agent].memberId);
			case 'disconnect':
				return world.disconnect(agents[step.agent].memberId);
			case 'piece':
			case 'done':
			case 'unsure':
			case 'fail': {
				const call = world.responder.calls.at(-1 - step.call);
				if (step.do === 'piece') call?.say(`p${n} `);
				else if (step.do === 'fail') call?.fail();
				else call?.done(step.do === 'unsure' ? 'unsure' : null);
				return;
			}
			case 'wait':
				return world.advance(step.ms);
			case 'fault':
				world.store.faults.push(step.kind);
				return;
			case 'slow':
				world.store.hold = new Promise((resolve) => {
					world.clock.setTimer(step.ms, () => {
						world.store.hold = null;
						resolve();
					});
				});
				return;
			case 'outage':
				world.store.refusing = true;
				world.clock.setTimer(step.ms, () => {
					world.store.refusing = false;
				});
				return;
			case 'repeat': {
				if (last === null) return;
				const again = last;
				const before = sent.find((one) => one.id === again.id)?.outcome;
				const outcome = await again.tell();
				// A refusal is no promise: the same command may be legal later.
				if (outcome.ok) sent.push({ id: again.id, outcome });
				if (before?.ok === true && outcome !== unknown) {
					held.I13 += 1;
					expect(outcome, 'I13 the same ack for ever').toEqual(before);
				}
				return;
			}
			case 'crash':
				held.crash += 1;
				visitor.stop();
				member.stop();
				await Promise.all(pending.splice(0));
				await world.restart();
				last = null;
				return reopen();
			case 'rush':
				rush = true;
				return;
		}
	}

	/** What must be true whenever nothing is under way. */
	function inspect(): void {
		for (const id of world.store.ids) checkTranscript(world.store.transcript(id));
		for (const stream of streams) checkStream(stream);
		if (actor.state.mode === 'taken-over') {
			held.I5 += 1;
			expect(
				world.responder.calls.filter((call) => !call.aborted && call.request.sessionId === actor.session.id),
			).toEqual([]);
		}
	}

	/** Nobody is forgotten once the world is calm: not the visitor who waits, not the agent who came or went. */
	function checkHouse(): void {
		const { state, session } = actor;
		const card = world.directory.list(siteId).cards.find(({ id }) => id === session.id);
		expect(card !== undefined, 'a live session has its card').toBe(state.mode !== 'left' && state.mode !== 'new');
		const holder = state.holder?.memberId;
		if (holder !== undefined) {
			held.I8 += 1;
			const there = world.directory.attendance.attending(holder);
			expect(state.holder?.lostDeadline === null, 'I8 the session knows whether its holder is there').toBe(there);
		}
		if (card !== undefined && holder === undefined && state.unanswered !== null) {
			expect(actor.turn, 'I18 a question that waits for the AI has its turn').not.toBeNull();
		}
	}

	for (const step of actions) {
		const rushed = rush;
		if (step.do !== 'rush') rush = false;
		const done = perform(step);
		pending.push(done);
		if (rushed || rush) continue;
		// A held or retried commit needs time to pass.
		let waiting = true;
		void done
			.finally(() => {
				waiting = false;
			})
			.catch(() => {});
		await settle();
		while (waiting) await world.advance(1_000);
		await done;
		await settle();
		inspect();
	}

	world.store.faults.length = 0;
	await world.advance(40_000);
	// Among them may be a crash that waited for the others: whoever comes back needs a moment.
	await Promise.all(pending);
	await world.advance(40_000);
	inspect();

	checkHouse();
	const stored = world.store.transcript(actor.session.id);
	const acked = new Set(sent.filter(({ outcome }) => outcome.ok).map(({ id }) => id));
	for (const { id, outcome } of sent) {
		if (!outcome.ok && acked.has(id)) continue;
		const owners = world.store.ids
			.flatMap((one) => world.store.transcript(one))
			.filter((entry) => entry.clientId === idOf(id));
		if (outcome.ok) {
			expect(
				owners.map((entry) => entry.seq),
				'acknowledged exactly once',
			).toEqual([outcome.ack.seq]);
		} else if (!outcomeUnknown.has(outcome.refusal.code)) {
			held.I9 += 1;
			expect(owners, `I9 refused with ${outcome.refusal.code}, so not there`).toEqual([]);
		}
	}

	// A visit that has written nothing lives in memory only.
	if (actor.state.mode !== 'new' && actor.state.lastSeq === stored.length && stored.length > 0) {
		held.I17 += 1;
		const state = folded(world.store, actor.session.id);
		expect({ ...actor.state, turn: null, sinceTurn: null }, 'I17 live state = fold').toEqual({
			...state,
			turn: null,
			sinceTurn: null,
		});
	}
	for (const [stream, audience] of [
		[visitor, 'visitor'],
		[member, 'member'],
	] as const) {
		if (stream.entries.length === 0) continue;
		held.I20 += 1;
		const seen = stored.map((entry) => projectFor(audience, entry)).filter((entry) => entry !== null);
		expect(stream.entries, `I19 I20 the ${audience}'s view is the transcript`).toEqual(seen);
	}
	if (stored.some(({ kind }) => kind === 'whisper') && visitor.entries.length > 0) {
		held.I4 += 1;
		for (const { kind } of visitor.entries) expect(kind, 'I4 what is whispered stays in the house').not.toBe('whisper');
	}
	const [v, m] = [fold(emptyState, visitor.entries), fold(emptyState, member.entries)];
	if (visitor.entries.length > 0 && member.entries.length > 0) {
		expect([v.gen, v.mode, v.holder?.name, v.messages]).toEqual([m.gen, m.mode, m.holder?.name, m.messages]);
	}
	await world.stop();
}

describe('interleavings', () => {
	test('I1 I2 I3 I4 I5 I7 I8 I9 I10 I12 I13 I17 I18 I19 I20 hold, whatever comes after whatever', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), (actions) => play(actions)),
			{ numRuns: 500, endOnFailure: false },
		);
		for (const [rule, times] of Object.entries(held)) expect([rule, times > 15]).toEqual([rule, true]);
		console.info(`premises held: ${JSON.stringify(held)}`);
	}, 300_000);
});
