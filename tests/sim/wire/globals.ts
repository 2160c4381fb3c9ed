/**
 * The timers that libraries take from the global object, on virtual time: tRPC's client awaits `setTimeout(0)` before it
 * sends, and keeps its line alive with more of them. Turns of the loop are counted, so that a settled world is known.
 */
import type { LiveClock, LiveTimer } from '../../../shared/live/host.ts';
import { settled } from '../time.ts';

export interface VirtualGlobals {
	/** Resolves when nothing is left that waits only for its turn of the loop. */
	settle(): Promise<void>;
	/** Timers that are set meanwhile run on this page's clock: they stand still with it and end with it. */
	asPage(clock: LiveClock, work: () => void): void;
	uninstall(): void;
}

/** Far above what any event sets in motion: beyond it something runs in a circle. */
const mostTurns = 10_000;

/** Its shape is Node's: code that does not want to be waited for calls `unref`. */
class Handle {
	timer: LiveTimer | null = null;
	cleared = false;
	ref(): this {
		return this;
	}
	unref(): this {
		return this;
	}
	hasRef(): boolean {
		return true;
	}
}

type Callback = (...values: readonly unknown[]) => void;

const names = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const;

export function installVirtualGlobals(house: LiveClock): VirtualGlobals {
	const real = Object.fromEntries(names.map((name) => [name, globalThis[name]]));
	let current = house;
	let turns = new Map<object, () => void>();

	function asPage(clock: LiveClock, work: () => void): void {
		const before = current;
		current = clock;
		try {
			work();
		} finally {
			current = before;
		}
	}

	function arm(handle: Handle, ms: number, ring: () => void): void {
		const clock = current;
		handle.timer = clock.setTimer(Math.max(0, ms), () => {
			// On a frozen page it is due, and may be cleared before the page goes on.
			if (!handle.cleared) asPage(clock, ring);
		});
	}

	function clear(handle: unknown): void {
		if (!(handle instanceof Handle)) return;
		handle.cleared = true;
		handle.timer?.cancel();
	}

	const virtual: Readonly<Record<(typeof names)[number], unknown>> = {
		setTimeout(run: Callback, ms = 0, ...values: unknown[]) {
			const handle = new Handle();
			arm(handle, ms, () => run(...values));
			return handle;
		},
		clearTimeout: clear,
		setInterval(run: Callback, ms = 0, ...values: unknown[]) {
			const handle = new Handle();
			const again = (): void => {
				arm(handle, Math.max(1, ms), again);
				run(...values);
			};
			arm(handle, Math.max(1, ms), again);
			return handle;
		},
		clearInterval: clear,
		setImmediate(run: Callback, ...values: unknown[]) {
			const turn = {};
			const clock = current;
			turns.set(turn, () => asPage(clock, () => run(...values)));
			return turn;
		},
		clearImmediate: (turn: object) => void turns.delete(turn),
	};
	Object.assign(globalThis, virtual);

	return {
		async settle() {
			for (let count = 0; count < mostTurns; count += 1) {
				await settled();
				if (turns.size === 0) return;
				// As Node does: what is asked for during this turn waits for the next one.
				const now = turns;
				turns = new Map();
				for (const [turn, run] of now) {
					now.delete(turn);
					run();
					await settled();
				}
			}
			throw new Error('it never comes to rest');
		},
		asPage,
		uninstall: () => void Object.assign(globalThis, real),
	};
}
