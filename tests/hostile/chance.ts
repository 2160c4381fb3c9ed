/** Seeded chance (sfc32): what is drawn for one batch depends on the seed and the batch's number alone. */
export interface Chance {
	/** 0 ≤ x < 1. */
	next(): number;
	/** A whole number from 0 to `end` − 1. */
	below(end: number): number;
	pick<T>(list: readonly [T, ...T[]]): T;
	maybe(share: number): boolean;
}

export function chanceOf(seed: number, stream: number): Chance {
	let a = seed | 0;
	let b = stream | 0;
	let c = 0x9e3779b9 | 0;
	let counter = 1;
	function draw(): number {
		const sum = (((a + b) | 0) + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = ((c << 21) | (c >>> 11)) + sum;
		return sum >>> 0;
	}
	// Neighbouring seeds and streams look alike for the first few draws.
	for (let n = 0; n < 15; n += 1) draw();
	const next = () => draw() / 2 ** 32;
	const below = (end: number) => Math.floor(next() * end);
	return {
		next,
		below,
		pick: (list) => list[below(list.length)] ?? list[0],
		maybe: (share) => next() < share,
	};
}
