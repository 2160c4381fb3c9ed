import { describe, expect, test } from 'vitest';
import { firstLine, retryAfterMs, verdictOf } from '../../server/webhooks/verdict.ts';
import { readFaultLine } from '../../shared/webhook.ts';

const now = Date.parse('2026-11-29T12:00:00Z');
const answered = (status: number, text = '', more: { retryAfter?: string; location?: string } = {}) =>
	verdictOf({ kind: 'answered', status, text, retryAfter: '', location: '', ...more }, now);

describe('what an answer means', () => {
	test.each([200, 201, 202, 204])('%d: it arrived', (status) => {
		expect(answered(status)).toEqual({ kind: 'sent' });
	});

	test('410 is for good', () => {
		expect(answered(410)).toMatchObject({ kind: 'failed', again: false });
	});

	test.each([500, 502, 503, 429, 408])('%d is tried again as the queue sees fit', (status) => {
		const verdict = answered(status);
		expect(verdict).toMatchObject({ kind: 'failed', again: true });
		expect(verdict.kind === 'failed' && verdict.retryAfterMs).toBe(undefined);
	});

	test.each([400, 401, 404, 422])('%d is tried again, and slower: people mend it', (status) => {
		expect(answered(status)).toMatchObject({ again: true, retryAfterMs: 60_000 });
	});

	test('a redirect is told with where it leads', () => {
		expect(answered(302, '', { location: 'https://other.example/' })).toMatchObject({
			again: true,
			error: 'It redirects to another address, which is not followed: 302, https://other.example/',
		});
	});

	test.each([
		['120', 120_000],
		['0', 0],
		['Sun, 29 Nov 2026 12:01:00 GMT', 60_000],
		['Sun, 29 Nov 2020 12:01:00 GMT', 0],
		['999999999', 3_600_000],
		['soon', undefined],
		['', undefined],
	])('Retry-After: %s', (value, ms) => {
		expect(retryAfterMs(value, now)).toBe(ms);
		for (const status of [429, 503]) {
			expect(answered(status, '', { retryAfter: value })).toMatchObject({ again: true, retryAfterMs: ms });
		}
	});

	test('the receiver speaks in its own words: the first line, and what Telegram calls a description', () => {
		expect(answered(500, '\n\n  no_text  \nat line 3')).toMatchObject({ error: 'It answered: 500, no_text' });
		expect(answered(400, '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}')).toMatchObject({
			error: 'It answered: 400, Bad Request: chat not found',
		});
		expect(answered(500)).toMatchObject({ error: 'It answered: 500' });
		expect(firstLine('\u001b[31mred\u202e\ud800').isWellFormed()).toBe(true);
		expect(firstLine('\u001b[31mred')).toBe('[31mred');
		expect(firstLine('x'.repeat(5_000))).toHaveLength(200);
	});

	test('an error line can be read back, to be said in another language', () => {
		expect(readFaultLine('It answered: 500, no_text')).toEqual({ fault: 'answered', detail: '500, no_text' });
		expect(readFaultLine('The certificate has expired')).toEqual({ fault: 'cert-expired', detail: '' });
		expect(readFaultLine('Something else')).toBe(null);
	});
});
