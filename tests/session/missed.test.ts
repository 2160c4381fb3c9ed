/** What makes a session one that was missed, what sees to it, and what a late answer must not change. */
import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../server/session/events.ts';
import { placeOf } from '../../server/session/machine.ts';
import { mayWait, step } from '../../server/session/step.ts';
import { projectFor } from '../../shared/audience.ts';
import type { Entry } from '../../shared/entry.ts';
import { emptyState, fold, type SessionState } from '../../shared/fold.ts';
import { makeSessionId, seqOf } from '../../shared/ids.ts';
import { anna, bruno, idOf, stamp } from './samples.ts';

let ids = 0;
const clientId = () => idOf(`m${ids++}`);

interface Run {
	readonly state: SessionState;
	readonly entries: readonly Entry[];
}

const begin: Run = { state: emptyState, entries: [] };

function then({ state, entries }: Run, event: SessionEvent, published = ''): Run {
	const result = step(state, stamp(event, 1_000 + ids++, published));
	if (!result.ok) throw new Error(`${event.type} is refused: ${result.refusal.code}`);
	return { state: result.after, entries: [...entries, ...result.entries] };
}

const opened = (run: Run = begin) => then(run, { type: 'visitor.opened' });
const said = (run: Run) => then(run, { type: 'visitor.said', clientId: clientId(), text: 'Do you engrave?' });
const asked = (run: Run) => then(run, { type: 'visitor.asked', clientId: clientId(), why: 'button' });
const left = (run: Run) => then(run, { type: 'visitor.left', why: 'visitor' });
function answered(run: Run): Run {
	const { turn } = run.state;
	if (turn === null) throw new Error('no turn runs');
	return then(run, { type: 'turn.completed', turn: turn.turn, gen: turn.gen, sources: [], asks: null }, 'It costs');
}
const late = (run: Run, text = 'Yes.') =>
	then(run, { type: 'agent.answeredLate', agent: anna, gen: run.state.gen, clientId: clientId(), text });
const marked = (run: Run, done: boolean) =>
	then(run, { type: 'agent.resolved', agent: bruno, gen: run.state.gen, clientId: clientId(), done });

const missedRun = (): Run => left(asked(answered(said(opened()))));

describe('a session is missed', () => {
	test('where a person was asked for, or a question stood open, when the visitor left; and not otherwise', () => {
		const run = missedRun();
		expect(run.state.missed).toMatchObject({ why: 'button', question: 2, resolved: null });
		expect(left(said(opened())).state.missed).toMatchObject({ why: 'unanswered', question: 2 });
		expect(left(answered(said(opened()))).state.missed).toBeNull();
		const held = then(asked(opened()), {
			type: 'agent.tookOver',
			agent: anna,
			gen: opened().state.gen,
			clientId: clientId(),
		});
		expect(left(held).state.missed).toBeNull();
	});

	test('it stays so while the visitor is back, until somebody takes the chat over', () => {
		const back = opened(missedRun());
		expect(back.state.missed).toMatchObject({ why: 'button', resolved: null });
		expect(left(back).state.missed).toMatchObject({ why: 'button', resolved: null });
		const { gen } = back.state;
		const taken = then(back, { type: 'agent.tookOver', agent: anna, gen, clientId: clientId() });
		expect(taken.state.missed?.resolved).toMatchObject({ memberId: anna.memberId });
	});

	test('an AI that answers the open question after all closes that, and no wish for a person', () => {
		const back = opened(left(said(opened())));
		expect(back.state.turn).not.toBeNull();
		expect(answered(back).state.missed).toBeNull();
		const wished = opened(left(asked(said(opened()))));
		expect(answered(wished).state.missed).toMatchObject({ why: 'button', resolved: null });
	});

	test('a new wish after a resolved one is missed anew', () => {
		const again = left(asked(opened(marked(missedRun(), true))));
		expect(again.state.missed?.resolved).toBeNull();
	});
});

