/** When the desk makes a sound. Pure: cards before and after, who listens, what they chose. */
import type { SoundMode } from '../../shared/account.ts';
import type { Card } from '../../shared/card.ts';
import type { MemberId, SessionId } from '../../shared/ids.ts';
import { type Cards, needsPerson } from '../monitor/cards.ts';
import type { SoundName } from './score.ts';

/** A visitor or another agent wrote; what the AI says and what one writes oneself is silent. */
function wrote(before: Card | undefined, after: Card, me: MemberId): boolean {
	const { heard } = after;
	if (heard === null || heard.memberId === me) return false;
	if (before !== undefined) return heard.seq > (before.heard?.seq ?? 0);
	// A session that came back carries its past: only what was said in this visit is news.
	return after.last !== null && after.last.author !== 'ai' && after.last.at >= after.openedAt;
}

const began = (before: Card | undefined, after: Card): boolean => before === undefined && !after.reopened;

/** The sound of one step of the list, or null. The first snapshot is not news: `before` is null then. */
export function soundOf(before: Cards | null, after: Cards, me: MemberId, mode: SoundMode): 'new' | 'message' | null {
	if (before === null || mode === 'none' || mode === 'human') return null;
	let sound: 'new' | 'message' | null = null;
	for (const card of after.values()) {
		const was = before.get(card.id);
		if (was === card) continue;
		if (began(was, card)) return 'new';
		if (mode === 'all' && wrote(was, card, me)) sound = 'message';
	}
	return sound;
}

/** A new conversation says more than a message in another one, and a call for a person more than both. */
const weight: Readonly<Record<SoundName, number>> = { message: 1, new: 2, lost: 3, human: 4 };
export const louder = (a: SoundName | null, b: SoundName | null): SoundName | null =>
	a === null ? b : b === null || weight[a] >= weight[b] ? a : b;

/** When each session that calls for a person last rang, monotonic ms. */
export type Rung = ReadonlyMap<SessionId, number>;

export const humanAgainMs = 20_000;

/** A card that calls, until somebody looks: a watcher, or a takeover, which clears the call itself. */
const calls = (card: Card): boolean => needsPerson(card) && card.watchers.length === 0;

/** Rings at once and again every 20 s, once for all that call. */
export function ringHuman(
	rung: Rung,
	cards: Cards,
	mode: SoundMode,
	now: number,
): { readonly rung: Rung; readonly ring: boolean } {
	if (mode !== 'all' && mode !== 'human') return { rung: new Map(), ring: false };
	const calling = [...cards.values()].filter(calls).map(({ id }) => id);
	const ring = calling.some((id) => now - (rung.get(id) ?? Number.NEGATIVE_INFINITY) >= humanAgainMs);
	return { rung: new Map(calling.map((id) => [id, ring ? now : (rung.get(id) ?? now)])), ring };
}
