import fc from 'fast-check';
import type { Card } from '../../shared/card.ts';
import { genOf, memberIdOf, type SessionId, seqOf, sessionIdOf } from '../../shared/ids.ts';

export const me = memberIdOf('me');
export const other = memberIdOf('other');
export const idOf = (name: string): SessionId => sessionIdOf(`session_${name}`);

/** A visitor who has opened the chat at 1,000 ms and said nothing. */
export function makeCard(name: string, change: Partial<Card> = {}): Card {
	return {
		id: idOf(name),
		gen: genOf(1),
		mode: 'ai-responding',
		presence: 'online',
		facts: { country: 'LV', device: 'mobile', browser: 'Safari', system: 'iOS' },
		page: null,
		openedAt: 1_000,
		reopened: false,
		messages: 0,
		last: null,
		heard: null,
		holder: null,
		generating: false,
		needsHuman: null,
		waitingSince: null,
		overdue: null,
		typing: false,
		watchers: [],
		...change,
	};
}

export const cardsOf = (...cards: readonly Card[]): ReadonlyMap<SessionId, Card> =>
	new Map(cards.map((card) => [card.id, card]));

export const said = (seq: number, at = 2_000): Partial<Card> => ({
	messages: seq,
	last: { author: 'visitor', name: '', text: 'Hello', at },
	heard: { seq: seqOf(seq), author: 'visitor' },
});

const time = fc.integer({ min: 0, max: 50 });

/** Cards with different ids and any mixture of needs; few distinct times, so that ties happen. */
export const anyCards: fc.Arbitrary<readonly Card[]> = fc
	.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 12 })
	.chain((names) =>
		fc.tuple(
			...names.map((name) =>
				fc
					.record({
						openedAt: time,
						generating: fc.boolean(),
						waitingSince: fc.option(time),
						needsHuman: fc.option(
							fc.record({ why: fc.constantFrom('button', 'words', 'ai-failed', 'set-aside', 'unsure'), at: time }),
						),
						overdue: fc.option(fc.record({ since: time, returnsAt: time })),
					})
					.map((change) => makeCard(String(name), change)),
			),
		),
	);
