import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TextToken, tokenize } from '../../shared/render-text.ts';

const linksOf = (text: string): readonly string[] =>
	tokenize(text).flatMap((token) => (token.kind === 'link' ? [token.href] : []));

function back(tokens: readonly TextToken[]): string {
	return tokens
		.map((token) => (token.kind === 'break' ? '\n' : token.kind === 'link' ? token.href : token.text))
		.join('');
}

describe('text of strangers', () => {
	test.each([
		['see https://shop.example/a?b=c#d now', ['https://shop.example/a?b=c#d']],
		['(https://shop.example/x).', ['https://shop.example/x']],
		['https://shop.example/wiki/A_(b)', ['https://shop.example/wiki/A_(b)']],
		['[prices](https://shop.example/prices)', ['https://shop.example/prices']],
		['HTTPS://SHOP.example/É', ['HTTPS://SHOP.example/É']],
		['http://localhost:3000/demo', ['http://localhost:3000/demo']],
		['http://[::1]/x', ['http://[::1]/x']],
		['https://a.example,https://b.example', ['https://a.example,https://b.example']],
		['https://a.example and https://b.example!', ['https://a.example', 'https://b.example']],
		['„https://shop.example”', ['https://shop.example']],
	])('%s', (text, links) => {
		expect(linksOf(text)).toEqual(links);
	});

	test.each([
		'javascript:alert(1)',
		'javascript://https://x',
		'data:text/html,<script>',
		'vbscript:x',
		'//evil.example',
		'ftp://files.example',
		'xhttps://evil.example',
		'https://',
		'https:///etc/passwd',
		'https://bank.example@evil.example/',
		'https://?x',
		'https://.',
		'http:/x',
		'h',
	])('%s is no link', (text) => {
		expect(linksOf(text).filter((href) => !href.startsWith('https://x'))).toEqual([]);
	});

	test('marks that turn the reading direction or hide never get into a link', () => {
		expect(linksOf('https://shop.example/\u202egpj.exe')).toEqual(['https://shop.example/']);
		expect(linksOf('https://shop\u200b.example')).toEqual(['https://shop']);
		expect(linksOf('https://shop.example\u2066/x')).toEqual(['https://shop.example']);
	});

	test('markup stays text', () => {
		expect(tokenize('<img src=x onerror=alert(1)>')).toEqual([{ kind: 'text', text: '<img src=x onerror=alert(1)>' }]);
		expect(linksOf('<a href="https://x.example">y</a>')).toEqual(['https://x.example']);
	});

	test('every kind of line end is one break', () => {
		expect(
			tokenize('a\r\nb\n\nc\rd\u2028e')
				.map((token) => (token.kind === 'text' ? token.text : '/'))
				.join(''),
		).toBe('a/b//c/d/e');
	});

	test('nothing is lost or added, and links are http(s) only', () => {
		const bits = fc.constantFrom(
			'https://',
			'http://',
			'a',
			'(',
			')',
			'.',
			'@',
			'/',
			' ',
			'\n',
			'\u202e',
			'😀',
			'\ud800',
			'"',
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string({ unit: 'binary' }),
					fc.array(bits).map((list) => list.join('')),
				),
				(text) => {
					const tokens = tokenize(text);
					expect(back(tokens)).toBe(text.replace(/\r\n|[\r\u2028\u2029]/g, '\n'));
					for (const token of tokens) {
						if (token.kind === 'link') expect(token.href).toMatch(/^https?:\/\/[^\s@/?#]/i);
					}
				},
			),
			{ numRuns: 2_000 },
		);
	});

	test.each([
		['h', 16_384],
		['https://', 2_048],
		['https://a', 1_800],
		['https://a/(', 1_500],
		[`https://a/${')'.repeat(1_990)} `, 8],
		['((((((((', 2_048],
		['\n', 16_384],
	])('a long run of %j is read in one pass', (piece, times) => {
		// The best of several runs: what the machine does beside is not the text's fault.
		const best = (text: string): number => {
			const runs = Array.from({ length: 5 }, () => {
				const started = performance.now();
				tokenize(text);
				return performance.now() - started;
			});
			return Math.min(...runs);
		};
		const text = piece.repeat(times);
		// Eight times the text: linear is 8 times the time, a square takes seconds; a busy machine stays far below that.
		expect(best(text.repeat(8))).toBeLessThan(Math.max(best(text) * 32, 400));
	});
});
