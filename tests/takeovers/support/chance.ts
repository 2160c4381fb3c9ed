/** Seeded choices. What the sockets make of them is the machine's: two runs of one seed differ in timing only. */
import { createRandom, type Random } from '../../sim/random.ts';

export interface Chance {
	/** 0 ≤ n < below, whole. */
	below(below: number): number;
	one<T>(of: readonly T[]): T;
	/** Another source, which this one does not disturb. */
	fork(name: number): Chance;
}

const over = (random: Random): Chance => ({
	below: (below) => random.int(below),
	one(of) {
		const found = of[random.int(of.length)];
		if (found === undefined) throw new Error('nothing to choose from');
		return found;
	},
	fork: (name) => over(random.fork(String(name))),
});

export const createChance = (seed: number): Chance => over(createRandom(`takeovers ${seed}`));
