/** Deals every card once, in a random order, before any comes again: two visitors seldom say the same at once. */
export function createDeck<T>(cards: readonly T[], random: () => number): () => T | undefined {
	let left: T[] = [];
	return () => {
		if (left.length === 0) left = [...cards];
		return left.splice(Math.floor(random() * left.length), 1)[0];
	};
}
