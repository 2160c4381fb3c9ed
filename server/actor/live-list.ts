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
	card(id: SessionId): Card | null;
	/** Puts the card, or takes the session off the list. Nothing happens where it looks the same as before: false. */
	put(id: SessionId, card: Card | null): boolean;
	/**
	 * What came after `known`, oldest first, as far as `units` of JSON go; null: too long ago, begin at 0.
	 * @param floor departures up to this version are none of the reader's: it began to read only then.
	 */
	since(known: number, floor: number, units: number): ListPart | null;
}

export interface ListPart {
	readonly cards: readonly Card[];
	readonly gone: readonly SessionId[];
	/** What the reader knows with it; below the list's own version there is more. */
	readonly version: number;
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
		card: (id) => rows.get(id)?.card ?? null,
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
				// Re-inserted, so that the newest changes are last and a frame can end early.
				rows.delete(id);
				rows.set(id, { card, text, version });
			}
			changed.wake();
			return true;
		},
		since(known, floor, units) {
			const heard = Math.max(known, floor);
			if (known > version || heard < forgotten) return null;
			const cards: Card[] = [];
			let upTo = version;
			let room = units;
			let last = known;
			for (const row of rows.values()) {
				if (row.version <= known) continue;
				room -= row.text.length;
				if (room < 0 && cards.length > 0) {
					upTo = last;
					break;
				}
				cards.push(row.card);
				last = row.version;
			}
			const left = [...gone].filter(([, at]) => at > heard && at <= upTo);
			return { cards, gone: left.map(([id]) => id), version: upTo };
		},
	};
}
