/** The history of a site: every chat that was ever written in, newest first, as it goes to the dashboard. */
import type { Page, VisitorFacts } from './card.ts';
import type { Entry } from './entry.ts';
import type { Seq, SessionId } from './ids.ts';

/** Which chats are asked for. `human`: a person had control at some time. `missed`: the visitor left without an answer. */
export const historyKinds = ['all', 'human', 'missed'] as const;
export type HistoryKind = (typeof historyKinds)[number];

export interface HistoryRow {
	readonly id: SessionId;
	readonly facts: VisitorFacts;
	readonly page: Page | null;
	/** When the visitor came, or came back, last. Wall clock of the server, ms, like every time here. */
	readonly openedAt: number;
	readonly lastAt: number;
	readonly messages: number;
	/** The beginning of the visitor's first message; empty: they wrote none. */
	readonly first: string;
	/** Display names of those who took over, in order; an empty one: no name was set. */
	readonly agents: readonly string[];
	/** Null: nobody missed it. */
	readonly missed: { readonly resolved: boolean } | null;
	/** The e-mail address that the visitor has left. */
	readonly contact: string | null;
	/** It is on the live list now. */
	readonly live: boolean;
}

export interface HistoryPage {
	readonly rows: readonly HistoryRow[];
	/** Asks for older ones; null: that is all. A part may be empty and others follow: a search looks through so many at a time. */
	readonly next: string | null;
	readonly now: number;
}

export interface HistoryTranscript {
	readonly row: HistoryRow;
	readonly entries: readonly Entry[];
	/** Read so far: some entries are nobody's to see. */
	readonly reached: Seq;
	readonly more: boolean;
	readonly now: number;
}
