/** What the team has whispered, and whether an answer has heard it. */
import { describe, expect, test } from 'vitest';
import { whispersIn } from '../../server/ai/conversation.ts';
import type { EntryBody } from '../../shared/entry.ts';
import { seqOf } from '../../shared/ids.ts';
import { agent, ai, opened, released, tookOver, transcriptOf, visitor, whisper } from './support.ts';

const left: EntryBody = { kind: 'left', why: 'visitor' };
const reopened: EntryBody = { kind: 'opened', reopened: true };
const started: EntryBody = { kind: 'turn-started', answersUpTo: seqOf(2) };
const failed: EntryBody = {
	kind: 'ai-failed',
	text: 'Sorry.',
	why: 'timeout',
	turn: seqOf(4),
	answersUpTo: seqOf(2),
};

/** Each with a mark where it is fresh. */
const heard = (...lines: Parameters<typeof transcriptOf>[0]): readonly string[] =>
	whispersIn(transcriptOf([opened, ...lines])).map(({ text, fresh }) => (fresh ? `${text} (fresh)` : text));

describe('a whisper', () => {
	test('there is none where nobody has whispered', () => {
		expect(heard(visitor('Price?'), ai('€5.'), tookOver(), agent('Hello'), released())).toEqual([]);
	});

	test('is fresh until an answer that was begun after it; older ones stay, in their order', () => {
		const asked = [visitor('Price?'), whisper('one')];
		expect(heard(...asked)).toEqual(['one (fresh)']);
		expect(heard(...asked, started, ai('€5.', false, seqOf(4)))).toEqual(['one']);
		const more = [...asked, started, ai('€5.', false, seqOf(4)), whisper('two'), visitor('And now?'), whisper('three')];
		expect(heard(...more)).toEqual(['one', 'two (fresh)', 'three (fresh)']);
		expect(heard(...more, started, ai('€6.', false, seqOf(9)))).toEqual(['one', 'two', 'three']);
	});

	test('is not used up by an answer that was being written when it came', () => {
		const running = [visitor('Price?'), started, whisper('one'), ai('€5.', false, seqOf(3))];
		expect(heard(...running)).toEqual(['one (fresh)']);
		expect(heard(...running, visitor('And?'), started, ai('€6.', false, seqOf(7)))).toEqual(['one']);
		expect(heard(whisper('zero'), visitor('Price?'), started, whisper('one'), ai('€5.', false, seqOf(4)))).toEqual([
			'zero',
			'one (fresh)',
		]);
	});

	test('is not used up by an answer that was cut or that failed, nor by a person who writes', () => {
		const asked = [visitor('Price?'), whisper('one'), started];
		expect(heard(...asked, ai('It', true, seqOf(4)), tookOver())).toEqual(['one (fresh)']);
		expect(heard(...asked, failed)).toEqual(['one (fresh)']);
		expect(heard(...asked, ai('It', true, seqOf(4)), tookOver(), agent('€5.'), released())).toEqual(['one (fresh)']);
	});

	test('is of one visit: whoever comes back finds none of the last', () => {
		const before = [visitor('Price?'), whisper('one'), left];
		expect(heard(...before)).toEqual([]);
		expect(heard(...before, reopened, visitor('Hello again'), whisper('two'))).toEqual(['two (fresh)']);
	});
});
