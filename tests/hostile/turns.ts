/** Whose turn it is: so that each has its share however few cases there are, and a batch says the same whenever it is run. */
export interface Turns {
	next<T>(name: string, list: readonly T[]): T;
}

/** A step that shares no factor with any list that is shorter than itself: batch by batch, each of them comes first once. */
const step = 101;

/** Lists of one length would otherwise always stand at the same place. */
const placeOf = (name: string): number =>
	[...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_973, 7);

/** @param ordinal which batch of its kind this is */
export function createTurns(ordinal: number): Turns {
	const turns = new Map<string, number>();
	return {
		next(name, list) {
			const turn = turns.get(name) ?? placeOf(name) + ordinal * step;
			turns.set(name, turn + 1);
			const found = list[turn % list.length];
			if (found === undefined) throw new Error(`nothing to choose from: ${name}`);
			return found;
		},
	};
}
