/**
 * The state of a session is the fold of its transcript (I17). The same function runs in the actor, the widget, the
 * dashboard and the tests; it is O(1) in size and works on a view with holes in `seq` where a role may not see.
 */
import { entryDigest } from './digest.ts';
import type { AskWhy, Entry, MessageEntry } from './entry.ts';
import { type ClientId, type Gen, type MemberId, noGen, noSeq, type Seq } from './ids.ts';
import { type Missed, markedBy, missedBy, resolvedBy, stillMissed } from './missed.ts';
import { unreachable } from './unreachable.ts';

export type Mode = 'ai-responding' | 'taken-over' | 'released';

export interface Holder {
	readonly memberId?: MemberId | undefined;
	/** Empty: the agent has set no display name, the reader's language says "Agent". */
	readonly name: string;
	/** Wall clock, ms, at which control returns by itself; null while attended. */
	readonly lostDeadline: number | null;
	/** While it is set: they said that they would be back. */
	readonly away?: true | undefined;
}

export interface Waiting {
	readonly seq: Seq;
	readonly at: number;
}

export interface NeedsHuman {
	readonly why: AskWhy | 'ai-failed';
	readonly at: number;
}

export interface LastMessage {
	readonly author: 'visitor' | 'ai' | 'agent';
	readonly name: string;
	/** At most `previewUnits`; longer text is cut at a code point and ends in "…". */
	readonly text: string;
	readonly at: number;
}

/** The last visitor or agent message: what "all messages" rings for. */
export interface Heard {
	readonly seq: Seq;
	readonly author: 'visitor' | 'agent';
	readonly memberId?: MemberId | undefined;
}

export interface OpenTurn {
	/** The `seq` of its `turn-started`. */
	readonly turn: Seq;
	readonly gen: Gen;
	readonly answersUpTo: Seq;
}

export interface RememberedId {
	readonly clientId: ClientId;
	readonly seq: Seq;
	readonly gen: Gen;
	readonly digest: string;
}

export interface SessionState {
	readonly lastSeq: Seq;
	readonly lastAt: number;
	readonly gen: Gen;
	/** `new`: nothing folded yet. `left`: off the live list. */
	readonly mode: Mode | 'new' | 'left';
	readonly holder: Holder | null;
	readonly openedSeq: Seq;
	readonly openedAt: number;
	readonly answered: Seq;
	readonly lastVisitorSeq: Seq;
	/** The oldest visitor message that nobody has answered. */
	readonly unanswered: Waiting | null;
	/** The first visitor message since the current turn started: it is the oldest unanswered one once the turn ends. */
	readonly sinceTurn: Waiting | null;
	/** Turns started under this gen since `answered` last rose. */
	readonly attempts: number;
	/** A turn that started and has not ended; after activation it counts as a failed attempt. */
	readonly turn: OpenTurn | null;
	/** When control last changed to a human or the holder pressed "keep": base of the idle deadline. */
	readonly humanAt: number;
	readonly messages: number;
	readonly last: LastMessage | null;
	readonly heard: Heard | null;
	readonly needsHuman: NeedsHuman | null;
	readonly missed: Missed | null;
	/** The e-mail address that the visitor has left last. */
	readonly contact: string | null;
	/** The last late answer, and when it was given. Above `openedSeq`: the visitor has not been here since. */
	readonly lateSeq: Seq;
	readonly lateAt: number;
	/** The last 64 client ids; older ones are known to the store (I13). */
	readonly recent: readonly RememberedId[];
}

export const emptyState: SessionState = {
	lastSeq: noSeq,
	lastAt: 0,
	gen: noGen,
	mode: 'new',
	holder: null,
	openedSeq: noSeq,
	openedAt: 0,
	answered: noSeq,
	lastVisitorSeq: noSeq,
	unanswered: null,
	sinceTurn: null,
	attempts: 0,
	turn: null,
	humanAt: 0,
	messages: 0,
	last: null,
	heard: null,
	needsHuman: null,
	missed: null,
	contact: null,
	lateSeq: noSeq,
	lateAt: 0,
	recent: [],
};

export const rememberedIds = 64;
export const previewUnits = 140;

/** Cuts at a code point: half a surrogate pair is no character. */
export function cutText(text: string, units: number): string {
	if (text.length <= units) return text;
	const code = text.charCodeAt(units - 1);
	return text.slice(0, code >= 0xd800 && code <= 0xdbff ? units - 1 : units);
}

const previewOf = (text: string): string =>
	text.length <= previewUnits ? text : `${cutText(text, previewUnits - 1)}…`;

function remember(state: SessionState, entry: Entry): readonly RememberedId[] {
	if (entry.clientId === undefined) return state.recent;
	const digest = entryDigest(entry);
	const next = [...state.recent, { clientId: entry.clientId, seq: entry.seq, gen: entry.gen, digest }];
	return next.length > rememberedIds ? next.slice(-rememberedIds) : next;
}

