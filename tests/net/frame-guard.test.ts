import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureFrame } from '../../server/net/frame-guard.ts';

const measure = (text: string) => measureFrame(Buffer.from(text));

function depthOf(value: unknown): number {
	if (typeof value !== 'object' || value === null) return 0;
	return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('frame guard', () => {
	it('agrees with the parser on depth and calls for whatever is JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 8 }), fc.nat(2), (value, indent) => {
				const { depth, calls } = measure(JSON.stringify(value, undefined, indent));
				expect(depth).toBe(depthOf(value));
				if (!Array.isArray(value)) expect(calls).toBe(1);
				else if (value.length > 0) expect(calls).toBe(value.length);
			}),
			{ numRuns: 500 },
		);
	});

	it.each([
		['PING', 0, 1],
		['', 0, 1],
		['[]', 1, 1],
		[' [ {}, {} ] ', 2, 2],
		['{"a":[1,2,3]}', 2, 1],
		['"[[[["', 0, 1],
		['["\\"[", "\\\\", "["]', 1, 3],
		['{"ā":"[","b":[[]]}', 3, 1],
		['[[[[', 4, 1],
		['"unfinished [[', 0, 1],
	])('measures %j', (text, depth, calls) => {
		expect(measure(text)).toEqual({ depth, calls });
	});
});
