import { guarded } from './guard.ts';

/** A wake-up without data: readers hold a cursor and look for themselves (DESIGN section 3). */
export interface Signal {
	wake(): void;
	/**
	 * Call before reading: the returned wait ends at once if something woke in between, else at the next wake or abort.
	 * Without that order a change falls between the read and the sleep.
	 */
	arm(): (abort: AbortSignal) => Promise<void>;
}

export function createSignal(): Signal {
	let version = 0;
	let waiting: (() => void)[] = [];
	return {
		wake() {
			version += 1;
			const woken = waiting;
			waiting = [];
			for (const go of woken) guarded(go, () => waiting.push(go))();
		},
		arm() {
			const seen = version;
			return (abort) => {
				if (version !== seen || abort.aborted) return Promise.resolve();
				return new Promise((resolve) => {
					const go = () => {
						abort.removeEventListener('abort', leave);
						resolve();
					};
					// Thrown inside an abort it would be an uncaught exception of the process (I26).
					const leave = guarded(
						() => {
							waiting = waiting.filter((one) => one !== go);
							resolve();
						},
						() => resolve(),
					);
					waiting.push(go);
					abort.addEventListener('abort', leave, { once: true });
				});
			};
		},
	};
}
