import { describe, expect, test } from 'vitest';
import { changeOf, draftOf, faultsOf, isFaultless, newDraft } from '../../dashboard/webhooks/draft.ts';
import { urlOf } from '../../server/webhooks/typed-url.ts';
import { webhookIdOf } from '../../shared/ids.ts';
import type { WebhookView } from '../../shared/webhook.ts';

const token = '123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

describe('a webhook while it is filled in', () => {
	test.each([
		['baton', 'https://a.example/in', true],
		['baton', 'http://192.168.1.2:8080', true],
		['slack', 'https://hooks.slack.com/services/T/B/x', true],
		['baton', 'a.example', false],
		['baton', 'ftp://a.example', false],
		['baton', token, false],
		['telegram', token, true],
		['telegram', `http://bots.local/bot${token}/sendMessage`, true],
		['telegram', 'https://a.example/in', false],
		['telegram', '123', false],
	] as const)('%s, %s: the page and the server agree', (format, url, fits) => {
		const draft = { ...newDraft('en'), format, url, chatId: '-100' };
		expect(isFaultless(faultsOf(draft, false))).toBe(fits);
		expect(urlOf(format, url) !== null).toBe(fits);
	});

	test('an address is needed once, a chat always, an event always', () => {
		const draft = newDraft('lv');
		expect(faultsOf(draft, false)).toEqual({ url: 'missing', chatId: null, events: null });
		expect(faultsOf(draft, true)).toEqual({ url: null, chatId: null, events: null });
		expect(faultsOf({ ...draft, format: 'telegram' }, true).chatId).toBe('invalid');
		expect(faultsOf({ ...draft, format: 'telegram', chatId: ' @shop_news ' }, true).chatId).toBe(null);
		const none = { ...draft.events, 'human-asked': false, 'ai-failed': false, missed: false };
		expect(faultsOf({ ...draft, events: none }, true).events).toBe('none');
	});

	test('a kept address is not sent back: it was never shown whole', () => {
		const view: WebhookView = {
			id: webhookIdOf('w'),
			format: 'slack',
			shownUrl: 'https://hooks.slack.com/…ijkl',
			unread: true,
			chatId: '',
			language: 'lv',
			events: newDraft('en').events,
			enabled: true,
			paused: null,
			failingSince: null,
			lastError: '',
			oldSecretUntil: null,
		};
		expect(changeOf(draftOf(view))).toEqual({ chatId: '', language: 'lv', events: view.events });
		expect(changeOf({ ...draftOf(view), url: ' https://a.example ' })).toMatchObject({ url: 'https://a.example' });
	});
});
