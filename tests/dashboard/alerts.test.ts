import { describe, expect, test } from 'vitest';
import { humanAgainMs, louder, type Rung, ringHuman, soundOf } from '../../dashboard/sound/alerts.ts';
import { lengthMs, scores } from '../../dashboard/sound/score.ts';
import { seqOf } from '../../shared/ids.ts';
import { cardsOf, idOf, makeCard, me, other, said } from './make-card.ts';

const quiet = cardsOf();
const opened = makeCard('a');

describe('all messages', () => {
	test('a visitor’s message rings', () => {
		expect(soundOf(cardsOf(opened), cardsOf(makeCard('a', said(1))), me, 'all')).toBe('message');
	});

	test('another agent’s message rings, one’s own does not', () => {
		const by = (memberId: typeof me) => makeCard('a', { heard: { seq: seqOf(4), author: 'agent', memberId } });
		expect(soundOf(cardsOf(opened), cardsOf(by(other)), me, 'all')).toBe('message');
		expect(soundOf(cardsOf(opened), cardsOf(by(me)), me, 'all')).toBeNull();
	});

	test('AI text is silent', () => {
		const asked = makeCard('a', said(1));
		const answered = { ...asked, messages: 2, last: { author: 'ai', name: '', text: 'Hi', at: 3_000 } } as const;
		expect(soundOf(cardsOf(asked), cardsOf(answered), me, 'all')).toBeNull();
	});

	test('typing, presence and watchers are silent', () => {
		const same = makeCard('a', { typing: true, presence: 'away', watchers: [{ memberId: other, name: '' }] });
		expect(soundOf(cardsOf(opened), cardsOf(same), me, 'all')).toBeNull();
	});

	test('a session that comes back rings for what is said in this visit, not for its past', () => {
		const back = { reopened: true, openedAt: 5_000 };
		expect(soundOf(quiet, cardsOf(makeCard('a', { ...said(3, 2_000), ...back })), me, 'all')).toBeNull();
		expect(soundOf(quiet, cardsOf(makeCard('a', { ...said(3, 6_000), ...back })), me, 'all')).toBe('message');
	});
});

describe('new conversations', () => {
	test.each(['all', 'new'] as const)('the first opening rings in mode %s', (mode) => {
		expect(soundOf(quiet, cardsOf(opened), me, mode)).toBe('new');
	});

	test('a reopening is no new conversation', () => {
		expect(soundOf(quiet, cardsOf(makeCard('a', { reopened: true })), me, 'new')).toBeNull();
	});

	test('messages are silent', () => {
		expect(soundOf(cardsOf(opened), cardsOf(makeCard('a', said(1))), me, 'new')).toBeNull();
	});

	test('what was there when the page opened is no news', () => {
		expect(soundOf(null, cardsOf(opened, makeCard('b', said(1))), me, 'all')).toBeNull();
	});
});

test.each(['human', 'none'] as const)('mode %s hears neither openings nor messages', (mode) => {
	expect(soundOf(quiet, cardsOf(opened), me, mode)).toBeNull();
	expect(soundOf(cardsOf(opened), cardsOf(makeCard('a', said(1))), me, mode)).toBeNull();
});

describe('a human is needed', () => {
	const none: Rung = new Map();
	const calling = makeCard('a', { needsHuman: { why: 'button', at: 1 } });
	const watched = { ...calling, watchers: [{ memberId: other, name: '' }] };

	test('rings at once, then every 20 s', () => {
		const first = ringHuman(none, cardsOf(calling), 'human', 0);
		expect(first.ring).toBe(true);
		const before = ringHuman(first.rung, cardsOf(calling), 'human', humanAgainMs - 1);
		expect(before.ring).toBe(false);
		expect(ringHuman(before.rung, cardsOf(calling), 'human', humanAgainMs).ring).toBe(true);
	});

	test('is silent once somebody looks', () => {
		const first = ringHuman(none, cardsOf(calling), 'all', 0);
		expect(ringHuman(first.rung, cardsOf(watched), 'all', humanAgainMs).ring).toBe(false);
	});

	test('rings again when whoever looked goes away without taking over', () => {
		const seen = ringHuman(none, cardsOf(watched), 'all', 0);
		expect(ringHuman(seen.rung, cardsOf(calling), 'all', 1).ring).toBe(true);
	});

	test('a second call rings at once; after that all ring together', () => {
		const second = makeCard('b', { overdue: { since: 1, returnsAt: 2 } });
		const first = ringHuman(none, cardsOf(calling), 'human', 0);
		const both = ringHuman(first.rung, cardsOf(calling, second), 'human', 5_000);
		expect(both.ring).toBe(true);
		expect(both.rung.get(idOf('a'))).toBe(5_000);
		expect(ringHuman(both.rung, cardsOf(calling, second), 'human', humanAgainMs).ring).toBe(false);
	});

	test.each(['new', 'none'] as const)('mode %s stays silent', (mode) => {
		expect(ringHuman(none, cardsOf(calling), mode, 0).ring).toBe(false);
	});
});

test('one step makes one sound: the one that says most', () => {
	expect(louder('message', 'new')).toBe('new');
	expect(louder('human', 'new')).toBe('human');
	expect(louder(null, 'message')).toBe('message');
	expect(louder(null, null)).toBeNull();
});

test.each(Object.keys(scores) as (keyof typeof scores)[])('the sound %s lasts under 400 ms', (name) => {
	expect(lengthMs(name)).toBeLessThan(400);
});
