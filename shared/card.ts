import type { Heard, LastMessage, Mode, NeedsHuman } from './fold.ts';
import type { Gen, MemberId, SessionId } from './ids.ts';

export type Device = 'mobile' | 'tablet' | 'desktop';

/** What is known of a visitor's machine and place. Never from the wire's own claims, and no address in it. */
export interface VisitorFacts {
	/** ISO 3166-1 alpha-2, approximate (from the address); null: unknown. */
	readonly country: string | null;
	readonly device: Device;
	/** "Firefox 144", "Safari"; empty: unknown. */
	readonly browser: string;
	/** "Windows", "iOS"; empty: unknown. */
	readonly system: string;
}

export interface Page {
	readonly url: string;
	readonly title: string;
}

/** In human hands and unanswered for a minute: rings for holder and team. Wall clock, ms. */
export interface Overdue {
	readonly since: number;
	/** When the AI takes it back. */
	readonly returnsAt: number;
}

/** An agent who looks on. */
export interface Watcher {
	readonly memberId: MemberId;
	readonly name: string;
}

/** One live session on the monitoring page. Times are the server's wall clock in ms; the feed carries `now`. */
export interface Card {
	readonly id: SessionId;
	readonly gen: Gen;
	readonly mode: Mode;
	readonly presence: 'online' | 'away';
	readonly facts: VisitorFacts;
	readonly page: Page | null;
	/** This visit's `opened`. */
	readonly openedAt: number;
	/** The visit reopened an older session: "new conversations only" stays silent. */
	readonly reopened: boolean;
	/** Visitor, AI and agent messages; no system lines, no greeting. */
	readonly messages: number;
	readonly last: LastMessage | null;
	readonly heard: Heard | null;
	readonly holder: {
		readonly memberId: MemberId;
		readonly name: string;
		/** Set while no dashboard of the holder is looked at: when the AI returns. */
		readonly lostDeadline: number | null;
		/** They said that they would be back. */
		readonly away?: true | undefined;
	} | null;
	/** The AI is answering at this moment. */
	readonly generating: boolean;
	/** Asked for a human, the AI failed, or the session was set aside after a fault. */
	readonly needsHuman: NeedsHuman | { readonly why: 'set-aside'; readonly at: number } | null;
	/** Oldest unanswered visitor message. */
	readonly waitingSince: number | null;
	readonly overdue: Overdue | null;
	readonly typing: boolean;
	/** Agents who are looking on, by name; never told to a visitor. */
	readonly watchers: readonly Watcher[];
}
