/** The Missed list of a site, as it goes to the dashboard. */
import type { Page, VisitorFacts } from './card.ts';
import type { Entry, MissedWhy } from './entry.ts';
import type { Gen, Seq, SessionId } from './ids.ts';
import type { Language } from './text/language.ts';

export interface MissedRow {
	readonly id: SessionId;
	/** Commands on it carry this (I3). */
	readonly gen: Gen;
	readonly facts: VisitorFacts;
	readonly page: Page | null;
	/** When the visitor left. Wall clock of the server, ms, like every time here. */
	readonly missedAt: number;
	readonly why: MissedWhy;
	/** The visitor's last message by then; empty: they wrote none. */
	readonly question: string;
	/** The e-mail address that they have left. */
	readonly contact: string | null;
	/** The last answer given since; null: none. */
	readonly answeredAt: number | null;
	/** Seen to; `name` is empty where no name is known. */
	readonly resolved: { readonly at: number; readonly name: string } | null;
	readonly language: Language;
	/** False: the visitor is back in the chat. */
	readonly left: boolean;
}

/** Open ones first, newest first in each. */
export interface MissedPage {
	readonly rows: readonly MissedRow[];
	/** Asks for the rest; null: that is all. */
	readonly next: string | null;
	readonly now: number;
}

/** What an open dashboard is told by itself. */
export interface MissedNews {
	readonly open: number;
	/** Another text: the list has changed. */
	readonly stamp: string;
}

export interface MissedTranscript {
	readonly row: MissedRow;
	readonly entries: readonly Entry[];
	/** Read so far: some entries are nobody's to see. */
	readonly reached: Seq;
	/** An answer goes to the address too, if one was left. */
	readonly sendsMail: boolean;
	readonly more: boolean;
	readonly now: number;
}
