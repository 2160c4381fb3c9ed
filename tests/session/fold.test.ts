import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../server/session/events.ts';
import { step } from '../../server/session/step.ts';
import type { Entry } from '../../shared/entry.ts';
import { emptyState, fold, type SessionState } from '../../shared/fold.ts';
import { anna, idOf, stamp } from './samples.ts';

type Move = (state: SessionState) => SessionEvent;

const opened: Move = () => ({ type: 'visitor.opened' });
const said =
	(name: string): Move =>
	() => ({ type: 'visitor.said', clientId: idOf(name), text: 'How much is it?' });
const tookOver: Move = ({ gen }) => ({ type: 'agent.tookOver', agent: anna, gen, clientId: idOf(`take${gen}`) });
const answered: Move = ({ gen }) => ({
	type: 'agent.said',
	agent: anna,
	gen,
	clientId: idOf(`say${gen}`),
	text: 'Ten.',
});
const released: Move = ({ gen }) => ({ type: 'agent.released', agent: anna, gen, clientId: idOf(`leave${gen}`) });

/** @param published what a running turn has published when each step comes */
function run(
	moves: readonly Move[],
	published = '',
): { readonly state: SessionState; readonly wrote: readonly Entry[] } {
	let state = emptyState;
	let wrote: readonly Entry[] = [];
	for (const move of moves) {
		const result = step(state, stamp(move(state), 1_000, state.turn === null ? '' : published));
		if (!result.ok) throw new Error(result.refusal.code);
		state = result.after;
		wrote = [...wrote, ...result.entries];
	}
	return { state, wrote };
}

describe('what is unanswered', () => {
	test('a question whose answer was cut is still open: after the release it gets its turn (I7)', () => {
		const { state, wrote } = run([opened, said('one'), tookOver, released], 'It costs');
		expect(wrote.map(({ kind }) => kind)).toEqual([
			'opened',
			'message',
			'turn-started',
			'message',
			'took-over',
			'released',
			'turn-started',
		]);
		expect(state.turn).toMatchObject({ answersUpTo: 2 });
	});

	test("an agent's answer closes it: after the release the AI is silent (I7)", () => {
		const { state } = run([opened, said('one'), tookOver, answered, released]);
		expect(state).toMatchObject({ turn: null, unanswered: null, mode: 'released' });
	});

	test('a cut turn is no failed attempt (I18)', () => {
		expect(run([opened, said('one'), tookOver, released, tookOver, released]).state.attempts).toBe(1);
	});
});

test('a change of control ends the turn, for whoever folds the transcript (I17)', () => {
	const { wrote, state } = run([opened, said('one'), tookOver]);
	expect(fold(emptyState, wrote)).toEqual(state);
	expect(state.turn).toBeNull();
});
