/** The proof in short; `npm run hostile` says a hundred thousand hostile things and more. */
import { expect, test } from 'vitest';
import { chanceOf } from './chance.ts';
import { textOf } from './json-text.ts';
import { findProcedures, leavesOf, nameOf, sampleInput } from './procedures.ts';
import { runHostile } from './run-hostile.ts';

test('R0 I3 I4 I9 I13 I29 I30 twenty-five hundred hostile inputs: typed answers, nothing let out, nobody notices', async () => {
	const { counts, faults } = await runHostile({ cases: 2_500, seed: 1, say: () => {} });
	expect(counts.failures).toEqual([]);
	expect(faults).toEqual([]);
	expect(counts.cases).toBeGreaterThanOrEqual(2_500);
}, 240_000);

const ids = {
	siteId: '00000000-0000-4000-8000-000000000000',
	sessionId: `session_${'a'.repeat(22)}`,
	memberId: '00000000-0000-4000-8000-000000000001',
	articleId: '00000000-0000-4000-8000-000000000002',
	webhookId: '00000000-0000-4000-8000-000000000003',
	blockId: '00000000-0000-4000-8000-000000000004',
	clientId: 'abcdefgh',
	gen: 1,
};

test('every procedure that takes an input has a valid sample, and every text in it a bound', () => {
	const procedures = findProcedures();
	expect(procedures.length).toBeGreaterThan(40);
	for (const procedure of procedures) {
		const sample = sampleInput(procedure, ids);
		if (procedure.schema === null) continue;
		expect(procedure.schema.safeParse(JSON.parse(textOf(sample))).success, nameOf(procedure)).toBe(true);
		for (const { kind, longest, path } of leavesOf(procedure, sample)) {
			if (kind === 'text') expect(longest, `${nameOf(procedure)} ${path.join('.')}`).toBeLessThanOrEqual(10_000);
		}
	}
});

/** SPEC section 10, by field. */
test.each([
	['visitor', 'say', 'text', 4_000],
	['member', 'monitor.reply', 'text', 4_000],
	['member', 'monitor.whisper', 'text', 1_000],
	['member', 'me.updateProfile', 'displayName', 60],
	['member', 'knowledge.create', 'body', 10_000],
	['member', 'webhooks.create', 'url', 1_000],
])('the bound of %s %s: %s', (audience, path, field, bound) => {
	const procedure = findProcedures().find((one) => one.audience === audience && one.path === path);
	if (procedure === undefined) throw new Error('there is no such procedure');
	const found = leavesOf(procedure, sampleInput(procedure, ids)).find((leaf) => leaf.path.join('.') === field);
	expect(found?.longest).toBe(bound);
});

test('chance is the same again from the same seed, and another from another', () => {
	const draws = (seed: number, stream: number) => {
		const chance = chanceOf(seed, stream);
		return Array.from({ length: 5 }, () => chance.below(1_000_000)).join();
	};
	expect(draws(1, 2)).toBe(draws(1, 2));
	expect(new Set([draws(1, 2), draws(2, 1), draws(1, 3), draws(2, 2)]).size).toBe(4);
});
