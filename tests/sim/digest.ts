/** A run in one number: everything that went over its lines, in order. The same seed twice must give the same one. */
import type { Eyes } from './ledger.ts';

export interface Digest {
	readonly eyes: Eyes;
	text(): string;
}

export function createDigest(): Digest {
	let a = 0x811c9dc5;
	let b = 0x9747b28c;
	const take = (text: string): void => {
		for (let index = 0; index < text.length; index += 1) {
			const unit = text.charCodeAt(index);
			a = Math.imul(a ^ unit, 0x01000193);
			b = Math.imul(b ^ unit, 0x85ebca6b) ^ (b >>> 13);
		}
	};
	return {
		eyes: {
			handed: ({ page }, text) => take(page + text),
			heard: ({ page }, text) => take(page + text),
		},
		text: () => (a >>> 0).toString(36) + (b >>> 0).toString(36),
	};
}