describe('a late answer', () => {
	test('I10, I2 changes neither place, mode, holder nor gen, and answers what stood open', () => {
		const before = left(said(opened()));
		const after = late(before);
		expect(placeOf(after.state)).toBe('left');
		expect(after.state).toMatchObject({ mode: 'left', holder: null, gen: before.state.gen, unanswered: null });
		expect(after.state.missed?.resolved).toMatchObject({ memberId: anna.memberId });
		// I18: who comes back gets no second answer to it.
		expect(opened(after).state.turn).toBeNull();
	});

	test('I4 it is never an agent’s message; its writer’s id stays in the house, like the mark', () => {
		const { entries } = marked(late(missedRun()), false);
		const seen = entries.map((entry) => projectFor('visitor', entry)).filter((entry) => entry !== null);
		expect(seen.at(-1)).toMatchObject({ kind: 'late-answer', name: 'Anna', text: 'Yes.' });
		expect(seen.at(-1)).not.toHaveProperty('memberId');
		expect(seen.some((entry) => entry.kind === 'message' && entry.author === 'agent')).toBe(false);
		expect(seen.some((entry) => entry.kind === 'resolved')).toBe(false);
		const [visitor, member] = [fold(emptyState, seen), fold(emptyState, entries)];
		for (const what of ['gen', 'mode', 'messages'] as const) expect(visitor[what]).toBe(member[what]);
	});

	test('belongs to a session that has left and was missed; I3 under the gen that was seen', () => {
		const refusal = (run: Run, gen = run.state.gen) => {
			const event = { type: 'agent.answeredLate', agent: anna, gen, clientId: clientId(), text: 'Yes.' } as const;
			const result = step(run.state, stamp(event));
			return result.ok ? null : result.refusal.code;
		};
		expect(refusal(begin)).toBe('not-found');
		expect(refusal(asked(opened()))).toBe('session.illegal');
		expect(refusal(left(opened()))).toBe('session.illegal');
		expect(refusal(missedRun(), opened().state.gen)).toBe('control.stale');
		expect(refusal(missedRun())).toBeNull();
	});

	test('the opening that shows it is written at once: it would be news for ever else', () => {
		const answer = late(missedRun());
		const first = step(answer.state, stamp({ type: 'visitor.opened' }));
		expect(first.ok && mayWait(answer.state, first.entries)).toBe(false);
		const seen = left(opened(answer));
		const second = step(seen.state, stamp({ type: 'visitor.opened' }));
		expect(second.ok && mayWait(seen.state, second.entries)).toBe(true);
	});

	test('brought along into a new session it stands after `opened`, and leaves nothing missed', () => {
		const of = { sessionId: makeSessionId((bytes) => bytes.fill(3)), seq: seqOf(9), at: 500 };
		const run = then(begin, { type: 'visitor.opened', earlier: [{ agent: anna, text: 'Yes.', of }] });
		expect(run.entries.map((entry) => entry.kind)).toEqual(['opened', 'late-answer']);
		expect(run.state).toMatchObject({ mode: 'ai-responding', messages: 1, missed: null, unanswered: null, lateSeq: 0 });
		expect(left(run).state.missed).toBeNull();
	});
});

test('the last address that was left counts, whoever answers meanwhile', () => {
	const leave = (run: Run, email: string) => then(run, { type: 'visitor.leftAddress', clientId: clientId(), email });
	const run = leave(leave(said(opened()), 'first@example.com'), 'second@example.com');
	expect(run.state.contact).toBe('second@example.com');
	expect(run.state.turn, 'the AI goes on').not.toBeNull();
	expect(left(run).state.contact).toBe('second@example.com');
});

test('the mark can be taken back, and set again by another', () => {
	const run = marked(missedRun(), true);
	expect(run.state.missed?.resolved).toMatchObject({ memberId: bruno.memberId });
	expect(marked(run, false).state.missed?.resolved).toBeNull();
});
