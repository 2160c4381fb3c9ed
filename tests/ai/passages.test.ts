import { describe, expect, test } from 'vitest';
import { indexArticle, passagesOf } from '../../server/ai/passages.ts';

const sentence = (n: number) => `This is sentence number ${n} and it says a little something about delivery.`;
const sentences = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => sentence(from + index)).join(' ');

describe('an article is cut into pieces that can stand as an answer', () => {
	test('a short one stays whole', () => {
		expect(passagesOf('One.\n\nTwo.')).toEqual(['One.\n\nTwo.']);
	});

	test('paragraphs stay whole, short ones together with the next', () => {
		const long = sentences(1, 7);
		expect(passagesOf(`Short.\n\n${long}\n\n${long}`)).toEqual(['Short.', long, long]);
		expect(passagesOf(`Delivery\n\n${long}`)).toEqual([`Delivery\n\n${long}`]);
	});

	test('a wall of text is cut at sentences', () => {
		const pieces = passagesOf(sentences(1, 100));
		expect(pieces.length).toBeGreaterThan(8);
		for (const piece of pieces) {
			expect(piece.length).toBeLessThanOrEqual(700);
			expect(piece).toMatch(/^This .*\.$/s);
		}
		expect(pieces.join(' ')).toBe(sentences(1, 100));
	});

	test('text without sentences or spaces is cut too, at code points', () => {
		for (const text of ['🙂'.repeat(5_000), 'a'.repeat(10_000), 'word '.repeat(2_000)]) {
			const pieces = passagesOf(text);
			expect(pieces.every((piece) => piece.length <= 700 && piece.isWellFormed())).toBe(true);
			expect(pieces.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
		}
	});

	test('every passage is found by the title', () => {
		const passages = indexArticle('Piegādes cenas', `${sentences(1, 20)}`);
		expect(passages.length).toBeGreaterThan(1);
		for (const { titleTerms } of passages) expect(titleTerms.split(' ')).toContain('lvcen');
	});
});
