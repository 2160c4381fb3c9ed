/** A session that was missed, and what is seen to since. Pure; folded with everything else. */
import type { MissedWhy } from './entry.ts';
import type { MemberId, Seq } from './ids.ts';

/** The visitor left while a person was asked for or a question stood open; it stands until somebody sees to it. */
export interface Missed {
	/** When the visitor left. */
	readonly at: number;
	readonly why: MissedWhy;
	/** Their last message by then; 0: they wrote none. */
	readonly question: Seq;
	/** An agent answered, came, or marked it. */
	readonly resolved: { readonly at: number; readonly memberId?: MemberId | undefined } | null;
}

/** A question that stood open is no longer missed once the AI has answered it after all; who asked for a person still is. */
export function stillMissed(missed: Missed | null, answered: Seq): Missed | null {
	const over = missed?.why === 'unanswered' && missed.resolved === null && missed.question <= answered;
	return over ? null : missed;
}

interface Leaving {
	readonly needsHuman: { readonly why: MissedWhy } | null;
	readonly unanswered: object | null;
	readonly lastVisitorSeq: Seq;
	readonly missed: Missed | null;
}

/** What the visitor leaves with: for what they asked in this visit, else what still stands from one before. */
export function missedBy({ needsHuman, unanswered, lastVisitorSeq, missed }: Leaving, at: number): Missed | null {
	const why = needsHuman?.why ?? (unanswered === null ? null : 'unanswered');
	return why === null ? missed : { at, why, question: lastVisitorSeq, resolved: null };
}

export function resolvedBy(missed: Missed | null, at: number, memberId: MemberId | undefined): Missed | null {
	return missed === null ? null : { ...missed, resolved: missed.resolved ?? { at, memberId } };
}

/** An agent's mark, set or taken back. */
export const markedBy = (
	missed: Missed | null,
	{ done, at, memberId }: { readonly done: boolean; readonly at: number; readonly memberId?: MemberId | undefined },
): Missed | null => (missed === null || done ? resolvedBy(missed, at, memberId) : { ...missed, resolved: null });
