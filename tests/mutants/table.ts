import type { Result } from './run.ts';

const cell = (text: string, width: number): string =>
	text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

function foundBy({ verdict }: Result): string {
	switch (verdict.kind) {
		case 'found':
			return `${verdict.check}: ${verdict.what}`;
		case 'passed':
			return 'SURVIVED';
		case 'error':
			return `ERROR ${verdict.what}`;
	}
}

export function rowOf(result: Result): string {
	const { patch, verdict, seconds } = result;
	const after = verdict.kind === 'found' ? `${verdict.after} ${verdict.check === 'simulation' ? 'runs' : 'tests'}` : '';
	const columns = [cell(patch.name, 46), cell(patch.rule, 4), cell(after, 10), seconds.toFixed(1).padStart(5)];
	return `${columns.join('  ')}  ${foundBy(result)}`;
}

export function printTable(results: readonly Result[]): void {
	console.log(`\n${cell('planted bug', 46)}  rule  after       sec.   found by`);
	for (const result of results) console.log(rowOf(result));
	const found = results.filter(({ verdict }) => verdict.kind === 'found');
	const bySim = found.filter(({ verdict }) => verdict.kind === 'found' && verdict.check === 'simulation').length;
	console.log(`\n${results.length} planted, ${bySim} found by the simulation, ${found.length - bySim} by tests`);
}
