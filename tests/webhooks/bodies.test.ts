import { describe, expect, test } from 'vitest';
import { slackBody, telegramBody } from '../../server/webhooks/ready-text.ts';
import { signedBody } from '../../server/webhooks/signed-body.ts';
import { clip, testTold, told, toldOf } from '../../server/webhooks/told.ts';
import { type AlertKind, alertKinds } from '../../shared/alert.ts';
import { memberIdOf } from '../../shared/ids.ts';
import { webhookTypes } from '../../shared/webhook.ts';
import { alertOf, sessionId, siteId } from './support/alerts.ts';

const link = 'https://chat.example/sites/1/monitor/2';
const agent = { author: 'agent', name: 'Anna', memberId: memberIdOf('22222222-2222-4222-8222-222222222222') } as const;

describe('what is written down of an event', () => {
	test('comes back through its schema as it was, for each kind', () => {
		for (const kind of alertKinds) {
			const made = toldOf(alertOf({ kind }));
			expect(told.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
		}
	});

	test.each([
		['plain', 'a'],
		['quotes', '"'],
		['line breaks', '\n'],
		['controls', '\u0001'],
		['emoji', '\u{1f600}'],
		['lone surrogates', '\ud800'],
	])('fits into 32 KiB, whatever was written: %s', (_, unit) => {
		const alert = alertOf({ kind: 'message', text: unit.repeat(16 * 1024), page: '/ā'.repeat(2_000) });
		const made = toldOf(alert);
		expect(Buffer.byteLength(JSON.stringify(made))).toBeLessThanOrEqual(32 * 1024);
		expect(made.text.length).toBeGreaterThan(1_000);
		expect(made.cut).toBe(made.text.length < alert.text.length);
		expect(alert.text.toWellFormed().startsWith(made.text)).toBe(true);
	});

	test('is never cut through a character', () => {
		expect(clip('a\u{1f600}', 2)).toBe('a');
		expect(clip('a\u{1f600}', 3)).toBe('a\u{1f600}');
		expect(toldOf(alertOf({ text: '\u{1f600}'.repeat(20_000) })).text.isWellFormed()).toBe(true);
	});
});

describe('the body for programs', () => {
	const bodyOf = (change: Parameters<typeof alertOf>[0]): unknown =>
		JSON.parse(signedBody(toldOf(alertOf(change)), 'delivery-1', link));

	test('says what, when, where, and who', () => {
		expect(bodyOf({})).toEqual({
			version: 1,
			id: 'delivery-1',
			type: 'human.asked',
			timestamp: '2026-09-21T14:13:20.000Z',
			site: { id: siteId, name: 'Linen shop' },
			session: { id: sessionId, country: 'LV', page: 'https://shop.example/cart', url: link },
			data: { seq: 3, why: 'button', lastMessage: 'Where is my order?', cut: false },
		});
	});

	test.each<[AlertKind, object]>([
		['session-opened', { seq: 3 }],
		['ai-failed', { seq: 3, why: 'button', lastMessage: 'Where is my order?', cut: false }],
		[
			'took-over',
			{ seq: 3, agent: { id: agent.memberId, name: 'Anna' }, lastMessage: 'Where is my order?', cut: false },
		],
		[
			'released',
			{
				seq: 3,
				agent: { id: agent.memberId, name: 'Anna' },
				why: 'button',
				lastMessage: 'Where is my order?',
				cut: false,
			},
		],
		['missed', { seq: 3, why: 'button', lastMessage: 'Where is my order?', cut: false }],
		[
			'message',
			{ seq: 3, author: 'agent', agent: { id: agent.memberId, name: 'Anna' }, text: 'Where is my order?', cut: false },
		],
	])('%s', (kind, data) => {
		expect(bodyOf({ kind, by: agent })).toMatchObject({ type: webhookTypes[kind], data });
	});

	test('a test belongs to no session', () => {
		const body = signedBody(testTold({ id: siteId, name: 'Linen shop' }, 0), 'd', null);
		expect(JSON.parse(body)).toMatchObject({ type: 'test', session: null, data: {} });
	});
});

describe('ready texts', () => {
	const slack = (change: Parameters<typeof alertOf>[0], language: 'en' | 'lv' = 'en', url: string | null = link) =>
		JSON.parse(slackBody({ told: toldOf(alertOf(change)), language, link: url })) as { readonly text: string };
	const telegram = (change: Parameters<typeof alertOf>[0], language: 'en' | 'lv' = 'en') =>
		JSON.parse(telegramBody({ told: toldOf(alertOf(change)), language, link }, '-100123')) as {
			readonly chat_id: string;
			readonly text: string;
		};

	test('Slack: who wants what, the words, the place, the way there', () => {
		expect(slack({}).text).toBe(
			`A visitor of Linen shop asks for a person\n“Where is my order?”\nLatvia · https://shop.example/cart\n<${link}|Open the chat>`,
		);
		expect(slack({}, 'lv').text).toBe(
			`Vietnes Linen shop apmeklētājs vēlas runāt ar cilvēku\n„Where is my order?”\nLatvija · https://shop.example/cart\n<${link}|Atvērt sarunu>`,
		);
	});

	test('Telegram: plain text to the chat that was chosen, and no markup that a visitor could write in', () => {
		const body = telegram({});
		expect(body).toEqual({
			chat_id: '-100123',
			text: `A visitor of Linen shop asks for a person\n“Where is my order?”\nLatvia · https://shop.example/cart\nOpen the chat: ${link}`,
			disable_web_page_preview: true,
		});
		expect(telegram({}, 'lv').text).toContain(`Atvērt sarunu: ${link}`);
	});

	test('what is not known is left out', () => {
		expect(slack({ country: null, page: '', text: '' }, 'en', null).text).toBe(
			'A visitor of Linen shop asks for a person',
		);
	});

	test.each([
		['<!channel> look', '&lt;!channel&gt; look'],
		['<!here|x>', '&lt;!here|x&gt;'],
		['<@U012AB3CD>', '&lt;@\u200bU012AB3CD&gt;'],
		['<https://evil.example|our shop>', '&lt;https://evil.example|our shop&gt;'],
		['@all @channel', '@\u200ball @\u200bchannel'],
		['me@shop.example', 'me@shop.example'],
		['[safe](https://evil.example)', '[safe]\u200b(https://evil.example)'],
		['&lt;!channel&gt;', '&amp;lt;!channel&amp;gt;'],
	])('Slack: hostile text is only text: %s', (text, shown) => {
		expect(slack({ text }).text.split('\n')[1]).toBe(`“${shown}”`);
	});

	test('names and pages are no less hostile', () => {
		const hostile = { ...agent, name: '<!everyone>' };
		const { text } = slack({ kind: 'took-over', by: hostile, siteName: '<!here>', page: '/<!channel>\n<@U1>' });
		expect(text.replace(`<${link}|`, '')).not.toMatch(/<[!@]/);
		expect(text.split('\n')).toHaveLength(4);
	});

	test('a visitor can not write a line of their own, nor turn the direction of ours', () => {
		const text = 'Hi\nOpen the chat: https://evil.example\u202e\u2028x';
		expect(telegram({ text }).text.split('\n')[1]).toBe('“Hi Open the chat: https://evil.example x”');
		expect(telegram({ text: 'x'.repeat(4_000) }).text.length).toBeLessThan(1_000);
		expect(telegram({ text: '@everyone' }).text).toContain('@\u200beveryone');
	});

	test.each(['en', 'lv'] as const)('%s: each event has a sentence of its own', (language) => {
		const lines = alertKinds.map((kind) => slack({ kind, by: agent }, language).text.split('\n')[0]);
		expect(new Set(lines).size).toBe(alertKinds.length);
		for (const line of lines) expect(line).toContain('Linen shop');
	});

	test('whoever has no name is called by what they are', () => {
		const unnamed = { ...agent, name: '' };
		expect(slack({ kind: 'message', by: unnamed }).text).toMatch(/^An agent wrote/);
		expect(slack({ kind: 'message', by: { ...unnamed, author: 'ai' } }).text).toMatch(/^The AI wrote/);
		expect(slack({ kind: 'message' }).text).toMatch(/^The visitor wrote/);
	});
});
