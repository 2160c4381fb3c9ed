/**
 * The timers that libraries take from the global object, on virtual time: tRPC's client awaits `setTimeout(0)` before it
 * sends, and keeps its line alive with more of them.
 */
import type { LiveClock, LiveTimer } from '../../../shared/live/host.ts';

export interface VirtualGlobals {
	/** Timers that are set meanwhile run on this page's clock: they stand still with it and end with it. */
	asPage(clock: LiveClock, work: () => void): void;
	uninstall(): void;
}

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

	function asPage(clock: LiveClock, work: () => void): void {
		const before = current;
		current = clock;
		try {
			work();
		} finally {
			current = before;
		}
	}

	function arm(handle: Handle, ms: number, ring: () => void): Handle {
		const clock = current;
		handle.timer = clock.setTimer(Math.max(0, ms), () => {
			// On a frozen page it is due, and may be cleared before the page goes on.
			if (!handle.cleared) asPage(clock, ring);
		});
		return handle;
	}

	function clear(handle: unknown): void {
		if (!(handle instanceof Handle)) return;
		handle.cleared = true;
		handle.timer?.cancel();
	}

	const virtual: Readonly<Record<(typeof names)[number], unknown>> = {
		setTimeout: (run: Callback, ms = 0, ...values: unknown[]) => arm(new Handle(), ms, () => run(...values)),
		clearTimeout: clear,
		setInterval(run: Callback, ms = 0, ...values: unknown[]) {
			const handle = new Handle();
			const again = (): void => {
				arm(handle, Math.max(1, ms), again);
				run(...values);
			};
			return arm(handle, Math.max(1, ms), again);
		},
		clearInterval: clear,
		setImmediate: (run: Callback, ...values: unknown[]) => arm(new Handle(), 0, () => run(...values)),
		clearImmediate: clear,
	};
	Object.assign(globalThis, virtual);

	return { asPage, uninstall: () => void Object.assign(globalThis, real) };
}
