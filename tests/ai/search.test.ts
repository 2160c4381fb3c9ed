import { describe, expect, test } from 'vitest';
import { wantedIn } from '../../server/ai/search.ts';
import { stemsOf } from '../../server/ai/stem.ts';

describe('what a question is about', () => {
	test('a matter that goes by a word in each language is one matter', () => {
		const wanted = wantedIn('Where is the shop?');
		const place = wanted.filter(
			({ terms }) => terms.includes(stemsOf('address').en) || terms.includes(stemsOf('adrese').en),
		);
		expect(place).toHaveLength(1);
		expect(wanted).toHaveLength(2);
	});

	test('the matters of one idiom stay apart', () => {
		expect(wantedIn('Where is my order?').length).toBeGreaterThan(1);
	});
});
