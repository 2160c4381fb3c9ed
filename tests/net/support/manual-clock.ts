import type { Clock } from '../../../server/clock.ts';

export interface ManualClock extends Clock {
	/** Moves both clocks on and rings what is due, in order. */
	advance(ms: number): void;
	/** The wall clock jumps; nothing rings (I28). */
	jumpWall(ms: number): void;
	readonly pending: number;
}

export function createManualClock(start = 1_700_000_000_000): ManualClock {
	let elapsed = 0;
	let wall = start;
	const timers = new Set<{ readonly at: number; readonly ring: () => void }>();
	return {
		now: () => wall,
		monotonic: () => elapsed,
		setTimer(ms, ring) {
			const timer = { at: elapsed + ms, ring };
			timers.add(timer);
			return { cancel: () => void timers.delete(timer) };
		},
		advance(ms) {
			const until = elapsed + ms;
			for (;;) {
				const due = [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
				if (!due) break;
				timers.delete(due);
				wall += due.at - elapsed;
				elapsed = due.at;
				due.ring();
			}
			wall += until - elapsed;
			elapsed = until;
		},
		jumpWall: (ms) => {
			wall += ms;
		},
		get pending() {
			return timers.size;
		},
	};
}
