/** The two live subscriptions of the desk, brought into Solid: one batched write per event, everything else is a fold. */
import { type Accessor, batch, createSignal } from 'solid-js';
import { createStore, produce, reconcile } from 'solid-js/store';
import type { Card } from '../shared/card.ts';
import type { ListEvent, MemberEvent } from '../shared/feed.ts';
import type { SessionId, SiteId } from '../shared/ids.ts';
import type { Failure } from '../shared/live/failure.ts';
import { follow } from '../shared/live/follow.ts';
import type { LiveClock } from '../shared/live/host.ts';
import type { Api } from './api.ts';
import { type Cards, type Gathered, gather } from './monitor/cards.ts';

export interface Line {
	readonly api: Api;
	readonly clock: LiveClock;
}

export interface LiveCards {
	/** Null until the first snapshot, or while refused. */
	readonly ids: Accessor<readonly SessionId[] | null>;
	/** By id; a card that has left stays until `forget`, so that what the pointer is over need not move. */
	readonly card: (id: SessionId) => Card | undefined;
	/** The same cards as plain data, for pure decisions. */
	readonly plain: () => Cards;
	/** Why there is no list. */
	readonly failure: Accessor<Failure | null>;
	/** Server's wall clock minus this machine's, ms. */
	readonly skewMs: Accessor<number>;
	/** `before` is null at the first snapshot. */
	onChange(listener: (before: Cards | null, after: Cards) => void): () => void;
	/** Drops the data of cards that have left. */
	forget(): void;
	/** After a refusal. */
	retry(): void;
	stop(): void;
}

export function createLiveCards({ api, clock }: Line, siteId: SiteId): LiveCards {
	const [cards, setCards] = createStore<Record<SessionId, Card>>({});
	const [ids, setIds] = createSignal<readonly SessionId[] | null>(null);
	const [failure, setFailure] = createSignal<Failure | null>(null);
	const [skewMs, setSkewMs] = createSignal(0);
	const listeners = new Set<(before: Cards | null, after: Cards) => void>();
	let gathered: Gathered = { cards: new Map(), parts: null };
	/** Off the list, and their data still here. */
	const leaving = new Set<SessionId>();
	let stop = () => {};

	function take(event: ListEvent): void {
		const old = gathered.cards;
		const before = ids() === null ? null : old;
		gathered = gather(gathered, event);
		if (gathered.parts !== null) return;
		const plain = gathered.cards;
		for (const id of old.keys()) {
			if (!plain.has(id)) leaving.add(id);
		}
		batch(() => {
			setFailure(null);
			// A second of drift is nobody's business; a changing skew would wake every relative time.
			const skew = event.now - clock.now();
			if (Math.abs(skew - skewMs()) > 1_000) setSkewMs(skew);
			for (const card of plain.values()) {
				if (old.get(card.id) !== card) setCards(card.id, reconcile(card, { key: null }));
			}
			const sameMembers =
				before !== null && before.size === plain.size && [...plain.keys()].every((id) => before.has(id));
			if (!sameMembers) setIds([...plain.keys()]);
		});
		for (const listener of [...listeners]) listener(before, plain);
	}

	function start(): void {
		stop();
		stop = follow<ListEvent>({
			clock,
			subscribe: (resume, handlers) => api.monitor.list.subscribe({ siteId, ...resume }, handlers),
			onEvent: take,
			onEnd(why) {
				batch(() => {
					gathered = { cards: new Map(), parts: null };
					setIds(null);
					setFailure(why);
				});
			},
		});
	}

	start();
	return {
		ids,
		card: (id) => cards[id],
		plain: () => gathered.cards,
		failure,
		skewMs,
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		forget() {
			const left = [...leaving].filter((id) => !gathered.cards.has(id));
			leaving.clear();
			if (left.length === 0) return;
			setCards(
				produce((all) => {
					for (const id of left) delete all[id];
				}),
			);
		},
		retry() {
			setFailure(null);
			start();
		},
		stop: () => stop(),
	};
}

export interface FollowSession extends Line {
	readonly sessionId: SessionId;
	readonly onEvent: (event: MemberEvent) => void;
	readonly onEnd: (failure: Failure) => void;
}

/** Watching one session; returns the way to stop. */
export function followSession({ api, clock, sessionId, onEvent, onEnd }: FollowSession): () => void {
	return follow<MemberEvent>({
		clock,
		subscribe: (resume, handlers) => api.monitor.watch.subscribe({ sessionId, ...resume }, handlers),
		onEvent,
		onEnd,
	});
}
