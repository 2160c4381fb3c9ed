import { describe, expect, test } from 'vitest';
import { createActor, fromCallback } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import type { Agent, StampedEvent } from '../../server/session/events.ts';
import { placeOf, type SessionSnapshot, sessionMachine, type TurnInput } from '../../server/session/machine.ts';
import { step } from '../../server/session/step.ts';
import { emptyState, type SessionState } from '../../shared/fold.ts';
import { genOf, seqOf } from '../../shared/ids.ts';
import { anna, bruno, everyEvent, idOf, stamp } from './samples.ts';

/** The part of the context that decides what may happen next: no counters, or the walk never ends. */
function shape(state: SessionState): string {
	return JSON.stringify([
		state.mode,
		state.holder?.memberId ?? null,
		state.holder?.lostDeadline !== null,
		state.turn !== null,
		state.attempts,
		state.unanswered !== null,
		state.sinceTurn !== null,
		state.needsHuman?.why ?? null,
		state.missed === null ? null : state.missed.resolved !== null,
	]);
}

const texts = ['', 'It costs'];

const eventsFrom = (snapshot: SessionSnapshot): StampedEvent[] =>
	everyEvent(snapshot.context, snapshot.context.lastSeq).flatMap((event) =>
		texts.map((text) => stamp(event, 1_000, text)),
	);

/** Every place of the chart that events can lead to, each with the shortest way there. */
const paths = getShortestPaths(sessionMachine, {
	input: { state: emptyState },
	events: eventsFrom,
	serializeState: (snapshot) => `${JSON.stringify(snapshot.value)} ${shape(snapshot.context)}`,
	limit: 20_000,
});

const reached = paths.map((path) => path.state as SessionSnapshot);

function leafOf(snapshot: SessionSnapshot): string {
	const { value } = snapshot;
	if (typeof value === 'string') return value;
	return String(Object.values(value)[0]);
}

const places = ['new', 'idle', 'generating', 'attended', 'unattended', 'released', 'left'];

