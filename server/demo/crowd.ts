/** Keeps a number of visitors in the shop: new ones come in their own time, and each leaves when done. */
import type { Language } from '../../shared/text/language.ts';
import type { Clock } from '../clock.ts';

export interface Visitor {
	readonly token: string;
	readonly language: Language;
}

export interface CrowdDeps {
	readonly clock: Clock;
	/** 0 ≤ x < 1. */
	readonly random: () => number;
	/** Asks for one more visitor; the answer comes through `enter`. */
	readonly next: () => void;
	/** One visit; resolves when the visitor has left. */
	readonly visit: (visitor: Visitor, signal: AbortSignal) => Promise<void>;
}

export interface Crowd {
	setSize(visitors: number): void;
	enter(visitor: Visitor): void;
	/** Resolves when all have left, at the latest after `patienceMs`. */
	stop(patienceMs: number): Promise<void>;
}

/** The first few come at once, so that the page lives; the rest drop in, and none comes the moment another leaves. */
const arrivals = { atOnce: 3, firstMs: 700, spreadMs: 1_800, replaceMs: 6_000 } as const;

export function createCrowd({ clock, random, next, visit }: CrowdDeps): Crowd {
	const abort = new AbortController();
	const inside = new Set<Promise<void>>();
	let size = 0;
	/** Called for, and not in yet. */
	let expected = 0;
	let came = 0;

	function callOne(ms: number): void {
		expected += 1;
		clock.setTimer(ms, () => {
			if (abort.signal.aborted || inside.size + expected > size) expected -= 1;
			else next();
		});
	}

	function fill(): void {
		for (let place = 0; inside.size + expected < size && !abort.signal.aborted; place += 1) {
			const soon = came + expected < arrivals.atOnce;
			callOne(soon ? place * arrivals.firstMs : place * arrivals.spreadMs * (0.5 + random()));
		}
	}

	return {
		setSize(visitors) {
			size = visitors;
			fill();
		},
		enter(visitor) {
			expected = Math.max(0, expected - 1);
			if (abort.signal.aborted || inside.size >= size) return;
			came += 1;
			const walking = visit(visitor, abort.signal)
				// A visit that broke is over like any other.
				.catch(() => {})
				.then(() => {
					inside.delete(walking);
					if (inside.size + expected < size) callOne(arrivals.replaceMs * (0.5 + random()));
				});
			inside.add(walking);
		},
		stop(patienceMs) {
			size = 0;
			abort.abort();
			return new Promise((resolve) => {
				const timer = clock.setTimer(patienceMs, resolve);
				void Promise.all(inside).then(() => {
					timer.cancel();
					resolve();
				});
			});
		},
	};
}
