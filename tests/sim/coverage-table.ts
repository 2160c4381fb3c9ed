/** The coverage for a person: hits by state and event, crash points folded, and every cell that stayed empty. */
import type { Cells } from './coverage.ts';
import { allCells, coverageOf } from './coverage-matrix.ts';
import { crashPoints } from './coverage-places.ts';

const widths = [12, 22, 12] as const;

export function coverageLines(hits: Cells): readonly string[] {
	const cells = allCells();
	const { reachable, empty, strange, hits: total } = coverageOf(hits);
	const rows = Map.groupBy(cells, ({ place, event }) => `${place.padEnd(widths[0])} ${event.padEnd(widths[1])}`);
	const head = `${'state'.padEnd(widths[0])} ${'event'.padEnd(widths[1])} ${crashPoints
		.map((point) => point.padStart(widths[2] + 2))
		.join(' ')}   cells`;
	const lines = [...rows].flatMap(([name, row]) => {
		const open = row.filter(({ unreachable }) => unreachable === null);
		if (open.length === 0) return [];
		const columns = crashPoints.map((point) => {
			const mine = open.filter((cell) => cell.point === point);
			const count = mine.reduce((sum, { key }) => sum + (hits.get(key) ?? 0), 0);
			return (mine.length === 0 ? '–' : String(count)).padStart(widths[2] + 2);
		});
		const reached = open.filter(({ key }) => hits.has(key)).length;
		return [`${name} ${columns.join(' ')}   ${reached} of ${open.length}`];
	});
	const reasons = Map.groupBy(
		cells.flatMap(({ unreachable }) => (unreachable === null ? [] : [unreachable])),
		(reason) => reason,
	);
	return [
		head,
		...lines,
		'',
		`${total} hits in ${reachable - empty.length} of ${reachable} cells that can be reached (state × event × crash point × entrance)`,
		...[...reasons].map(([reason, all]) => `${String(all.length).padStart(6)} can't: ${reason}`),
		...empty.map((key) => `EMPTY    ${key}`),
		...strange.map((key) => `STRANGE  ${key}`),
	];
}
