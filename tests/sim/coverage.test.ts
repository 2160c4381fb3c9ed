/** The coverage's own arithmetic: what can be reached is asked of the rules, and a run's cells lie within it. */
import { describe, expect, test } from 'vitest';
import { callsRig } from './calls/layer.ts';
import { type Cells, cellKey } from './coverage.ts';
import { allCells, coverageOf, reachableCells } from './coverage-matrix.ts';
import { run } from './run.ts';
import { makeScript } from './script.ts';

const cells = allCells();
const reasonOf = (key: string): string | null | undefined => cells.find((cell) => cell.key === key)?.unreachable;

describe('what can be reached', () => {
	test('is found by the rules themselves', () => {
		expect(reasonOf(cellKey('generating', 'agent.tookOver', 'before ack', 'opened'))).toBeNull();
		expect(reasonOf(cellKey('unattended', 'agent.back', 'none', 'two tabs'))).toBeNull();
		expect(reasonOf(cellKey('attended', 'agent.tookOver', 'none', 'button'))).toBe('refused: session.illegal');
		expect(reasonOf(cellKey('attended', 'agent.said', 'none', 'plan lost'))).toBe(
			'no event leads to this state by this entrance',
		);
		expect(reasonOf(cellKey('new', 'visitor.opened', 'before commit', 'none yet'))).toBe(
			'writes nothing by itself: held until the next event',
		);
		expect(reachableCells().size).toBeGreaterThan(500);
	});

	test('an empty cell of it is told, and so is a hit outside of it', () => {
		const [first, second] = [...reachableCells()];
		if (first === undefined || second === undefined) throw new Error('there are cells');
		const hits: Cells = new Map([...reachableCells()].map((key) => [key, 1]));
		expect(coverageOf(hits)).toMatchObject({ empty: [], strange: [] });
		hits.delete(first);
		hits.set(cellKey('left', 'agent.said', 'none', 'ended'), 1);
		expect(coverageOf(hits)).toMatchObject({
			empty: [first],
			strange: [cellKey('left', 'agent.said', 'none', 'ended')],
		});
	});
});

test('what runs go through lies within what can be reached', async () => {
	const hits: Cells = new Map();
	for (let seed = 0; seed < 40; seed += 1) {
		const { cells: mine } = await run(makeScript(`coverage ${seed}`), callsRig);
		for (const [key, count] of mine) hits.set(key, (hits.get(key) ?? 0) + count);
	}
	expect(hits.size).toBeGreaterThan(40);
	expect(coverageOf(hits).strange).toEqual([]);
});
