/** Since when a visitor waits: what cards sort by and what the idle deadline counts from. */
import { expect, test } from 'vitest';
import type { SessionEvent } from '../../server/session/events.ts';
import { step } from '../../server/session/step.ts';
import { emptyState, type SessionState } from '../../shared/fold.ts';
import { seqOf } from '../../shared/ids.ts';
import { idOf, stamp } from './samples.ts';

function after(state: SessionState, event: SessionEvent, at: number, published = ''): SessionState {
	const result = step(state, stamp(event, at, published));
	if (!result.ok) throw new Error(`${event.type} was refused: ${result.refusal.code}`);
	return result.after;
}

test('an apology answers its question: who wrote meanwhile waits since then, not since the question', () => {
	const opened = after(emptyState, { type: 'visitor.opened' }, 0);
	const asked = after(opened, { type: 'visitor.said', clientId: idOf('one'), text: 'How much?' }, 1_000);
	const more = after(asked, { type: 'visitor.said', clientId: idOf('two'), text: 'And when?' }, 50_000);
	const turn = asked.turn ?? expect.fail();
	const { gen } = asked;
	const failed = after(
		more,
		{ type: 'turn.failed', turn: turn.turn, gen, why: 'provider', apology: 'Sorry.' },
		60_000,
		'It is',
	);
	expect(failed.answered).toBe(turn.answersUpTo);
	expect(failed.unanswered).toEqual({ seq: more.lastVisitorSeq, at: 50_000 });
	expect(failed.lastVisitorSeq).toBeGreaterThan(seqOf(turn.answersUpTo));
});
