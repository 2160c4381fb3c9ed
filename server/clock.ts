/** A timer that was set; cancelling one that has rung does nothing. */
export interface Timer {
	cancel(): void;
}

/**
 * Time is an argument everywhere: the simulation and the tests hold their own.
 * `now` is the wall clock (ms since 1970, may jump, for people's eyes); `monotonic` never jumps (ms, for durations, I28).
 */
export interface Clock {
	now(): number;
	monotonic(): number;
	setTimer(ms: number, ring: () => void): Timer;
}

export function createSystemClock(): Clock {
	return {
		now: () => Date.now(),
		monotonic: () => performance.now(),
		setTimer(ms, ring) {
			const handle = setTimeout(ring, ms);
			return { cancel: () => clearTimeout(handle) };
		},
	};
}

/** Resolves after the time, or as soon as the signal aborts. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return Promise.resolve();
	return new Promise((resolve) => {
		const timer = clock.setTimer(ms, done);
		function done(): void {
			timer.cancel();
			signal.removeEventListener('abort', done);
			resolve();
		}
		signal.addEventListener('abort', done, { once: true });
	});
}
