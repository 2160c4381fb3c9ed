import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrange, byNeed, orderCards } from '../../dashboard/monitor/order.ts';
import { anyCards, idOf, makeCard } from './make-card.ts';

const ids = (...names: readonly string[]) => names.map(idOf);

describe('cards stand by need', () => {
	test('asked for a human, then AI failed or set aside, then waiting longest, then newest', () => {
		const cards = [
			makeCard('older', { openedAt: 10 }),
			makeCard('newer', { openedAt: 20 }),
			makeCard('waitsLess', { waitingSince: 40 }),
			makeCard('waitsMore', { waitingSince: 30 }),
			makeCard('setAside', { needsHuman: { why: 'set-aside', at: 2 } }),
			makeCard('failed', { needsHuman: { why: 'ai-failed', at: 1 } }),
			makeCard('askedLater', { needsHuman: { why: 'button', at: 60 } }),
			makeCard('askedFirst', { needsHuman: { why: 'unsure', at: 50 } }),
		];
		expect(orderCards(cards)).toEqual(
			ids('askedFirst', 'askedLater', 'failed', 'setAside', 'waitsMore', 'waitsLess', 'newer', 'older'),
		);
	});

	test('a message that the AI is answering at this moment does not lift its card', () => {
		const answering = makeCard('answering', { openedAt: 5, waitingSince: 9, generating: true });
		expect(orderCards([answering, makeCard('newer', { openedAt: 6 })])).toEqual(ids('newer', 'answering'));
	});

	test('it is a total order: the way in which cards arrived does not matter', () => {
		fc.assert(
			fc.property(anyCards, fc.infiniteStream(fc.nat()), (cards, dice) => {
				const shuffled = [...cards].sort(() => ((dice.next().value ?? 0) % 3) - 1);
				expect(orderCards(shuffled)).toEqual(orderCards(cards));
			}),
		);
	});

	test('no two cards are equal, and the comparison is the same from both sides', () => {
		fc.assert(
			fc.property(anyCards, (cards) => {
				for (const a of cards) {
					for (const b of cards) expect(Math.sign(byNeed(a, b))).toBe(a.id === b.id ? 0 : -Math.sign(byNeed(b, a)));
				}
			}),
		);
	});
});

describe('nothing moves under the pointer', () => {
	const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { minLength: 1, maxLength: 10 });

	test('with nobody pointing, the list is what it should be', () => {
		expect(arrange(ids('a', 'b'), ids('b', 'c'), null)).toEqual(ids('b', 'c'));
	});

	test('a pointer on a card that is not there holds nothing', () => {
		expect(arrange(ids('a', 'b'), ids('b', 'a'), idOf('gone'))).toEqual(ids('b', 'a'));
	});

	test('a new card comes in at its place below the pointer, and at the end where that would be above it', () => {
		expect(arrange(ids('a', 'b', 'c'), ids('a', 'new', 'b', 'c'), idOf('a'))).toEqual(ids('a', 'new', 'b', 'c'));
		expect(arrange(ids('a', 'b', 'c'), ids('new', 'a', 'b', 'c'), idOf('b'))).toEqual(ids('a', 'b', 'c', 'new'));
	});

	test('everything up to the pointed card keeps its place; every wanted card is shown once', () => {
		fc.assert(
			fc.property(names, names, fc.nat(), (before, after, at) => {
				const shown = ids(...before);
				const wanted = ids(...after);
				const index = at % shown.length;
				const next = arrange(shown, wanted, shown[index] ?? null);
				expect(next.slice(0, index + 1)).toEqual(shown.slice(0, index + 1));
				expect(new Set(next).size).toBe(next.length);
				expect(next).toEqual(expect.arrayContaining(wanted));
			}),
		);
	});
});
