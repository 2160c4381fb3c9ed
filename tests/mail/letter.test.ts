/** Letters from hostile text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMailChannel } from '../../server/mail/channel.ts';
import { type Letter, letterOf, lineOf } from '../../server/mail/letter.ts';
import type { Delivery } from '../../server/outbox/ports.ts';

const hostile = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.constantFrom(
		'<script>alert(1)</script>',
		'"><img src=x onerror=alert(1)>',
		'&lt;',
		'\r\n.\r\n',
		'\u202egnp',
		'\ud83d',
	),
);

test('a subject is one line of at most 150 units, whatever it is made of', () => {
	fc.assert(
		fc.property(hostile, (text) => {
			const line = lineOf(text);
			expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u);
			expect(line.length).toBeLessThanOrEqual(150);
			expect(line.isWellFormed()).toBe(true);
		}),
	);
});

test('nothing that was written by others is markup', () => {
	const bare = (words: string): string => {
		const parts = { subject: words, paragraphs: [words], quote: words, foot: words };
		const links = [{ label: words, url: `https://chat.example/${encodeURIComponent(words)}`, note: words }];
		return letterOf('a@example.com', { language: 'en', ...parts, links }).html;
	};
	const shape = (html: string): readonly string[] =>
		[...html.matchAll(/<\/?[a-z]+/g)].map(([tag]) => tag).filter((tag) => tag !== '<br');
	const plain = shape(bare('Hello'));
	fc.assert(
		fc.property(
			hostile.filter((text) => text.isWellFormed()),
			(words) => {
				expect(shape(bare(words))).toEqual(plain);
			},
		),
	);
});

const delivery = (payload: object): Delivery => ({
	...{ id: 'id-1', channel: 'mail', target: 'anna@example.com', siteId: null, about: 'late-answer' },
	...{ payload, createdAt: 0, attempt: 1 },
});

test('a letter in words goes as it is; what is none is given up', async () => {
	const sent: Letter[] = [];
	const postman = {
		send: async (letter: Letter) => {
			sent.push(letter);
			return { kind: 'sent' } as const;
		},
	};
	const channel = createMailChannel({ postman, compose: [] });
	const { signal } = new AbortController();
	expect(await channel.send(delivery({ subject: 'Your\nquestion', text: 'An <b>answer</b>' }), signal)).toEqual({
		kind: 'sent',
	});
	expect(sent).toEqual([
		{
			to: 'anna@example.com',
			subject: 'Your question',
			text: 'An <b>answer</b>',
			html: '<p>An &lt;b&gt;answer&lt;/b&gt;</p>',
		},
	]);
	expect(await channel.send(delivery({ hello: 1 }), signal)).toMatchObject({ kind: 'failed', again: false });
});
