import type { Signal } from '../actor/signal.ts';
import type { Clock } from '../clock.ts';

/** Wakes feeds so that they ask their reader's authority even when nothing else happens: once a second, however many read. */
export function createEverySecond(clock: Clock) {
	const running = new WeakMap<Signal, { readers: number; stop(): void }>();

	function start(signal: Signal) {
		let timer = clock.setTimer(1_000, ring);
		function ring(): void {
			try {
				timer = clock.setTimer(1_000, ring);
				signal.wake();
			} catch {
				// What a reader does with it is the reader's own; the others are asked again in a second.
			}
		}
		const ticker = { readers: 0, stop: () => timer.cancel() };
		running.set(signal, ticker);
		return ticker;
	}

	/** Returns how to stop it for this reader. */
	return function everySecond(signal: Signal): () => void {
		const ticker = running.get(signal) ?? start(signal);
		ticker.readers += 1;
		return () => {
			ticker.readers -= 1;
			if (ticker.readers > 0) return;
			ticker.stop();
			running.delete(signal);
		};
	};
}
