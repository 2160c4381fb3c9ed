/** I26: what a callback throws is told to somebody who can set the session aside, and goes no further. */
import type { Clock } from '../clock.ts';

export type Failed = (error: unknown) => void;

/** The same work; what it throws is told. */
export function guarded(work: () => void, failed: Failed): () => void {
	return () => {
		try {
			work();
		} catch (error) {
			failed(error);
		}
	};
}

/** A bell that throws would be an uncaught exception of the process: here it is told like any other fault. */
export const guardedClock = (clock: Clock, failed: Failed): Clock => ({
	now: () => clock.now(),
	monotonic: () => clock.monotonic(),
	setTimer: (ms, ring) => clock.setTimer(ms, guarded(ring, failed)),
});
