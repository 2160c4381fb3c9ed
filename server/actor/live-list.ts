/**
 * The live sessions of one site as versioned cards. Feeds keep a version and ask what came after it: latest card wins,
 * so a slow reader costs nothing and misses nothing.
 */
import type { Card } from '../../shared/card.ts';
import type { SessionId } from '../../shared/ids.ts';
import { createSignal, type Signal } from './signal.ts';

export interface LiveList {
	readonly version: number;
	readonly changed: Signal;
	readonly cards: readonly Card[];
	/** Puts the card, or takes the session off the list. Nothing happens where it looks the same as before: false. */
	put(id: SessionId, card: Card | null): boolean;
	/** What came after the version; null: too long ago, take a snapshot. */
	since(version: number): { readonly cards: readonly Card[]; readonly gone: readonly SessionId[] } | null;
}

/** Departures that are remembered; who was away longer takes a snapshot. */
const rememberedGone = 1_000;

interface Row {
	readonly card: Card;
	/** To tell "looks the same" cheaply and for sure. */
	readonly text: string;
	readonly version: number;
}

export function createLiveList(): LiveList {
	const changed = createSignal();
	const rows = new Map<SessionId, Row>();
	const gone = new Map<SessionId, number>();
	let version = 0;
	/** Departures at or before this version are forgotten. */
	let forgotten = 0;

	return {
		changed,
		get version() {
			return version;
		},
		get cards() {
			return [...rows.values()].map((row) => row.card);
		},
		put(id, card) {
			const row = rows.get(id);
			if (card === null) {
				if (row === undefined) return false;
				version += 1;
				rows.delete(id);
				gone.set(id, version);
				for (const [oldest, at] of gone) {
					if (gone.size <= rememberedGone) break;
					gone.delete(oldest);
					forgotten = at;
				}
			} else {
				const text = JSON.stringify(card);
				if (row?.text === text) return false;
				version += 1;
				gone.delete(id);
				// Re-inserted, so that the newest changes are last and a reader can stop early.
				rows.delete(id);
				rows.set(id, { card, text, version });
			}
			changed.wake();
			return true;
		},
		since(known) {
			if (known > version || known < forgotten) return null;
			return {
				cards: [...rows.values()].filter((row) => row.version > known).map((row) => row.card),
				gone: [...gone].filter(([, at]) => at > known).map(([id]) => id),
			};
		},
	};
}