describe('the statechart', () => {
	test('every place can be reached', () => {
		expect(new Set(reached.map(leafOf))).toEqual(new Set(places));
		expect(reached.length).toBeGreaterThan(30);
	});

	test('I17 the state node is a function of the fold, after every path', () => {
		for (const snapshot of reached) expect(leafOf(snapshot)).toBe(placeOf(snapshot.context));
	});

	test('I9 what the chart lets through and what the step accepts are the same, for every state and event', () => {
		let accepted = 0;
		let refused = 0;
		for (const snapshot of reached) {
			for (const event of eventsFrom(snapshot)) {
				const verdict = step(snapshot.context, event);
				expect([event.type, shape(snapshot.context), snapshot.can(event)]).toEqual([
					event.type,
					shape(snapshot.context),
					verdict.ok,
				]);
				if (verdict.ok) accepted += 1;
				else refused += 1;
			}
		}
		expect(accepted).toBeGreaterThan(200);
		expect(refused).toBeGreaterThan(200);
	});

	test('I9 a refused event changes nothing, in every state', () => {
		for (const { context } of reached.filter((snapshot) => placeOf(snapshot.context) !== 'generating')) {
			const actor = createActor(sessionMachine, { input: { state: context } }).start();
			const before = actor.getSnapshot();
			for (const event of everyEvent(context).map((one) => stamp(one))) {
				if (before.can(event)) continue;
				actor.send(event);
				expect(actor.getSnapshot().context).toBe(before.context);
				expect(actor.getSnapshot().value).toEqual(before.value);
			}
			actor.stop();
		}
	});

	test('every pair of events keeps seq dense (I12), gen rising by one with control, and the node true', () => {
		let pairs = 0;
		for (const start of reached) {
			for (const first of eventsFrom(start)) {
				const one = step(start.context, first);
				if (!one.ok) continue;
				for (const second of everyEvent(one.after, 7).map((event) => stamp(event, 2_000, 'It'))) {
					const two = step(one.after, second);
					if (!two.ok) continue;
					pairs += 1;
					let seq = start.context.lastSeq as number;
					let gen = start.context.gen as number;
					for (const entry of [...one.entries, ...two.entries]) {
						seq += 1;
						expect(entry.seq).toBe(seq);
						const raises = ['opened', 'took-over', 'released', 'left'].includes(entry.kind);
						if (raises) gen += 1;
						expect(entry.gen).toBe(gen);
					}
					expect(two.after.lastSeq).toBe(seq);
					expect(two.after.gen).toBe(gen);
				}
			}
		}
		expect(pairs).toBeGreaterThan(2_000);
	});

	test('a whisper changes nothing but the transcript, in every state; I3 where another holds or the gen is old, it is refused', () => {
		const heard: string[] = [];
		for (const snapshot of reached) {
			const { context } = snapshot;
			const verdictOn = (agent: Agent, gen = context.gen) =>
				step(
					context,
					stamp({ type: 'agent.whispered', agent, gen, clientId: idOf('psst'), text: 'Be brief.' }, 5_000, 'It'),
				);
			for (const agent of [anna, bruno]) {
				const verdict = verdictOn(agent);
				const { holder, mode } = context;
				if (mode === 'new' || mode === 'left') {
					expect(verdict).toMatchObject({ refusal: { code: mode === 'new' ? 'not-found' : 'session.left' } });
					continue;
				}
				if (holder !== null && holder.memberId !== agent.memberId) {
					expect(verdict).toMatchObject({ refusal: { code: 'control.held', detail: { holder: holder.name } } });
					continue;
				}
				if (!verdict.ok) throw new Error(`a whisper is refused: ${verdict.refusal.code}`);
				expect(verdict.entries).toEqual([
					{
						kind: 'whisper',
						...agent,
						text: 'Be brief.',
						clientId: idOf('psst'),
						seq: context.lastSeq + 1,
						gen: context.gen,
						at: 5_000,
					},
				]);
				const { lastSeq, lastAt, recent } = verdict.after;
				expect(verdict.after).toEqual({ ...context, lastSeq, lastAt, recent });
				expect(recent.at(-1)).toMatchObject({ clientId: idOf('psst'), seq: lastSeq, gen: context.gen });
				expect(verdictOn(agent, genOf(context.gen - 1))).toMatchObject({ refusal: { code: 'control.stale' } });
				expect(verdictOn(agent, genOf(context.gen + 1))).toMatchObject({ refusal: { code: 'control.stale' } });
				heard.push(leafOf(snapshot));
			}
		}
		expect(new Set(heard)).toEqual(new Set(['idle', 'generating', 'attended', 'unattended', 'released']));
	});

	test('I1 the completion or failure of any turn but the running one is refused', () => {
		for (const { context } of reached) {
			for (const event of everyEvent(context)) {
				if (event.type !== 'turn.completed' && event.type !== 'turn.failed') continue;
				expect(step(context, stamp({ ...event, turn: seqOf(event.turn + 1) })).ok).toBe(false);
				expect(step(context, stamp({ ...event, gen: genOf(event.gen - 1) })).ok).toBe(false);
			}
		}
	});

	test('a turn is opened when the node is entered and shut in the same step that leaves it', () => {
		const log: string[] = [];
		const actor = createActor(
			sessionMachine.provide({
				actors: {
					turn: fromCallback(({ input }) => {
						const opened = (input as TurnInput).turn;
						log.push(`open ${opened?.turn}`);
						return () => {
							log.push(`shut ${opened?.turn}`);
						};
					}),
				},
			}),
			{ input: { state: emptyState } },
		).start();
		const say = (index: number) => {
			const event = everyEvent(actor.getSnapshot().context, log.length)[index];
			if (event === undefined) throw new Error('no such event');
			actor.send(stamp(event, 1_000, 'It'));
		};
		say(0);
		say(1);
		expect(log).toEqual(['open 3']);
		say(1);
		expect(log, 'a message that arrives while generating does not restart the turn').toEqual(['open 3']);
		say(18);
		expect(log, 'the next turn answers what came meanwhile').toEqual(['open 3', 'shut 3', 'open 6']);
		say(7);
		expect(log).toEqual(['open 3', 'shut 3', 'open 6', 'shut 6']);
		actor.stop();
	});
});
