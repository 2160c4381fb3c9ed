/** The live cards of one website as plain data. Pure. */
import type { Card } from '../../shared/card.ts';
import type { ListEvent } from '../../shared/feed.ts';
import type { MemberId, SessionId } from '../../shared/ids.ts';
import { unreachable } from '../../shared/unreachable.ts';

export type Cards = ReadonlyMap<SessionId, Card>;

export function foldList(cards: Cards, event: ListEvent): Cards {
	switch (event.type) {
		case 'snapshot':
			return new Map(event.cards.map((card) => [card.id, card]));
		case 'changes': {
			const next = new Map(cards);
			for (const card of event.cards) next.set(card.id, card);
			for (const id of event.gone) next.delete(id);
			return next;
		}
		default:
			return unreachable(event);
	}
}

/** What the page shows, and what has come so far of a list that is sent in parts. */
export interface Gathered {
	readonly cards: Cards;
	readonly parts: Cards | null;
}

/** Parts are kept back until the last one: half a list is no list, and its cards are no news. */
export function gather({ cards, parts }: Gathered, event: ListEvent): Gathered {
	const next = foldList(parts ?? cards, event);
	return event.more === true ? { cards, parts: next } : { cards: next, parts: null };
}

export interface Counts {
	readonly online: number;
	readonly needHuman: number;
	/** What waits for this member or for anybody: the number in the window's title. */
	readonly calling: number;
}

/** Nobody answers now, and somebody should. */
export const needsPerson = (card: Card): boolean => card.needsHuman !== null || card.overdue !== null;

/** Counted from the very cards of the list (SPEC section 3). */
export function countCards(cards: Iterable<Card>, me: MemberId): Counts {
	let online = 0;
	let needHuman = 0;
	let calling = 0;
	for (const card of cards) {
		if (card.presence === 'online') online += 1;
		if (card.needsHuman !== null) needHuman += 1;
		const mine = card.holder?.memberId === me && card.waitingSince !== null;
		if (mine || needsPerson(card)) calling += 1;
	}
	return { online, needHuman, calling };
}

/** Who else looks on: oneself is no news, and who holds the chat is told elsewhere. */
export const othersOf = (watchers: Card['watchers'], me: MemberId, holder: MemberId | undefined): Card['watchers'] =>
	watchers.filter(({ memberId }) => memberId !== me && memberId !== holder);
