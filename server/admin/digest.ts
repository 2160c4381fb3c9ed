/** Whether two heaps of rows are the same, in whatever order they come: the sum of the rows' SHA-256, in eight lanes of 32 bits. */
import { hash } from 'node:crypto';

export interface Digest {
	readonly rows: number;
	readonly hex: string;
}

export interface Digester {
	add(lines: readonly string[]): void;
	result(): Digest;
}

export function createDigester(): Digester {
	const sums = new Uint32Array(8);
	let rows = 0;
	return {
		add(lines) {
			rows += lines.length;
			for (const line of lines) {
				const bytes = hash('sha256', line, 'buffer');
				for (let lane = 0; lane < 8; lane += 1) sums[lane] = (sums[lane] ?? 0) + bytes.readUInt32BE(lane * 4);
			}
		},
		result: () => ({ rows, hex: [...sums].map((sum) => sum.toString(16).padStart(8, '0')).join('') }),
	};
}

export const isSame = (a: Digest, b: Digest): boolean => a.rows === b.rows && a.hex === b.hex;
