import type { LastMessage, Mode, NeedsHuman } from './fold.ts';
import type { Gen, MemberId, Seq, SessionId } from './ids.ts';

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
	readonly heard: {
		readonly seq: Seq;
		readonly author: 'visitor' | 'agent';
		readonly memberId?: MemberId | undefined;
	} | null;
	readonly holder: {
		readonly memberId: MemberId;
		readonly name: string;
		/** Set while no dashboard of the holder lives: when the AI returns. */
		readonly lostDeadline: number | null;
	} | null;
	/** The AI is answering at this moment. */
	readonly generating: boolean;
	/** Asked for a human, the AI failed, or the session was set aside after a fault. */
	readonly needsHuman: NeedsHuman | { readonly why: 'set-aside'; readonly at: number } | null;
	/** Oldest unanswered visitor message. */
	readonly waitingSince: number | null;
	/** In human hands and unanswered for a minute: rings for holder and team. `returnsAt`: when the AI takes it back. */
	readonly overdue: { readonly since: number; readonly returnsAt: number } | null;
	readonly typing: boolean;
	/** Agents who are looking on, by name; never told to a visitor. */
	readonly watchers: readonly { readonly memberId: MemberId; readonly name: string }[];
}
