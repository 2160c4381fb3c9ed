/** Seeded choices. What the sockets make of them is the machine's: two runs of one seed differ in timing only. */
export interface Chance {
	/** 0 ≤ n < below. */
	below(below: number): number;
	one<T>(of: readonly T[]): T;
	/** Another source, which this one does not disturb. */
	fork(name: number): Chance;
}

export function createChance(seed: number): Chance {
	let state = seed >>> 0;

	/** mulberry32 */
	function next(): number {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	const chance: Chance = {
		below: (below) => Math.floor(next() * below),
		one(of) {
			const found = of[chance.below(of.length)];
			if (found === undefined) throw new Error('nothing to choose from');
			return found;
		},
		fork: (name) => createChance(Math.imul(seed ^ (name + 0x9e37), 0x85ebca6b)),
	};
	return chance;
}
