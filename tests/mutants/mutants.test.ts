/** Every planted bug can still be planted; the run itself takes minutes and is `npm run mutants`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyPatch, type Patch } from './patch.ts';
import { allPatches } from './patches/all.ts';
import { faultOf } from './run.ts';

const tree = join(import.meta.dirname, '..', '..');
const [first] = allPatches;
const sample: Patch = {
	...(first ?? expect.fail()),
	name: 'sample',
	file: 'shared/unreachable.ts',
	find: 'one',
	replace: 'two',
};

test('there are enough, each with a name of its own', () => {
	expect(allPatches.length).toBeGreaterThanOrEqual(30);
	expect(new Set(allPatches.map(({ name }) => name)).size).toBe(allPatches.length);
});

test.each(allPatches)('"$name" can be planted in $file', (patch) => {
	expect(faultOf(tree, patch)).toBeNull();
});

test('each breaks a rule that the specification knows', () => {
	const spec = readFileSync(join(tree, 'docs', 'spec.md'), 'utf8');
	for (const { rule } of allPatches) expect(spec).toContain(`| **${rule}** `);
});

describe('a patch is refused', () => {
	test('whose text is not there, or is there twice', () => {
		expect(() => applyPatch(sample, 'zero')).toThrow('0 times');
		expect(() => applyPatch(sample, 'one and one')).toThrow('2 times');
		expect(applyPatch(sample, 'just one')).toBe('just two');
	});

	test('that changes nothing, or is no TypeScript any more', () => {
		expect(() => applyPatch({ ...sample, replace: 'one' }, 'just one')).toThrow('changes nothing');
		expect(faultOf(tree, { ...sample, find: 'export function', replace: 'export function function' })).not.toBeNull();
	});
});
