/** A live session as the rest of the server sees it. Types only: the procedures' types reach the browsers. */
import type { Overdue, Page } from '../../shared/card.ts';
import type { Ack, Entry } from '../../shared/entry.ts';
import type { SessionState } from '../../shared/fold.ts';
import type { Seq } from '../../shared/ids.ts';
import type { SessionEvent } from '../session/events.ts';
import type { Refusal } from '../session/step.ts';
import type { Position, Projection, SessionFacts } from './ports.ts';
import type { SessionPresence } from './presence.ts';
import type { Signal } from './signal.ts';
import type { TurnText } from './turn.ts';

export type Outcome = { readonly ok: true; readonly ack: Ack } | { readonly ok: false; readonly refusal: Refusal };

/** Of several processes on one database, which one has the session. */
export interface Whose {
	/** Another process has it: what is shown here is what that one has written, as of the last look. */
	readonly following: boolean;
	/** The process that is followed; null: none is, or nobody knows. */
	readonly owner: string | null;
	/** What the store says is news here. */
	behind(position: Position): boolean;
}

export interface SessionActor {
	readonly session: SessionFacts;
	/** Committed state, and the `opened` that is held in memory. */
	readonly state: SessionState;
	/** The running turn as published so far, or null. */
	readonly turn: TurnText | null;
	/** The turn that the AI is at, by what is committed: the level that is shown. */
	readonly answering: Seq | null;
	readonly presence: SessionPresence;
	/** Rings after a commit, a published piece, a change of presence. */
	readonly changed: Signal;
	/** Set while the session is set aside after an exception (I26): wall clock, ms. */
	readonly setAsideAt: number | null;
	/** What its row said at the last claim: all there is to show of a session whose transcript can't be folded. */
	readonly stored: Projection | null;
	/** Human hands, unanswered, past the alarm. */
	readonly overdue: Overdue | null;
	/** A person was asked for a minute ago, and none has come. */
	unmet(): boolean;
	/** Resolves after the commit; refusals and overload are values, it never rejects. */
	tell(event: SessionEvent): Promise<Outcome>;
	/** Committed entries above `after`, ascending; at once where the tail reaches. */
	read(after: Seq, limit: number): readonly Entry[] | Promise<readonly Entry[]>;
	/** Something outside broke on this session: it is set aside in its turn (I26). Refusals and store faults are none. */
	fail(error: unknown): void;
	/** The visit's own facts, which a reopening brings along. */
	describe(visit: Pick<SessionFacts, 'facts' | 'language'>): void;
	setPage(page: Page): void;
	/** Whether another process has it. */
	readonly ownership: Whose;
	/** Gives the session up if another process has it, and reads on in what that one writes (I16). Never rejects. */
	look(): Promise<unknown>;
	/** Folds the transcript if that has not happened, and takes up what was left open. */
	activate(): Promise<Outcome>;
	/**
	 * Lets the statechart and the tail go if nothing has happened for so long; the next event starts it again from the
	 * fold. True: it is at rest.
	 */
	rest(quietMs: number): boolean;
	/** Stops timers and the turn; resolves when the mailbox is empty. */
	stop(): Promise<void>;
}
