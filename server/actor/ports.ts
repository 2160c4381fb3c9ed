/** What the actors need of the world. Owned here, implemented by `store`, `ai` and `visitor`, replaced by tests. */
import type { AlertKind } from '../../shared/alert.ts';
import type { Page, VisitorFacts } from '../../shared/card.ts';
import type { AskWhy, Entry, Source } from '../../shared/entry.ts';
import { BatonError } from '../../shared/errors.ts';
import type { Mode } from '../../shared/fold.ts';
import type { ClientId, Epoch, Gen, MemberId, Seq, SessionId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { Missed } from '../../shared/missed.ts';
import type { Language } from '../../shared/text/language.ts';
import type { Telling } from '../session/alerts.ts';
import type { EarlierAnswer } from '../session/events.ts';

/** What is fixed when a session is made, and the last known page. */
export interface SessionFacts {
	readonly id: SessionId;
	readonly siteId: SiteId;
	readonly visitorId: VisitorId;
	/** The visitor's session before this one, more than 24 h older. */
	readonly previousId: SessionId | null;
	readonly language: Language;
	readonly facts: VisitorFacts;
	readonly page: Page | null;
	/** Wall clock, ms. */
	readonly createdAt: number;
}

/** The only projection: written in the same statement as the entries (DESIGN section 4). */
export interface Projection {
	readonly mode: Mode | 'left';
	readonly gen: Gen;
	readonly holderId: MemberId | null;
	readonly messages: number;
	readonly lastAt: number;
	readonly openedAt: number;
	/** Missed by everybody, and whether somebody has seen to it since. */
	readonly missed: Missed | null;
	/** The address that the visitor has left. */
	readonly contact: string | null;
	/** When a late answer was given last; 0: never. Wall clock, ms. */
	readonly lateAt: number;
	/** Nearest stored deadline, else the time of this write; null once left. Wall clock, ms. */
	readonly wakeAt: number | null;
}

export interface Commit {
	readonly session: SessionFacts;
	/** The epoch under which the caller owns the session; 1 for one that has no row yet. */
	readonly epoch: Epoch;
	/** The row does not exist yet and is made by this commit. */
	readonly create: boolean;
	/** Dense, ascending, at least one. */
	readonly entries: readonly Entry[];
	readonly projection: Projection;
	/** Which of the entries somebody beyond the dashboards wants to hear of: written down with them. */
	readonly alerts?: readonly Telling[] | undefined;
}

export type CommitOutcome =
	| { readonly kind: 'committed' }
	/** Another process owns the session now: nothing was written (I14). */
	| { readonly kind: 'fenced' }
	/** One of the client ids, or the row itself, exists already: nothing of this commit was written (I13). */
	| { readonly kind: 'conflict' };

/**
 * A store that can't answer; whoever asked from outside is told so and when to ask again. `unknown`: the write may or may not have happened: read back, retry the same entries.
 * `refused`: nothing was written.
 */
export class StoreFault extends BatonError {
	readonly outcome: 'unknown' | 'refused';
	constructor(outcome: 'unknown' | 'refused', cause: unknown) {
		super('store.unavailable', { retryAfterMs: 1_000 }, cause);
		this.name = 'StoreFault';
		this.message = `store fault, outcome ${outcome}`;
		this.outcome = outcome;
	}
}

export interface Position {
	readonly lastSeq: Seq;
	readonly epoch: Epoch;
	/** The process that has claimed it last, where there may be several. */
	readonly owner?: string | undefined;
}

/** The transcript is the journal. Every method rejects with `StoreFault` only. */
export interface Journal {
	/**
	 * Appends entries and updates the projection in one statement with the ownership check (I14); grouped with other
	 * sessions' commits. Resolves after the commit.
	 */
	commit(commit: Commit): Promise<CommitOutcome>;
	/** Takes ownership: raises the epoch. Null: no such session. */
	claim(
		id: SessionId,
	): Promise<{ readonly session: SessionFacts; readonly epoch: Epoch; readonly projection: Projection } | null>;
	/** Entries with `seq` above `after`, ascending, at most `limit`. */
	read(id: SessionId, after: Seq, limit: number): Promise<readonly Entry[]>;
	/** The entry that a client id was used for (I13), or null. */
	find(id: SessionId, clientId: ClientId): Promise<Entry | null>;
	/** For an unknown outcome: the last `seq` stored, and whether the caller still owns the session. Null: no row. */
	position(id: SessionId): Promise<Position | null>;
}

export interface ToWake {
	readonly id: SessionId;
	readonly siteId: SiteId;
	/** A human holds it: their 30 seconds run from the start. */
	readonly held: boolean;
	readonly wakeAt: number;
	readonly owner?: string | undefined;
}

/** What the directory asks of the projection. Rejects with `StoreFault` only. */
export interface SessionIndex {
	/** The visitor's newest session on the site. */
	latestOf(
		siteId: SiteId,
		visitorId: VisitorId,
	): Promise<{ readonly id: SessionId; readonly lastAt: number; readonly left: boolean } | null>;
	/** What a session was made with, without waking it. Null: no such session. */
	load(id: SessionId): Promise<SessionFacts | null>;
	/**
	 * Sessions that have not left, to be activated after a start: those in human hands first, then by `wakeAt`, earliest
	 * first. A part of them at a time (I30): those that come after `last`; an empty part is the end.
	 */
	toWake(last?: ToWake): Promise<readonly ToWake[]>;
}

/** What waits for a visitor who comes back. Rejects with `StoreFault` only. */
export interface LateAnswers {
	/** Answers given since the visitor last opened the chat, oldest first, and whether one may still come. */
	unseen(
		siteId: SiteId,
		visitorId: VisitorId,
	): Promise<{ readonly answers: readonly EarlierAnswer[]; readonly awaited: boolean }>;
}

/** What a process says of itself to the others. */
export interface ProcessNews {
	/** Members who have a dashboard open there. */
	readonly members: readonly MemberId[];
	/** Members who went away there, and said that they would be back. */
	readonly away: readonly MemberId[];
	/** Sessions that it does not own and whose visitors are connected there. */
	readonly visitors: readonly SessionId[];
}

export interface NeighbourRow extends ProcessNews {
	readonly id: string;
	/** Rises as long as it lives. */
	readonly beat: number;
	/** It has a connection to the database. */
	readonly connected: boolean;
}

/** Several processes on one database. Rejects with `StoreFault` only. */
export interface NeighbourStore {
	/** Says that this process lives; what the others have said. */
	beat(news: ProcessNews): Promise<readonly NeighbourRow[]>;
	/** Who may write, and how far each of them has come. */
	positions(ids: readonly SessionId[]): Promise<readonly (Position & { readonly id: SessionId })[]>;
	/** Forgets a process that has said nothing since that beat. */
	bury(id: string, beat: number): Promise<void>;
	/** This process ends. */
	leave(): Promise<void>;
}

/** One run of the AI. `text` pieces are published as they come; the last part closes the answer. */
export type ResponsePart =
	| { readonly type: 'text'; readonly text: string }
	| { readonly type: 'done'; readonly sources: readonly Source[]; readonly asks: AskWhy | null };

export interface ResponseRequest {
	readonly siteId: SiteId;
	readonly sessionId: SessionId;
	readonly language: Language;
	/** The whole transcript as members see it, with `took-over` and `released` marking the human stretches. */
	readonly transcript: readonly Entry[];
	/** The visitor messages above this are to be answered. */
	readonly answered: Seq;
	/** Aborted within the same turn of the loop as a takeover (I5). */
	readonly signal: AbortSignal;
}

/** The AI behind one port. It may throw; the reason is logged, never shown. */
export interface Responder {
	respond(request: ResponseRequest): AsyncIterable<ResponsePart>;
}

/** Words of the AI's side that a transcript keeps, in the visitor's language. */
export interface Phrases {
	apology(language: Language): string;
}

/** Limits that a site may set. */
export interface SiteLimits {
	idleReturnMs(siteId: SiteId): number;
}

/** Who wants to hear of what, beyond the dashboards. */
export interface AlertDesk {
	/** From memory. */
	wants(siteId: SiteId, kind: AlertKind): boolean;
	/** Some were written. */
	written(): void;
}
