import { describe, expect, test } from 'vitest';
import { clockSpan, localeTag, relativeTime, spanOf } from '../../dashboard/ui/times.ts';
import { deskEn } from '../../shared/text/desk-en.ts';
import { deskLv } from '../../shared/text/desk-lv.ts';

const minute = 60_000;

describe('plural forms', () => {
	test.each([
		[0, '0 messages', '0 ziņojumu'],
		[1, '1 message', '1 ziņojums'],
		[2, '2 messages', '2 ziņojumi'],
		[10, '10 messages', '10 ziņojumu'],
		[11, '11 messages', '11 ziņojumu'],
		[21, '21 messages', '21 ziņojums'],
		[22, '22 messages', '22 ziņojumi'],
	])('%i', (count, en, lv) => {
		expect(deskEn.monitor.messages(count)).toBe(en);
		expect(deskLv.monitor.messages(count)).toBe(lv);
	});
});

describe('both languages', () => {
	/** Every sentence by its path; functions are called with one plain argument. */
	function sentences(node: unknown, path = ''): readonly (readonly [string, string])[] {
		if (typeof node === 'string') return [[path, node]];
		if (typeof node === 'function') {
			const text: unknown = node(path.endsWith('onnection.waiting') ? 3 : 'X');
			return [[path, String(text)]];
		}
		if (typeof node !== 'object' || node === null) return [];
		return Object.entries(node).flatMap(([key, value]) => sentences(value, `${path}.${key}`));
	}
	const en = sentences(deskEn);
	const lv = sentences(deskLv);

	test('have the same sentences, none of them empty', () => {
		expect(lv.map(([path]) => path)).toEqual(en.map(([path]) => path));
		expect([...en, ...lv].filter(([, text]) => text.trim() === '')).toEqual([]);
	});

	test('no exclamation marks, no "oops"', () => {
		expect([...en, ...lv].filter(([, text]) => /!|oops|ups/i.test(text.replace(/setup/gi, '')))).toEqual([]);
	});

	test('an agent without a name is an agent, in both', () => {
		expect(deskEn.session.barOther('')).toBe('An agent has this chat');
		expect(deskLv.session.barOther('')).toBe('Šo sarunu vada cits aģents');
	});
});

describe('times', () => {
	test('relative', () => {
		expect(relativeTime(1_000, 'en')).toBe('now');
		expect(relativeTime(-9_000, 'en')).toBe('now');
		expect(relativeTime(3 * minute, 'lv')).toBe('pirms 3 min.');
		expect(relativeTime(26 * 60 * minute, 'lv')).toBe('vakar');
	});

	test('spans', () => {
		expect(spanOf(42_000, 'en')).toBe('42 sec');
		expect(spanOf(8 * minute + 59_000, 'en')).toBe('8 min');
		expect(spanOf(65 * minute, 'en')).toBe('1 hr 5 min');
		expect(spanOf(-5, 'en')).toBe('0 sec');
	});

	test('what runs before one’s eyes ends at 0:00 and never shows a second too few', () => {
		expect(clockSpan(24_000)).toBe('0:24');
		expect(clockSpan(23_001)).toBe('0:24');
		expect(clockSpan(-1)).toBe('0:00');
		expect(clockSpan(62 * minute + 5_000)).toBe('1:02:05');
	});

	test('the browser’s own way of writing the reader’s language is kept', () => {
		expect(localeTag('en', ['lv-LV', 'en-GB', 'en-US'])).toBe('en-GB');
		expect(localeTag('lv', ['en-GB'])).toBe('lv');
	});
});
