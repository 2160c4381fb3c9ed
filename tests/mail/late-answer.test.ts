import { describe, expect, test } from 'vitest';
import { composeLateAnswer, createLateMail, lateAnswerLetter } from '../../server/mail/late-answer.ts';
import type { Draft } from '../../server/outbox/ports.ts';
import type { LateAnswerMail } from '../../server/rpc/ports.ts';
import { makeSessionId, seqOf, siteIdOf } from '../../shared/ids.ts';

const mail: LateAnswerMail = {
	kind: 'late-answer',
	siteName: 'Shop',
	question: 'Do you engrave?',
	answer: 'Yes.\nUp to twelve letters.',
	agentName: 'Anna',
	pageUrl: 'https://shop.example/cups',
	language: 'en',
};

describe('a late answer as a letter', () => {
	test.each(['en', 'lv'] as const)('says who, what, and what was asked, in %s', (language) => {
		const { to, subject, text, html } = lateAnswerLetter('visitor@example.com', { ...mail, language });
		expect(to).toBe('visitor@example.com');
		expect(subject).toContain('Shop');
		for (const part of ['Anna', 'Up to twelve letters.', '> Do you engrave?', mail.pageUrl])
			expect(text).toContain(part);
		expect(html).toContain(`lang="${language}"`);
		expect(html).toContain('Yes.<br>Up to twelve letters.');
	});

	test('hostile words stay words: no header, no markup', () => {
		const hostile = '</blockquote><script>alert(1)</script>"\r\nBcc: everybody@example.com';
		const letter = lateAnswerLetter('visitor@example.com', {
			...mail,
			siteName: hostile,
			agentName: hostile,
			question: hostile,
			answer: hostile,
		});
		expect(letter.subject).not.toMatch(/[\r\n]/);
		expect(letter.html).not.toContain('<script');
		expect(letter.html.match(/<\/blockquote>/g)).toHaveLength(1);
	});

	test('without a question, a name or a page nothing of them is said', () => {
		const { text } = lateAnswerLetter('visitor@example.com', { ...mail, question: '', agentName: '', pageUrl: '' });
		expect(text).not.toMatch(/asked:|https?:|^>/m);
		expect(text).toContain('Somebody');
	});

	test('only its own payload is put into words', async () => {
		const delivery = { id: 'd', channel: 'mail', target: 'visitor@example.com', siteId: null, about: 'test' } as const;
		const at = { createdAt: 0, attempt: 1 };
		expect(await composeLateAnswer({ ...delivery, ...at, payload: { kind: 'other' } })).toBeNull();
		expect(await composeLateAnswer({ ...delivery, ...at, payload: mail })).toMatchObject({ to: 'visitor@example.com' });
	});

	test('I17 the same answer is handed in under the same key', async () => {
		const drafts: Draft[] = [];
		const { send } = createLateMail({ enqueue: async (given) => void drafts.push(...given) });
		const of = {
			siteId: siteIdOf('00000000-0000-7000-8000-000000000001'),
			sessionId: makeSessionId((bytes) => bytes.fill(1)),
			seq: seqOf(7),
			to: 'visitor@example.com',
			mail,
		};
		await send(of);
		await send(of);
		expect(new Set(drafts.map(({ key }) => key)).size).toBe(1);
		expect(drafts[0]).toMatchObject({ channel: 'mail', target: 'visitor@example.com', about: 'late-answer' });
	});
});
