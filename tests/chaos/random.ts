/**
 * Chance that repeats itself. Every place that draws has a fork of its own, by name: one more draw in one place shifts
 * no other, so a script that is cut down still meets the same latencies and the same words.
 */
import type { FillRandom } from '../../shared/ids.ts';

export interface Random {
	/** 0 ≤ x < 1. */
	readonly next: () => number;
	/** 0 ≤ x < n, whole. */
	int(n: number): number;
	/** from ≤ x ≤ to, whole. */
	between(from: number, to: number): number;
	chance(probability: number): boolean;
	pick<T>(list: readonly [T, ...T[]]): T;
	/** Another generator, the same for the same name. */
	fork(name: string): Random;
	readonly fill: FillRandom;
}

/** FNV-1a with a final mix: four different words out of one name. */
function hash(text: string, salt: number): number {
	let value = 0x811c9dc5 ^ salt;
	for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
	value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
	value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
	return (value ^ (value >>> 16)) >>> 0;
}

/** sfc32: 128 bits of state. */
function generator(name: string): () => number {
	let a = hash(name, 0x9e3779b9);
	let b = hash(name, 0x243f6a88);
	let c = hash(name, 0xb7e15162);
	let count = 1;
	const draw = (): number => {
		const sum = (((a + b) | 0) + count) | 0;
		count = (count + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + sum) | 0;
		return (sum >>> 0) / 0x1_0000_0000;
	};
	for (let round = 0; round < 12; round += 1) draw();
	return draw;
}

export function createRandom(name: string): Random {
	const next = generator(name);
	const int = (n: number): number => Math.floor(next() * n);
	return {
		next,
		int,
		between: (from, to) => from + int(to - from + 1),
		chance: (probability) => next() < probability,
		pick: (list) => list[int(list.length)] ?? list[0],
		fork: (child) => createRandom(`${name}/${child}`),
		fill(bytes) {
			for (let index = 0; index < bytes.length; index += 1) bytes[index] = int(256);
			return bytes;
		},
	};
}
