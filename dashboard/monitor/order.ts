/** Which card stands where: by need, and never moving what somebody points at. Pure. */
import type { Card } from '../../shared/card.ts';
import type { SessionId } from '../../shared/ids.ts';

/**
 * Asked for a human, then AI failed or set aside, then waiting longest, then newest. A message that the AI is answering at
 * this moment does not wait: each visitor's line would make the list jump for the two seconds until its answer.
 */
function needOf({ needsHuman, waitingSince, generating, overdue }: Card): readonly [rank: number, since: number] {
	if (needsHuman !== null) {
		const failed = needsHuman.why === 'ai-failed' || needsHuman.why === 'set-aside';
		return [failed ? 1 : 0, needsHuman.at];
	}
	if (overdue !== null) return [2, overdue.since];
	if (waitingSince !== null && !generating) return [2, waitingSince];
	return [3, 0];
}

/** A total order: no two cards are equal, so the list never depends on the order in which cards arrived. */
export function byNeed(a: Card, b: Card): number {
	const [rankA, sinceA] = needOf(a);
	const [rankB, sinceB] = needOf(b);
	if (rankA !== rankB) return rankA - rankB;
	if (sinceA !== sinceB) return sinceA - sinceB;
	if (a.openedAt !== b.openedAt) return b.openedAt - a.openedAt;
	return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

export const orderCards = (cards: Iterable<Card>): readonly SessionId[] => [...cards].sort(byNeed).map(({ id }) => id);

/**
 * What to show, given what is shown and what should be. With nobody pointing: what should be. While somebody points at a
 * card, everything up to it stays where it is, cards that have left included (they keep their place, unseen), and a new card
 * comes in at its place if that is further down, else at the end.
 */
export function arrange(
	shown: readonly SessionId[],
	wanted: readonly SessionId[],
	pointedAt: SessionId | null,
): readonly SessionId[] {
	const pointed = pointedAt === null ? -1 : shown.indexOf(pointedAt);
	if (pointed < 0) return wanted;
	const known = new Set(shown);
	const slots = [...shown];
	wanted.forEach((id, place) => {
		if (known.has(id)) return;
		if (place > pointed && place < slots.length) slots.splice(place, 0, id);
		else slots.push(id);
	});
	return slots;
}
