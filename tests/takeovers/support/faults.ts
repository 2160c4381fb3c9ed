/** What was found to be wrong. All are counted; the first ones are told in full. */

export interface Faults {
	/** Where was looked. */
	readonly place: string;
	add(rule: string, text: string): void;
	readonly count: number;
	readonly told: readonly string[];
}

const fullyTold = 8;

export function createFaults(place: string): Faults {
	const told: string[] = [];
	let count = 0;
	return {
		place,
		add(rule, text) {
			count += 1;
			if (told.length < fullyTold) told.push(`${rule}, ${place}: ${text}`);
		},
		get count() {
			return count;
		},
		get told() {
			return told;
		},
	};
}