function foldMessage(state: SessionState, entry: MessageEntry): SessionState {
	const name = entry.author === 'agent' ? entry.name : '';
	const said: SessionState = {
		...state,
		messages: state.messages + 1,
		last: { author: entry.author, name, text: previewOf(entry.text), at: entry.at },
	};
	switch (entry.author) {
		case 'visitor': {
			const waiting = { seq: entry.seq, at: entry.at };
			return {
				...said,
				heard: { seq: entry.seq, author: 'visitor' },
				lastVisitorSeq: entry.seq,
				unanswered: state.unanswered ?? waiting,
				sinceTurn: state.turn === null ? null : (state.sinceTurn ?? waiting),
			};
		}
		case 'ai': {
			const mode = state.mode === 'released' ? 'ai-responding' : state.mode;
			// An interrupted text answers nothing, but its turn is over; who waits since when is said by what follows it.
			if (entry.interrupted) return { ...said, mode, turn: null };
			return answeredUpTo({ ...said, mode }, entry.answersUpTo);
		}
		case 'agent':
			return {
				...said,
				heard: { seq: entry.seq, author: 'agent', memberId: entry.memberId },
				answered: (entry.seq - 1) as Seq,
				unanswered: null,
				sinceTurn: null,
				attempts: 0,
			};
		default:
			return unreachable(entry);
	}
}

function answeredUpTo(before: SessionState, seq: Seq): SessionState {
	const state = { ...before, missed: stillMissed(before.missed, seq) };
	return {
		...state,
		turn: null,
		answered: seq > state.answered ? seq : state.answered,
		// A view without `turn-started` has no `sinceTurn`: there the last visitor message decides.
		unanswered: state.lastVisitorSeq > seq ? (state.sinceTurn ?? state.unanswered) : null,
		sinceTurn: null,
		attempts: 0,
	};
}

const withHolder = (state: SessionState, change: Pick<Holder, 'lostDeadline' | 'away'>): SessionState =>
	state.holder === null ? state : { ...state, holder: { ...state.holder, ...change } };

/** Folds one entry. The entry must be the next one that this reader may see. */
export function foldEntry(before: SessionState, entry: Entry): SessionState {
	const state: SessionState = {
		...before,
		lastSeq: entry.seq,
		lastAt: entry.at,
		recent: remember(before, entry),
	};
	// A turn belongs to one gen: whatever changes control has ended it.
	const control = { ...state, gen: entry.gen, attempts: 0, turn: null, sinceTurn: null, holder: null };
	switch (entry.kind) {
		case 'opened':
			return { ...control, mode: 'ai-responding', openedSeq: entry.seq, openedAt: entry.at, needsHuman: null };
		case 'message':
			return foldMessage(state, entry);
		case 'took-over':
			return {
				...control,
				mode: 'taken-over',
				holder: { memberId: entry.memberId, name: entry.name, lostDeadline: null },
				humanAt: entry.at,
				needsHuman: null,
				missed: resolvedBy(state.missed, entry.at, entry.memberId),
			};
		case 'released':
			return { ...control, mode: 'released' };
		case 'left':
			// Who was blocked is owed nothing.
			return { ...control, mode: 'left', missed: entry.why === 'blocked' ? null : missedBy(state, entry.at) };
		case 'asked-for-human':
			return { ...state, needsHuman: { why: entry.why, at: entry.at } };
		case 'ai-failed': {
			const mode = state.mode === 'released' ? 'ai-responding' : state.mode;
			return {
				...answeredUpTo({ ...state, mode }, entry.answersUpTo),
				needsHuman: state.needsHuman ?? { why: 'ai-failed', at: entry.at },
			};
		}
		case 'kept':
			return { ...state, humanAt: entry.at };
		case 'agent-lost':
			return withHolder(state, { lostDeadline: entry.deadline, away: entry.away });
		case 'agent-back':
			return withHolder(state, { lostDeadline: null, away: undefined });
		case 'turn-started':
			return {
				...state,
				mode: state.mode === 'released' ? 'ai-responding' : state.mode,
				turn: { turn: entry.seq, gen: entry.gen, answersUpTo: entry.answersUpTo },
				sinceTurn: null,
				attempts: state.attempts + 1,
			};
		case 'whisper':
			return state;
		case 'left-address':
			return { ...state, contact: entry.email };
		case 'late-answer': {
			// An agent's words like any other; but nobody is here to be rung for.
			const said = { ...foldMessage(state, { ...entry, kind: 'message', author: 'agent' }), heard: state.heard };
			if (entry.of !== undefined) return said;
			const missed = resolvedBy(state.missed, entry.at, entry.memberId);
			return { ...said, lateSeq: entry.seq, lateAt: entry.at, missed };
		}
		case 'resolved':
			return { ...state, missed: markedBy(state.missed, entry) };
		default:
			return unreachable(entry);
	}
}

export const fold = (state: SessionState, entries: readonly Entry[]): SessionState => entries.reduce(foldEntry, state);
