import type { Signal } from '../actor/signal.ts';
import type { Clock } from '../clock.ts';

/**
 * Asks each reader once a second whether it must look again even though nothing woke it: it may no longer look, or what is
 * kept elsewhere has changed. One timer for all that read a signal; they are woken only if one of them must, and the
 * others sleep again.
 */
export function createEverySecond(clock: Clock) {
	const running = new WeakMap<Signal, { readonly questions: Set<() => boolean>; stop(): void }>();

	function start(signal: Signal) {
		const questions = new Set<() => boolean>();
		let timer = clock.setTimer(1_000, ring);
		function ring(): void {
			try {
				timer = clock.setTimer(1_000, ring);
				if ([...questions].some((ask) => ask())) signal.wake();
			} catch {
				// What a reader does with it is the reader's own; the others are asked again in a second.
			}
		}
		const ticker = { questions, stop: () => timer.cancel() };
		running.set(signal, ticker);
		return ticker;
	}

	/** Returns how to stop asking this reader. */
	return function everySecond(signal: Signal, mustLook: () => boolean): () => void {
		const ticker = running.get(signal) ?? start(signal);
		// Two readers may ask with one function.
		const ask = (): boolean => mustLook();
		ticker.questions.add(ask);
		return () => {
			ticker.questions.delete(ask);
			if (ticker.questions.size > 0) return;
			ticker.stop();
			running.delete(signal);
		};
	};
}

/** For a question that is asked by throwing: whether it throws now. */
export function refuses(check: () => void): boolean {
	try {
		check();
		return false;
	} catch {
		return true;
	}
}
