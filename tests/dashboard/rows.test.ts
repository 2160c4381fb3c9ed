import { describe, expect, test } from 'vitest';
import { type MessageRow, type Row, rowsOf } from '../../dashboard/session/rows.ts';
import type { Entry, EntryBody } from '../../shared/entry.ts';
import { genOf, seqOf } from '../../shared/ids.ts';
import { me, other } from './make-card.ts';

/** Entries one second apart. */
const transcript = (...bodies: readonly EntryBody[]): readonly Entry[] =>
	bodies.map((body, index) => ({ ...body, seq: seqOf(index + 1), gen: genOf(1), at: index * 1_000 }));

const visitor = (text: string): EntryBody => ({ kind: 'message', author: 'visitor', text });
const agent = (text: string, memberId = me): EntryBody => ({
	kind: 'message',
	author: 'agent',
	text,
	memberId,
	name: 'NAME',
});
const ai = (text: string, change: { interrupted?: boolean; titles?: readonly string[] } = {}): EntryBody => ({
	kind: 'message',
	author: 'ai',
	text,
	turn: seqOf(1),
	interrupted: change.interrupted ?? false,
	answersUpTo: seqOf(1),
	sources: (change.titles ?? []).map((title) => ({ title })),
});
const tookOver = (memberId = me): EntryBody => ({ kind: 'took-over', memberId, name: 'NAME', entrance: 'button' });

const messages = (rows: readonly Row[]): readonly MessageRow[] => rows.filter((row) => row.kind === 'message');

describe('messages', () => {
	test('author and time are said once a run', () => {
		const rows = rowsOf(transcript(visitor('a'), visitor('b'), ai('c'), visitor('d')), me);
		expect(messages(rows).map(({ first }) => first)).toEqual([true, false, true, true]);
	});

	test('a line between two messages begins a new run', () => {
		const asked: EntryBody = { kind: 'asked-for-human', why: 'button' };
		const rows = rowsOf(transcript(visitor('a'), asked, visitor('b')), me);
		expect(messages(rows).map(({ first }) => first)).toEqual([true, true]);
	});

	test('a long pause begins a new run, so that the time is said again', () => {
		const [a, b] = transcript(visitor('a'), visitor('b'));
		const later = b === undefined ? [] : [{ ...b, at: 301_000 }];
		expect(messages(rowsOf([...(a === undefined ? [] : [a]), ...later], me)).map(({ first }) => first)).toEqual([
			true,
			true,
		]);
	});

	test('two agents with the same name are two', () => {
		const rows = messages(rowsOf(transcript(agent('a'), agent('b', other)), me));
		expect(rows.map(({ author }) => author.kind === 'agent' && author.mine)).toEqual([true, false]);
		expect(rows.map(({ first }) => first)).toEqual([true, true]);
	});

	test('an answer that was cut says who cut it', () => {
		const cut = ai('We deli', { interrupted: true });
		const by = (...after: readonly EntryBody[]) => messages(rowsOf(transcript(cut, ...after), me))[0]?.cutBy;
		expect(by(tookOver(other))).toEqual({ kind: 'agent', name: 'NAME', mine: false });
		expect(by(tookOver())).toEqual({ kind: 'agent', name: 'NAME', mine: true });
		expect(by({ kind: 'left', why: 'visitor' })).toEqual({ kind: 'other' });
		expect(by()).toEqual({ kind: 'other' });
	});

	test('a source is named once', () => {
		const rows = messages(rowsOf(transcript(ai('a', { titles: ['Prices', 'Delivery', 'Prices'] })), me));
		expect(rows[0]?.sources).toEqual(['Prices', 'Delivery']);
	});
});

describe('lines', () => {
	test('what is state is no line', () => {
		const rows = rowsOf(
			transcript(
				{ kind: 'turn-started', answersUpTo: seqOf(1) },
				{ kind: 'agent-lost', deadline: 1 },
				{ kind: 'agent-back' },
				{ kind: 'kept' },
			),
			me,
		);
		expect(rows).toEqual([]);
	});

	test('whoever took over last is the one who left', () => {
		const left: EntryBody = { kind: 'released', name: 'NAME', why: 'left' };
		const mine = (...bodies: readonly EntryBody[]) =>
			rowsOf(transcript(...bodies), me).map((row) => row.kind === 'line' && row.mine);
		expect(mine(tookOver(), left)).toEqual([true, true]);
		expect(mine(tookOver(other), left)).toEqual([false, false]);
		expect(mine(tookOver(), left, tookOver(other), left)).toEqual([true, true, false, false]);
	});

	test('an AI that failed leaves a reason for agents and its apology as a message', () => {
		const failed: EntryBody = {
			kind: 'ai-failed',
			text: 'Sorry.',
			why: 'timeout',
			turn: seqOf(1),
			answersUpTo: seqOf(1),
		};
		const rows = rowsOf(transcript(failed), me);
		expect(rows.map(({ kind }) => kind)).toEqual(['line', 'message']);
		expect(messages(rows)[0]?.text).toBe('Sorry.');
		expect(new Set(rows.map(({ key }) => key)).size).toBe(2);
	});
});

test('what was told the AI in private is a row of its own kind, and begins a new run', () => {
	const whisper: EntryBody = { kind: 'whisper', memberId: other, name: 'NAME', text: 'Offer the refund' };
	const rows = rowsOf(transcript(ai('a'), whisper, ai('b')), me);
	expect(rows[1]).toMatchObject({ kind: 'whisper', name: 'NAME', mine: false, text: 'Offer the refund' });
	expect(messages(rows).map(({ first }) => first)).toEqual([true, true]);
});
