import { expect, test } from 'vitest';
import { mostPlainBytes } from '../../server/push/encrypt.ts';
import { messageOf, type PushPayload, pushPayload } from '../../server/push/message.ts';
import { alertKinds } from '../../shared/alert.ts';
import { sessionIdOf, siteIdOf } from '../../shared/ids.ts';
import type { PushMessage } from '../../shared/push.ts';
import { languages } from '../../shared/text/language.ts';

const alert = {
	kind: 'alert',
	alert: 'human-asked',
	siteId: siteIdOf('0b6cbb4e-63d8-4a4f-8b0a-1c9d5b8b8a11'),
	siteName: 'A quiet shop',
	sessionId: sessionIdOf('session_abcdefghijklmnopqrstuv'),
	text: 'Where is my order?',
} as const satisfies PushPayload;

const read = (payload: PushPayload, discreet = false, language: (typeof languages)[number] = 'en') =>
	JSON.parse(messageOf(payload, { discreet, language }).bytes.toString()) as PushMessage;

test('it says what happened, where, and in the visitor’s words; a tap leads to the session', () => {
	expect(read(alert)).toEqual({
		title: 'A visitor asks for a person · A quiet shop',
		body: 'Where is my order?',
		url: '/sites/0b6cbb4e-63d8-4a4f-8b0a-1c9d5b8b8a11/monitor/session_abcdefghijklmnopqrstuv',
		tag: 'baton-session_abcdefghijklmnopqrstuv',
	});
	expect(read(alert, false, 'lv').title).toBe('Apmeklētājs lūdz cilvēku · A quiet shop');
});

test('a discreet one repeats nothing of a visitor', () => {
	const text = JSON.stringify(read(alert, true));
	expect(text).not.toContain('order');
	expect(text).toContain('Open Baton to read it.');
});

test('the last one for a while says so', () => {
	expect(read({ ...alert, last: true }).body).toBe('Where is my order?\nNo more notifications within this hour.');
});

test('every kind has words in every language', () => {
	for (const language of languages) {
		const titles = alertKinds.map((kind) => read({ ...alert, alert: kind, text: '' }, false, language).title);
		expect(new Set(titles).size).toBe(alertKinds.length);
		expect(read({ ...alert, text: '' }, false, language).body).not.toBe('');
		expect(read({ kind: 'test' }, false, language)).toMatchObject({ url: '/account/alerts' });
	}
});

test('however much a visitor writes, and in whatever letters, it fits', () => {
	for (const letter of ['a', 'ž', '語', '\u{1f600}', '"', '\\', '\u0001']) {
		const text = letter.repeat(8_000 / letter.length);
		const { bytes } = messageOf(
			{ ...alert, siteName: text.slice(0, 80), text, last: true },
			{ discreet: false, language: 'lv' },
		);
		expect(bytes.length).toBeLessThanOrEqual(Math.min(3 * 1_024, mostPlainBytes));
		expect(bytes.toString().isWellFormed()).toBe(true);
	}
});

test('what a visitor writes can not turn the notification around or fake a second line', () => {
	expect(read({ ...alert, text: 'one\n\n\u202etwo\u0007\u200b three' }).body).toBe('one two three');
});

test.each(['//evil.example', '..', 'session_abc/../../x', ''])('a tap leads nowhere else: %s', (id) => {
	expect(pushPayload.safeParse({ ...alert, sessionId: id }).success).toBe(false);
	expect(pushPayload.safeParse({ ...alert, siteId: id }).success).toBe(false);
});
