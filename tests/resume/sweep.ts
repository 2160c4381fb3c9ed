/** All cases, or every n-th, spread over lanes that do not see each other. */
import type { Premises } from './check.ts';
import { type Case, kinds, nameOf, runCase } from './cuts.ts';
import type { Lane, ResumeHouse } from './house.ts';

export interface Failure {
	readonly name: string;
	readonly faults: readonly string[];
}

export interface Swept {
	/** Cases in which the wire was cut, by wire, end and way. */
	readonly cases: ReadonlyMap<string, number>;
	readonly failures: readonly Failure[];
}

interface Options {
	readonly lanes: readonly Lane[];
	/** 1: every frame; n: every n-th, each kind beginning with another one. */
	readonly stride: number;
	readonly premises: Premises;
	readonly told?: (one: Case, faults: readonly string[]) => void;
}

/** The script's frames differ by a few from run to run: at every frame, an end is over when this many in a row met none. */
const missesInARow = 2;

export async function sweep(house: ResumeHouse, { lanes, stride, premises, told }: Options): Promise<Swept> {
	const cases = new Map<string, number>();
	const failures: Failure[] = [];
	const misses = stride === 1 ? missesInARow : 1;
	const series = kinds.map((kind, n) => ({ kind, index: 1 + (n % stride), missed: 0 }));

	async function work(lane: Lane): Promise<void> {
		for (let mine = series.shift(); mine !== undefined; mine = series.shift()) {
			const one: Case = { ...mine.kind, index: mine.index };
			const { fired, faults } = await runCase(house, lane, one, premises);
			told?.(one, faults);
			if (faults.length > 0) failures.push({ name: nameOf(one), faults });
			const key = `${one.wire} · ${one.from} · ${one.how}`;
			cases.set(key, (cases.get(key) ?? 0) + (fired ? 1 : 0));
			const missed = fired ? 0 : mine.missed + 1;
			// Back in line at once, so that no lane is left with one long series at the end.
			if (missed < misses) series.push({ kind: mine.kind, index: mine.index + stride, missed });
		}
	}

	await Promise.all(lanes.map(work));
	return { cases, failures };
}
