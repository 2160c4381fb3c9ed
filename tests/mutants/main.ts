/** `npm run mutants`: plants each bug in a copy of the tree and asks the checks, one after the other, which of them sees it. */
import { parseArgs } from 'node:util';
import { closingLine, recordFigures } from '../support/figures.ts';
import { allPatches } from './patches/all.ts';
import { runMutants } from './run.ts';
import { printTable } from './table.ts';

const usage = 'npm run mutants -- [--only NAME] [--runs N] [--tests-only] [--record]';

function options() {
	try {
		const { values } = parseArgs({
			options: {
				only: { type: 'string' },
				runs: { type: 'string', default: '250' },
				'tests-only': { type: 'boolean', default: false },
				record: { type: 'boolean', default: false },
			},
		});
		return values;
	} catch (error) {
		console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
		process.exit(2);
	}
}

// Children are cut off when this process exits; a signal alone would leave them.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const { only, runs, record, 'tests-only': testsOnly } = options();
const patches = only === undefined ? allPatches : allPatches.filter(({ name }) => name.includes(only));
if (patches.length === 0) {
	console.error(`No planted bug is called "${only}".\n${usage}`);
	process.exit(2);
}
const begun = performance.now();
const results = await runMutants({
	tree: process.cwd(),
	patches,
	workers: 2,
	simRuns: testsOnly ? 0 : Number(runs),
	told: (line) => console.log(line),
});
printTable(results);
const failures = results.filter(({ verdict }) => verdict.kind !== 'found');
const bySim = results.filter(({ verdict }) => verdict.kind === 'found' && verdict.check === 'simulation').length;
/** A simulation that finds fewer has gone blind, whatever the tests find in its place. */
const isBlind = only === undefined && !testsOnly && bySim < 20;
if (isBlind) console.log(`the simulation found ${bySim} of them, and 20 is the least`);
const failed = failures.length + (isBlind ? 1 : 0);
if (record && only === undefined) {
	const rules: Record<string, number> = {};
	for (const { patch, verdict } of results) {
		if (verdict.kind === 'found') rules[patch.rule] = (rules[patch.rule] ?? 0) + 1;
	}
	recordFigures(
		{
			name: 'mutants',
			command: 'npm run mutants -- --record',
			seed: 1,
			seconds: Math.round((performance.now() - begun) / 1000),
			counts: {
				planted: results.length,
				'found by the simulation': bySim,
				'found by tests': results.length - failures.length - bySim,
			},
			rules,
			failures: failed,
		},
		Date.now(),
	);
}
console.log(closingLine(results.length - failures.length, failed));
process.exitCode = failed === 0 ? 0 : 1;
