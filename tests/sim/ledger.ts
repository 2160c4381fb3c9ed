/** What happens in a run, told to whoever checks it, in the order in which it happens. */

import type { ResponseRequest } from '../../server/actor/ports.ts';
import type { Ack, Entry } from '../../shared/entry.ts';
import type { ListEvent, MemberEvent, VisitorEvent } from '../../shared/feed.ts';
import type { ClientId, Gen, Seq, SessionId, SiteId } from '../../shared/ids.ts';
import type { Failure } from '../../shared/live/failure.ts';
import type { OutboxState } from '../../shared/live/outbox.ts';
import type { Life } from './house.ts';
import type { Row } from './journal.ts';
import type { CommitFault } from './store.ts';

/** `W…`: what only the wire shows, named in `wire/rules.ts`. */
export type Rule = 'R0' | `I${number}` | `W${number}`;

/** Whose page it is. */
export interface Seat {
	readonly role: 'visitor' | 'member';
	/** Index in the run's visitors, or in the estate's people. */
	readonly person: number;
	/** `v1.2.3`: visitor 1, tab 2, third page in it. */
	readonly page: string;
}

/** One subscription of a page, through all its reconnects. */
export interface Stream {
	readonly id: number;
	readonly seat: Seat;
	readonly kind: 'feed' | 'watch' | 'list';
	/** The session that was asked for; a visitor's is told by the first `welcome`. */
	readonly sessionId: SessionId | null;
	/** The site that was asked for, of a list. */
	readonly siteId: SiteId | null;
	readonly lastEventId: string | undefined;
}

export type StreamEvent =
	| { readonly kind: 'session'; readonly event: MemberEvent | VisitorEvent }
	| { readonly kind: 'list'; readonly event: ListEvent };

export interface Call {
	readonly id: number;
	readonly seat: Seat;
	/** `say`, `monitor.takeOver` … */
	readonly path: string;
	readonly input: Readonly<Record<string, unknown>>;
	readonly clientId: ClientId | null;
	readonly sessionId: SessionId | null;
	/** The control that the sender saw. */
	readonly gen: Gen | null;
	/** Monotonic ms. */
	readonly at: number;
	/** How many entries the store held of all sessions when it was asked. */
	readonly outcome: CallOutcome | null;
}

export type CallOutcome = { readonly kind: 'ack'; readonly ack: Ack } | { readonly kind: 'answer' } | Failure;

/** One call of the provider. */
export interface Provided {
	readonly id: number;
	readonly life: Life['number'];
	readonly sessionId: SessionId;
	/** The open turn of the transcript when it was called; null: there was none. */
	readonly turn: Seq | null;
	readonly gen: Gen | null;
	readonly request: ResponseRequest;
	readonly at: number;
	/** Everything that it was asked for so far, as it came from the provider. */
	readonly emitted: string;
	/** Monotonic ms of the last piece; null before the first. */
	readonly emittedAt: number | null;
	/** It ended by itself. */
	readonly over: boolean;
}

/** `done`: the store has done it, and nobody has heard of it. */
export type Stage = 'asked' | 'done' | 'answered';

export interface StoreCall {
	/** The port's method. */
	readonly name: string;
	readonly values: readonly unknown[];
}

/** Whoever looks. All are called in the moment itself; none may change anything. */
export interface Eyes {
	written?(row: Row, fresh: readonly Entry[], before: readonly Entry[]): void;
	fenced?(sessionId: SessionId): void;
	/** A frame was given to a socket of this page. */
	handed?(seat: Seat, text: string): void;
	/** A frame of this page reached the server. */
	heard?(seat: Seat, text: string): void;
	/** The server has a socket of this page, or has it no more. */
	served?(seat: Seat, open: boolean): void;
	provided?(call: Provided): void;
	emitted?(call: Provided): void;
	subscribed?(stream: Stream): void;
	received?(stream: Stream, event: StreamEvent): void;
	ended?(stream: Stream, failure: Failure): void;
	asked?(call: Call): void;
	answered?(call: Call, outcome: CallOutcome): void;
	outbox?(seat: Seat, state: OutboxState<unknown>): void;
	/** A page's life. */
	loaded?(seat: Seat): void;
	closed?(seat: Seat): void;
	/** The wall clock jumped. */
	jumped?(): void;
	booted?(life: Life): void;
	crashed?(life: Life): void;
	/** A commit of this session met a fault of the store. */
	faulted?(sessionId: SessionId, fault: CommitFault | 'down'): void;
	/** A question to the store, on its way there and back. */
	stored?(stage: Stage, call: StoreCall): void;
	/** A life wrote to a session that another one had taken up since (I14). */
	trespassed?(sessionId: SessionId): void;
	/** After each event has come to rest. */
	stepped?(): void;
	/** Faults are over, lines are healed, time has passed. */
	quiet?(): void;
}

export interface Violation {
	readonly rule: Rule;
	readonly text: string;
	/** Virtual monotonic ms. */
	readonly at: number;
}

export interface Verdicts {
	/** The rule's case arose, and holds so far. */
	held(rule: Rule, times?: number): void;
	broken(rule: Rule, text: string): void;
}
