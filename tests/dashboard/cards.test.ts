import { describe, expect, test } from 'vitest';
import { countCards, foldList, gather, othersOf } from '../../dashboard/monitor/cards.ts';
import { controlOf } from '../../dashboard/monitor/control.ts';
import { countryName, drawsFlags, flagOf } from '../../dashboard/monitor/country.ts';
import { linkOf, pathOf } from '../../dashboard/monitor/page-label.ts';
import { cardsOf, idOf, makeCard, me, other } from './make-card.ts';

describe('the live list', () => {
	test('a snapshot replaces everything, changes replace cards, and what is gone is gone', () => {
		const first = foldList(cardsOf(makeCard('old')), {
			type: 'snapshot',
			now: 0,
			cards: [makeCard('a'), makeCard('b')],
		});
		expect([...first.keys()]).toEqual([idOf('a'), idOf('b')]);
		const next = foldList(first, {
			type: 'changes',
			now: 1,
			cards: [makeCard('b', { messages: 3 }), makeCard('c')],
			gone: [idOf('a')],
		});
		expect([...next.values()].map(({ id, messages }) => [id, messages])).toEqual([
			[idOf('b'), 3],
			[idOf('c'), 0],
		]);
	});

	test('a list that comes in parts is shown when its last part is there', () => {
		const shown = cardsOf(makeCard('old'));
		const first = gather(
			{ cards: shown, parts: null },
			{ type: 'snapshot', now: 0, cards: [makeCard('a')], more: true },
		);
		expect(first.cards).toBe(shown);
		const second = gather(first, { type: 'changes', now: 0, cards: [makeCard('b')], gone: [], more: true });
		expect(second.cards).toBe(shown);
		const whole = gather(second, { type: 'changes', now: 0, cards: [makeCard('c')], gone: [] });
		expect([...whole.cards.keys()]).toEqual([idOf('a'), idOf('b'), idOf('c')]);
		expect(whole.parts).toBeNull();
	});

	test('who was cut off between the parts begins anew', () => {
		const first = gather(
			{ cards: new Map(), parts: null },
			{ type: 'snapshot', now: 0, cards: [makeCard('a')], more: true },
		);
		const again = gather(first, { type: 'snapshot', now: 1, cards: [makeCard('b')] });
		expect([...again.cards.keys()]).toEqual([idOf('b')]);
	});

	test('counts come from the very cards of the list', () => {
		const cards = [
			makeCard('a', { presence: 'away', needsHuman: { why: 'button', at: 1 } }),
			makeCard('b', { waitingSince: 4, holder: { memberId: me, name: 'Me', lostDeadline: null } }),
			makeCard('c', { waitingSince: 4, holder: { memberId: other, name: '', lostDeadline: null } }),
			makeCard('d', { overdue: { since: 1, returnsAt: 2 } }),
		];
		expect(countCards(cards, me)).toEqual({ online: 3, needHuman: 1, calling: 3 });
	});

	test('who looks on: neither oneself nor the one who holds the chat', () => {
		const watchers = [me, other].map((memberId) => ({ memberId, name: '' }));
		expect(othersOf(watchers, me, undefined)).toEqual([{ memberId: other, name: '' }]);
		expect(othersOf(watchers, me, other)).toEqual([]);
	});
});

describe('who answers', () => {
	const held = (memberId: typeof me, lostDeadline: number | null = null) => ({
		holder: { memberId, name: 'NAME', lostDeadline },
	});
	test.each([
		['the AI', {}, 'ai'],
		['nobody yet, and a person is wanted', { needsHuman: { why: 'button', at: 1 } }, 'needs'],
		['me', held(me), 'mine'],
		['another', held(other), 'other'],
		['another whose dashboard is gone', held(other, 9), 'lost'],
		['nobody: set aside, whoever held it', { ...held(other), needsHuman: { why: 'set-aside', at: 1 } }, 'needs'],
	] as const)('%s', (_who, change, kind) => {
		expect(controlOf(makeCard('a', change), me).kind).toBe(kind);
	});
});

describe('where a visitor is', () => {
	test('the country in the reader’s language; unknown codes are unknown', () => {
		expect(countryName('LV', 'en')).toBe('Latvia');
		expect(countryName('LV', 'lv')).toBe('Latvija');
		expect(countryName(null, 'en')).toBeNull();
		expect(countryName('<b>', 'en')).toBeNull();
	});

	test('a flag that is drawn as two letters is not shown beside the code', () => {
		expect(flagOf('LV')).toBe('🇱🇻');
		expect(drawsFlags((text) => (text === flagOf('LV') ? 20 : 14))).toBe(true);
		expect(drawsFlags((text) => text.length * 7)).toBe(false);
	});

	test('a page is its path, and only a web address is a link', () => {
		expect(pathOf({ url: 'https://shop.example/pieg%C4%81de?x=1', title: '' })).toBe('/piegāde?x=1');
		expect(pathOf({ url: 'not an address', title: '' })).toBe('not an address');
		expect(linkOf({ url: 'https://shop.example/a', title: '' })).toBe('https://shop.example/a');
		expect(linkOf({ url: 'javascript:alert(1)', title: '' })).toBeNull();
	});
});
