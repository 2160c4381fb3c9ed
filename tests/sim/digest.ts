/** A run in one number: everything that happened in it, in order. The same seed twice must give the same one. */
import type { Eyes } from './ledger.ts';
import type { RunResult } from './run.ts';

export interface Digest {
	readonly eyes: Eyes;
	text(): string;
}

export function createDigest(): Digest {
	let a = 0x811c9dc5;
	let b = 0x9747b28c;
	const take = (...texts: readonly string[]): void => {
		for (const text of texts) {
			for (let index = 0; index < text.length; index += 1) {
				const unit = text.charCodeAt(index);
				a = Math.imul(a ^ unit, 0x01000193);
				b = Math.imul(b ^ unit, 0x85ebca6b) ^ (b >>> 13);
			}
		}
	};
	return {
		eyes: {
			handed: ({ page }, text) => take(page, text),
			heard: ({ page }, text) => take(page, text),
			served: ({ page }, open) => take(page, open ? 'open' : 'shut'),
			written: (row, fresh) => take(JSON.stringify(fresh), JSON.stringify(row.projection)),
			fenced: (sessionId) => take('fenced', sessionId),
			stored: (stage, { name }) => take(stage, name),
			provided: ({ sessionId, turn, at }) => take(sessionId, `${turn} ${at}`),
			emitted: ({ emitted }) => take(emitted),
			asked: ({ seat, path, at }) => take(seat.page, path, `${at}`),
			answered: ({ path }, outcome) => take(path, JSON.stringify(outcome)),
			received: ({ seat }, event) => take(seat.page, JSON.stringify(event)),
			ended: ({ seat }, failure) => take(seat.page, failure.kind),
			outbox: ({ page }, { items }) => take(page, items.map(({ status }) => status.kind).join()),
			faulted: (sessionId, fault) => take(sessionId, fault),
			booted: ({ bornAt }) => take(`born ${bornAt}`),
			crashed: () => take('crashed'),
		},
		text: () => (a >>> 0).toString(36) + (b >>> 0).toString(36),
	};
}

/** What a run did and what was found in it. */
export function digestOf(digest: Digest, { events, held, cells, violations }: RunResult): string {
	const counts = [...held, ...cells].map(([name, count]) => `${name} ${count}`).sort();
	return [digest.text(), events, ...counts, ...violations.map(({ rule, text }) => `${rule} ${text}`)].join('\n');
}
