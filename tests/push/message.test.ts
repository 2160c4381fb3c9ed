import { expect, test } from 'vitest';
import type { Alert } from '../../server/outbox/ports.ts';
import { mostPlainBytes } from '../../server/push/encrypt.ts';
import { messageOf, type PushPayload, pushPayload } from '../../server/push/message.ts';
import { alertPayload, testPayload } from '../../server/push/words.ts';
import { alertKinds } from '../../shared/alert.ts';
import { seqOf, sessionIdOf, siteIdOf } from '../../shared/ids.ts';
import type { PushMessage } from '../../shared/push.ts';
import { languages } from '../../shared/text/language.ts';

const alert: Alert = {
	key: 'k',
	kind: 'human-asked',
	siteId: siteIdOf('0b6cbb4e-63d8-4a4f-8b0a-1c9d5b8b8a11'),
	siteName: 'A quiet shop',
	sessionId: sessionIdOf('session_abcdefghijklmnopqrstuv'),
	seq: seqOf(3),
	at: 0,
	country: 'LV',
	page: 'https://shop.example/',
	by: { author: 'visitor', name: '', memberId: null },
	why: 'button',
	text: 'Where is my order?',
};

const read = (payload: PushPayload, discreet = false) =>
	JSON.parse(messageOf(payload, discreet).toString()) as PushMessage;

test('it says what happened, where, and in the visitor’s words; a tap leads to the session', () => {
	expect(read(alertPayload(alert, 'en'))).toEqual({
		title: 'A visitor asks for a person · A quiet shop',
		body: 'Where is my order?',
		url: '/sites/0b6cbb4e-63d8-4a4f-8b0a-1c9d5b8b8a11/monitor/session_abcdefghijklmnopqrstuv',
		tag: 'baton-session_abcdefghijklmnopqrstuv',
	});
});

test('a discreet one repeats nothing of a visitor', () => {
	const text = JSON.stringify(read(alertPayload(alert, 'en'), true));
	expect(text).not.toContain('order');
	expect(text).toContain('Open Baton to read it.');
});

test('every kind has words in every language, and all of it is a payload of the channel', () => {
	for (const language of languages) {
		for (const kind of alertKinds) {
			for (const text of ['', alert.text]) {
				const payload = alertPayload({ ...alert, kind, text }, language);
				expect(pushPayload.parse(payload)).toEqual(payload);
				expect(payload.body).not.toBe('');
				expect(payload.discreet).not.toBe('');
			}
		}
		expect(pushPayload.parse(testPayload(language))).toEqual(testPayload(language));
	}
});

test('however much a visitor writes, and in whatever letters, it fits', () => {
	for (const letter of ['a', 'ž', '語', '\u{1f600}', '"', '\\', '\u0001']) {
		const bytes = messageOf({ ...alertPayload(alert, 'lv'), body: letter.repeat(8_000 / letter.length) }, false);
		expect(bytes.length).toBeLessThanOrEqual(Math.min(3 * 1_024, mostPlainBytes));
		expect(bytes.toString().isWellFormed()).toBe(true);
	}
});

test('what a visitor writes can not turn the notification around or fake a second line', () => {
	const { body } = read({ ...alertPayload(alert, 'en'), body: 'one\n\n\u202etwo\u0007\u200b three' });
	expect(body).toBe('one two three');
});

test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '', '/a b'])(
	'a tap leads nowhere else: %s',
	(url) => {
		expect(pushPayload.safeParse({ ...alertPayload(alert, 'en'), url }).success).toBe(false);
	},
);
