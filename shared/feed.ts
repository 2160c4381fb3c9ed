/** What the two live subscriptions carry. Every event is tracked; the client folds, and never asks twice. */
import type { Card, Overdue, Page, VisitorFacts, Watcher } from './card.ts';
import type { Entry } from './entry.ts';
import type { Gen, Seq, SessionId, VisitorId } from './ids.ts';

/** Level, not history: the newest one replaces the one before. Sent only when it differs from what this reader was told. */
export interface VisitorLive {
	/** The turn that is running, so that a bubble of any other turn is dropped. */
	readonly turn: Seq | null;
	readonly agentTyping: boolean;
	/** `opened` may be in memory only: this says who answers before the first entry. */
	readonly gen: Gen;
	/** The session is live; false once it has left: the next message opens it again. */
	readonly open: boolean;
	/**
	 * A person was asked for. `here`: no agent's dashboard is open; `free`: there is one, and nobody has come for a minute.
	 * The visitor is told, the AI goes on.
	 */
	readonly nobody: 'here' | 'free' | null;
}

export interface MemberLive {
	readonly turn: Seq | null;
	readonly gen: Gen;
	/** The session is off the live list: shown, but not to be acted on. */
	readonly live: boolean;
	readonly presence: 'online' | 'away' | 'gone';
	readonly visitorTyping: boolean;
	/** Another agent who holds the session is typing. */
	readonly agentTyping: boolean;
	readonly facts: VisitorFacts;
	readonly page: Page | null;
	readonly visitorId: VisitorId;
	readonly openedAt: number;
	readonly watchers: readonly Watcher[];
	readonly overdue: Overdue | null;
	readonly setAside: boolean;
	/** The visitor is kept out of the site. */
	readonly blocked: boolean;
}

export interface Piece {
	readonly type: 'piece';
	readonly turn: Seq;
	readonly gen: Gen;
	/** UTF-16 units of the turn's text before this piece. */
	readonly offset: number;
	readonly text: string;
}

/** What one subscription to a session carries; `L` is its reader's level. */
export type SessionFeedEvent<L> =
	/** First of every subscription. `reset`: forget what you had, the entries follow from the start (I19). */
	| { readonly type: 'welcome'; readonly reset: boolean; readonly now: number; readonly sessionId: SessionId }
	| { readonly type: 'entries'; readonly entries: readonly Entry[] }
	| { readonly type: 'live'; readonly live: L }
	| Piece;

/** The visitor's stream of their own session. */
export type VisitorEvent = SessionFeedEvent<VisitorLive>;
/** A member's stream of one session. */
export type MemberEvent = SessionFeedEvent<MemberLive>;

interface ListFrame {
	readonly now: number;
	readonly cards: readonly Card[];
	/** The rest follows at once as `changes`: until it is there, a new card is no news. */
	readonly more?: boolean | undefined;
}

/** The stream behind a monitoring page. A card that is `gone` has left the list. */
export type ListEvent =
	| (ListFrame & { readonly type: 'snapshot' })
	| (ListFrame & { readonly type: 'changes'; readonly gone: readonly SessionId[] });
