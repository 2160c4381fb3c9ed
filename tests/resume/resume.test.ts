/** Short versions of `npm run resume`: every so many-th frame, every way. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Premises } from './check.ts';
import { kinds, runCase } from './cuts.ts';
import { openHouse, type ResumeHouse } from './house.ts';
import { sweep } from './sweep.ts';

let house: ResumeHouse;
beforeAll(async () => {
	house = await openHouse();
});
afterAll(() => house.close());

test('I1, I11, I13, I19, I20, I21: a conversation that is cut loses nothing and repeats nothing', {
	timeout: 90_000,
}, async () => {
	const premises: Premises = {};
	const lanes = await Promise.all(Array.from({ length: 6 }, (_, n) => house.lane(`lane-${n}`)));
	const { cases, failures } = await sweep(house, { lanes, stride: 25, premises });
	expect(failures).toEqual([]);
	expect(cases.size).toBe(kinds.length);
	const cut = [...cases.values()].reduce((sum, n) => sum + n, 0);
	expect(cut).toBeGreaterThan(15);
	for (const rule of ['I1', 'I6', 'I11', 'I12', 'I13', 'I19', 'I20', 'I21'])
		expect([rule, premises[rule] ?? 0]).not.toEqual([rule, 0]);
});

test('a wire that hands out frames twice is found out', async () => {
	const lane = await house.lane('planted');
	const outcomes = [];
	for (const index of [11, 14, 17]) {
		outcomes.push(await runCase(house, lane, { wire: 'visitor', from: 'server', index, how: 'twice' }, {}));
	}
	expect(outcomes.flatMap(({ faults }) => faults).filter((fault) => fault.startsWith('I19')).length).toBeGreaterThan(0);
});
