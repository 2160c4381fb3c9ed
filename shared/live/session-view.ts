/** What a person sees of one session: the fold of its feed. Pure; the same for the visitor's stream and a member's. */
import type { Entry } from '../entry.ts';
import type { Piece, SessionFeedEvent } from '../feed.ts';
import { emptyState, fold, type SessionState } from '../fold.ts';
import { type Gen, noSeq, type Seq, type SessionId, seqOf } from '../ids.ts';
import { unreachable } from '../unreachable.ts';
import type { OutboxItem, OutboxState } from './outbox.ts';

/** The running turn, as far as its text has come. */
export interface Bubble {
	readonly turn: Seq;
	readonly gen: Gen;
	readonly text: string;
}

export interface SessionView<L> {
	/** Null before the first `welcome`. */
	readonly sessionId: SessionId | null;
	readonly entries: readonly Entry[];
	readonly state: SessionState;
	readonly bubble: Bubble | null;
	readonly live: L | null;
	/** The highest turn that has ended: a late piece of it is nothing (I1). */
	readonly endedTurn: Seq;
	/** Rises whenever the feed began anew: what was shown has been forgotten. */
	readonly resetCount: number;
	/** Server's wall clock minus this machine's, ms, for "3 min ago". */
	readonly clockSkewMs: number;
}

interface NamesTurn {
	readonly turn: Seq | null;
}

export const emptyView: SessionView<never> = {
	sessionId: null,
	entries: [],
	state: emptyState,
	bubble: null,
	live: null,
	endedTurn: noSeq,
	resetCount: 0,
	clockSkewMs: 0,
};

const laterOf = (a: Seq, b: Seq): Seq => seqOf(Math.max(a, b));

function endedBy(entry: Entry): Seq {
	if (entry.kind === 'message' && entry.author === 'ai') return entry.turn;
	if (entry.kind === 'ai-failed') return entry.turn;
	return noSeq;
}

function foldEntries<L>(view: SessionView<L>, entries: readonly Entry[]): SessionView<L> {
	// A repeat after a reconnect: known already.
	const fresh = entries.filter((entry) => entry.seq > view.state.lastSeq);
	if (fresh.length === 0) return view;
	const state = fold(view.state, fresh);
	const endedTurn = fresh.reduce((turn, entry) => laterOf(turn, endedBy(entry)), view.endedTurn);
	// The entry takes the bubble's place; a change of control ends every turn before it (I1).
	const over = view.bubble === null || view.bubble.turn <= endedTurn || view.bubble.gen < state.gen;
	return { ...view, entries: [...view.entries, ...fresh], state, endedTurn, bubble: over ? null : view.bubble };
}

function foldPiece<L extends NamesTurn>(view: SessionView<L>, piece: Piece): SessionView<L> {
	const { turn, gen, offset, text } = piece;
	// I1: nothing of an older control, nothing of a turn that has ended, nothing while a human answers.
	if (gen < view.state.gen || turn <= view.endedTurn || view.state.mode === 'taken-over') return view;
	if (view.live?.turn !== turn) return view;
	const before = view.bubble?.turn === turn ? view.bubble.text : '';
	// A hole can't be filled here: the prefix stays until the entry comes (I25).
	if (offset > before.length || offset + text.length <= before.length) return view;
	return { ...view, bubble: { turn, gen, text: before.slice(0, offset) + text } };
}

/** `now`: this machine's wall clock, ms. */
export function foldFeed<L extends NamesTurn>(
	view: SessionView<L>,
	event: SessionFeedEvent<L>,
	now: number,
): SessionView<L> {
	switch (event.type) {
		case 'welcome': {
			const greeted = { ...view, sessionId: event.sessionId, clockSkewMs: event.now - now };
			if (!event.reset) return greeted;
			const { entries, state, bubble, live, endedTurn } = emptyView;
			return { ...greeted, entries, state, bubble, live, endedTurn, resetCount: view.resetCount + 1 };
		}
		case 'entries':
			return foldEntries(view, event.entries);
		case 'live': {
			const { live } = event;
			return { ...view, live, bubble: view.bubble?.turn === live.turn ? view.bubble : null };
		}
		case 'piece':
			return foldPiece(view, event);
		default:
			return unreachable(event);
	}
}

/** What the person wrote and the transcript does not show yet, to be drawn below it. */
export function pendingItems<B>(view: SessionView<unknown>, outbox: OutboxState<B>): readonly OutboxItem<B>[] {
	if (outbox.items.length === 0) return [];
	const known = new Set(view.entries.map((entry) => entry.clientId));
	return outbox.items.filter(
		({ clientId, status }) => !known.has(clientId) && !(status.kind === 'sent' && status.seq <= view.state.lastSeq),
	);
}
