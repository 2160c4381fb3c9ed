/** Work that is done when somebody calls, and looked for now and then: one round at a time, whatever a round throws. */
import type { Clock, Timer } from '../clock.ts';

export interface Loop {
	/** There is something to do: a round begins now, or after the one that runs. */
	wake(): void;
	/** Resolves once no round runs. */
	stop(): Promise<void>;
}

export interface LoopDeps {
	readonly clock: Clock;
	readonly pollMs: number;
	readonly round: () => Promise<void>;
	/** Told once when rounds begin to fail, and once when they work again. */
	readonly health: (fault: unknown) => void;
}

export function createLoop({ clock, pollMs, round, health }: LoopDeps): Loop {
	let running: Promise<void> | null = null;
	let again = false;
	let stopped = false;
	let failing = false;
	let timer: Timer | null = null;

	async function run(): Promise<void> {
		do {
			again = false;
			try {
				await round();
				if (failing) health(null);
				failing = false;
			} catch (error) {
				if (!failing) health(error);
				failing = true;
				// Whoever woke us meanwhile is served by the next look: a store that is down is not hammered.
				again = false;
			}
		} while (again && !stopped);
		running = null;
		if (!stopped) timer = clock.setTimer(pollMs, wake);
	}

	function wake(): void {
		if (stopped) return;
		again = true;
		if (running !== null) return;
		timer?.cancel();
		running = run();
	}

	return {
		wake,
		async stop() {
			stopped = true;
			timer?.cancel();
			await running;
		},
	};
}
