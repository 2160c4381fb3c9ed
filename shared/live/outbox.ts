/**
 * What a person wrote and the server has not acknowledged yet. Pure: events in, a new state out; `createOutbox` does
 * what the state asks for. One item is under way at a time and keeps its `clientId` for ever (I13); "sent" only
 * after the ack, "failed" never for what is stored (I21).
 */
import type { Ack, Entry } from '../entry.ts';
import type { WireError } from '../errors.ts';
import { type ClientId, noSeq, type Seq, seqOf } from '../ids.ts';
import { unreachable } from '../unreachable.ts';
import type { Failure } from './failure.ts';

export type OutboxStatus =
	/** Waiting its turn, under way, or about to be repeated: to a person all of these are "sending". */
	| { readonly kind: 'sending'; readonly attempts: number }
	/** Acknowledged; stays until its entry comes with the feed. */
	| { readonly kind: 'sent'; readonly seq: Seq }
	/** Refused for good. */
	| { readonly kind: 'failed'; readonly error: WireError };

export interface OutboxItem<B> {
	readonly clientId: ClientId;
	readonly body: B;
	/** Wall clock, ms. */
	readonly writtenAt: number;
	readonly status: OutboxStatus;
}

export interface OutboxState<B> {
	/** In the order of writing. */
	readonly items: readonly OutboxItem<B>[];
	readonly underWay: ClientId | null;
	/** The feed has shown everything up to here. */
	readonly lastSeen: Seq;
	/** No attempt before this, monotonic ms. */
	readonly notBefore: number;
	/** The connection is live. */
	readonly up: boolean;
}

export type OutboxEvent<B> =
	| { readonly type: 'written'; readonly clientId: ClientId; readonly body: B; readonly at: number }
	| { readonly type: 'started'; readonly clientId: ClientId }
	| { readonly type: 'acked'; readonly clientId: ClientId; readonly ack: Ack }
	/** `now`: monotonic ms. */
	| { readonly type: 'failed'; readonly clientId: ClientId; readonly failure: Failure; readonly now: number }
	/** The feed starts again from the beginning, perhaps with another session. */
	| { readonly type: 'reset' }
	/** Entries came with the feed. */
	| { readonly type: 'seen'; readonly entries: readonly Entry[] }
	| { readonly type: 'retried'; readonly clientId: ClientId }
	| { readonly type: 'discarded'; readonly clientId: ClientId }
	| { readonly type: 'cleared' }
	| { readonly type: 'connection'; readonly up: boolean };

export const emptyOutbox: OutboxState<never> = { items: [], underWay: null, lastSeen: noSeq, notBefore: 0, up: false };

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

const pauseMs = (attempts: number): number => Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts - 1, 10));

function change<B>(
	state: OutboxState<B>,
	clientId: ClientId,
	next: (item: OutboxItem<B>) => OutboxStatus,
): readonly OutboxItem<B>[] {
	return state.items.map((item) => (item.clientId === clientId ? { ...item, status: next(item) } : item));
}

const attemptsOf = ({ status }: OutboxItem<unknown>): number => (status.kind === 'sending' ? status.attempts : 0);

function failed<B>(state: OutboxState<B>, event: Extract<OutboxEvent<B>, { type: 'failed' }>): OutboxState<B> {
	const { clientId, failure, now } = event;
	// An answer to an earlier attempt, or to what the feed has shown meanwhile.
	if (state.underWay !== clientId) return state;
	const free = { ...state, underWay: null };
	switch (failure.kind) {
		case 'lost': {
			// The next connection decides when; a call that fails while it is live must not turn into a loop.
			const items = change(state, clientId, (item) => ({ kind: 'sending', attempts: attemptsOf(item) + 1 }));
			return { ...free, items, notBefore: now + firstPauseMs };
		}
		case 'stopped':
			// The outcome is unknown: it waits for another connection, and is never called failed (I21).
			return { ...free, up: false };
		case 'refused': {
			const { error } = failure;
			if (!error.retryable) return { ...free, items: change(state, clientId, () => ({ kind: 'failed', error })) };
			const item = state.items.find((one) => one.clientId === clientId);
			const attempts = (item === undefined ? 0 : attemptsOf(item)) + 1;
			const items = change(state, clientId, () => ({ kind: 'sending', attempts }));
			return { ...free, items, notBefore: now + (error.retryAfterMs ?? pauseMs(attempts)) };
		}
		default:
			return unreachable(failure);
	}
}

const isShown = (status: OutboxStatus, lastSeen: Seq): boolean => status.kind === 'sent' && status.seq <= lastSeen;

/** I21: an item whose entry is in the transcript is gone from here, whatever its last attempt was told. */
function seen<B>(state: OutboxState<B>, entries: readonly Entry[]): OutboxState<B> {
	const ids = new Set(entries.map((entry) => entry.clientId));
	const newest = entries.at(-1)?.seq ?? noSeq;
	const lastSeen = seqOf(Math.max(newest, state.lastSeen));
	const items = state.items.filter((item) => !ids.has(item.clientId) && !isShown(item.status, lastSeen));
	const underWay = items.some((item) => item.clientId === state.underWay) ? state.underWay : null;
	return { ...state, items, underWay, lastSeen };
}

export function stepOutbox<B>(state: OutboxState<B>, event: OutboxEvent<B>): OutboxState<B> {
	switch (event.type) {
		case 'written': {
			const { clientId, body, at } = event;
			if (state.items.some((item) => item.clientId === clientId)) return state;
			const item: OutboxItem<B> = { clientId, body, writtenAt: at, status: { kind: 'sending', attempts: 0 } };
			return { ...state, items: [...state.items, item] };
		}
		case 'started':
			return { ...state, underWay: event.clientId };
		case 'acked': {
			const { clientId, ack } = event;
			const underWay = state.underWay === clientId ? null : state.underWay;
			const items = change(state, clientId, () => ({ kind: 'sent', seq: ack.seq }));
			// Its entry may have come before its ack, and not every entry carries the client id.
			return { ...state, underWay, items: items.filter(({ status }) => !isShown(status, state.lastSeen)) };
		}
		case 'failed':
			return failed(state, event);
		case 'reset':
			return { ...state, lastSeen: noSeq };
		case 'seen':
			return seen(state, event.entries);
		case 'retried': {
			const again = (item: OutboxItem<B>): OutboxStatus =>
				item.status.kind === 'failed' ? { kind: 'sending', attempts: 0 } : item.status;
			return { ...state, items: change(state, event.clientId, again) };
		}
		case 'discarded':
			// What is under way may be stored by now: only a failed item can be taken back.
			return {
				...state,
				items: state.items.filter((item) => item.clientId !== event.clientId || item.status.kind !== 'failed'),
			};
		case 'cleared':
			return { ...state, items: [], underWay: null };
		case 'connection':
			// A call on a lost socket fails by itself; what waits may go at once on the new one.
			return { ...state, up: event.up, notBefore: event.up && !state.up ? 0 : state.notBefore };
		default:
			return unreachable(event);
	}
}

/** The next item to send, or null: nothing to do, or something is under way, or there is no connection. */
export function nextToSend<B>(state: OutboxState<B>): OutboxItem<B> | null {
	if (!state.up || state.underWay !== null) return null;
	return state.items.find((item) => item.status.kind === 'sending') ?? null;
}

/** What must survive a reload: all that is not acknowledged. */
export const unsent = <B>(state: OutboxState<B>): readonly OutboxItem<B>[] =>
	state.items.filter((item) => item.status.kind !== 'sent');
