/** What clients asked, what they were told and what they were shown: plain data, so that a failing round can be kept in a file. */
import type { Card } from '../../shared/card.ts';
import type { Ack, Entry } from '../../shared/entry.ts';
import type { WireError } from '../../shared/errors.ts';
import type { MemberEvent, VisitorEvent } from '../../shared/feed.ts';
import type { ClientId, Gen, SessionId } from '../../shared/ids.ts';

export type Verb = 'say' | 'ask' | 'back' | 'end' | 'takeOver' | 'reply' | 'release' | 'keep' | 'whisper';

export type Answer =
	| { readonly kind: 'ok'; readonly ack: Ack }
	| { readonly kind: 'refused'; readonly error: WireError }
	/** The line was lost before an answer: it may have happened, and may still happen. */
	| { readonly kind: 'lost' };

/** One call on the wire. Times are the recording process's monotonic ms: one clock for all clients. */
export interface Attempt {
	readonly at: number;
	/** Null: never. */
	readonly answeredAt: number | null;
	readonly answer: Answer | null;
}

/** One intent of one client, however often it was asked. */
export interface Op {
	readonly client: string;
	readonly verb: Verb;
	/** Null: `end`, which needs none. */
	readonly clientId: ClientId | null;
	/** Null where the client did not know yet. */
	readonly sessionId: SessionId | null;
	readonly text: string;
	/** The control that a member saw. */
	readonly gen: Gen | null;
	readonly attempts: readonly Attempt[];
}

export type FeedEvent = VisitorEvent | MemberEvent;

export interface Shown {
	readonly at: number;
	/** The subscription that this came with was asked for at this time or later. */
	readonly askedAt: number;
	readonly event: FeedEvent;
}

/** What one page was shown of one session, over all its sockets. */
export interface Stream {
	readonly client: string;
	readonly audience: 'visitor' | 'member';
	readonly shown: readonly Shown[];
	/** It was still looking when everything had come to rest. */
	readonly open: boolean;
}

/** A monitoring page at the end: its cards, and the sessions whose cards it could be asked for. */
export interface List {
	readonly client: string;
	readonly cards: readonly Card[];
}

export interface History {
	/** Wall clock, ms: sessions that began before it are of people who are gone. */
	readonly begunAt: number;
	/** Wall clock, ms: nobody was asked to show what came later. */
	readonly restedAt: number;
	readonly ops: readonly Op[];
	readonly streams: readonly Stream[];
	readonly lists: readonly List[];
	/** By session; read from the store itself, internal entries too. */
	readonly transcripts: Readonly<Record<SessionId, readonly Entry[]>>;
}

export type Verdict =
	/** Acknowledged, perhaps several times. */
	| { readonly kind: 'ok'; readonly acks: readonly Ack[] }
	/** Refused for good. */
	| { readonly kind: 'fail'; readonly error: WireError }
	/** Nobody knows: a timeout is never a failure. */
	| { readonly kind: 'unknown' };

export function verdictOf({ attempts }: Pick<Op, 'attempts'>): Verdict {
	const acks = attempts.flatMap(({ answer }) => (answer?.kind === 'ok' ? [answer.ack] : []));
	if (acks.length > 0) return { kind: 'ok', acks };
	const last = attempts.at(-1)?.answer ?? null;
	// "Try again" may follow a write whose outcome the server itself does not know.
	if (last?.kind === 'refused' && !last.error.retryable) return { kind: 'fail', error: last.error };
	return { kind: 'unknown' };
}

export const invokedAt = ({ attempts }: Op): number => attempts[0]?.at ?? Number.POSITIVE_INFINITY;

/** When its client first knew that it had happened. */
export const ackedAt = ({ attempts }: Op): number =>
	attempts.find(({ answer }) => answer?.kind === 'ok')?.answeredAt ?? Number.POSITIVE_INFINITY;
