/** Tells the other side that somebody writes: at the first key, again while it lasts, and when it stops. */

import { durations } from '../../shared/limits.ts';
import type { LiveClock, LiveTimer } from '../../shared/live/host.ts';

export interface Typing {
	key(): void;
	stop(): void;
}

/** The server forgets it after `typingMs`; this says it again before. */
const againMs = durations.typingMs - 2_000;
const idleMs = durations.typingMs - 1_000;

export function createTyping(clock: LiveClock, tell: (on: boolean) => void): Typing {
	let toldAt = Number.NEGATIVE_INFINITY;
	let timer: LiveTimer | null = null;
	function stop(): void {
		timer?.cancel();
		if (timer !== null) tell(false);
		timer = null;
		toldAt = Number.NEGATIVE_INFINITY;
	}
	return {
		key() {
			timer?.cancel();
			timer = clock.setTimer(idleMs, stop);
			if (clock.monotonic() - toldAt < againMs) return;
			toldAt = clock.monotonic();
			tell(true);
		},
		stop,
	};
}
