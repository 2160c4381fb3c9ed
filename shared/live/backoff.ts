/**
 * How long to wait before the next attempt to connect. tRPC starts its own delay anew after each open, so a server that
 * opens and refuses would be hammered: this one is awaited inside `url()` and starts anew only when data arrived.
 */
import type { LiveClock, LiveTimer } from './host.ts';

export interface Backoff {
	/** Resolves when the next attempt may start, at once for the first. Rejects once stopped. */
	wait(): Promise<void>;
	/** Data arrived: the next wait is a short one again. */
	succeeded(): void;
	/** Try now if something waits; never closer than `minGapMs` to the last attempt, and never through a postponement or a hold. */
	wake(): void;
	/** As `wake`, and if nothing waits, the next wait is the one that is cut short: the socket was let go on purpose. */
	hurry(): void;
	/** The server asked for patience: no attempt for this long. */
	postpone(ms: number): void;
	/** No attempt until `release`: the page lies in the back-forward cache. */
	hold(): void;
	release(): void;
	stop(): void;
}

export interface BackoffOptions {
	readonly clock: LiveClock;
	readonly random: () => number;
	readonly hidden: () => boolean;
	/** Wall clock at which the next attempt starts; null: it starts now. */
	readonly waiting: (retryAt: number | null) => void;
}

/** Shorter than a visitor's grace: who waits this long finds the session. */
const shownMs = { first: 800, longest: 8_000 } as const;
const hiddenMs = { first: 2_000, longest: 120_000 } as const;
const minGapMs = 500;

/** Between a quarter and all of a doubling delay: clients of one restarted server must not come back together. */
export function delayFor(attempt: number, hidden: boolean, random: number): number {
	const { first, longest } = hidden ? hiddenMs : shownMs;
	const whole = Math.min(longest, first * 2 ** Math.min(attempt, 20));
	return Math.round(whole * (0.25 + 0.75 * random));
}

interface Pending {
	readonly promise: Promise<void>;
	readonly resolve: () => void;
	readonly reject: (error: Error) => void;
}

/** `Promise.withResolvers` is younger than the browsers of some visitors. */
function makePending(): Pending {
	let settle: Pick<Pending, 'resolve' | 'reject'> = { resolve: () => {}, reject: () => {} };
	const promise = new Promise<void>((resolve, reject) => {
		settle = { resolve, reject };
	});
	return { promise, ...settle };
}

export function createBackoff({ clock, random, hidden, waiting }: BackoffOptions): Backoff {
	let hurried = true;
	let attempts = 0;
	let startedAt = Number.NEGATIVE_INFINITY;
	let notBefore = Number.NEGATIVE_INFINITY;
	let held = false;
	let stopped = false;
	let timer: LiveTimer | null = null;
	let pending: Pending | null = null;

	function begin(): void {
		timer?.cancel();
		timer = null;
		startedAt = clock.monotonic();
		const ready = pending;
		pending = null;
		waiting(null);
		ready?.resolve();
	}

	function arm(delayMs: number): void {
		timer?.cancel();
		timer = null;
		if (held || pending === null) return;
		const now = clock.monotonic();
		const ms = Math.max(delayMs, notBefore - now, 0);
		if (ms === 0) {
			begin();
			return;
		}
		waiting(clock.now() + ms);
		timer = clock.setTimer(ms, begin);
	}

	const gapMs = (): number => startedAt + minGapMs - clock.monotonic();

	function hurry(): void {
		if (pending === null) hurried = true;
		else arm(gapMs());
	}

	return {
		wait() {
			if (stopped) return Promise.reject(new Error('stopped'));
			if (pending !== null) return pending.promise;
			pending = makePending();
			const { promise } = pending;
			if (hurried) {
				hurried = false;
				arm(gapMs());
			} else {
				arm(delayFor(attempts, hidden(), random()));
				attempts += 1;
			}
			return promise;
		},
		succeeded() {
			attempts = 0;
		},
		wake() {
			if (pending !== null) arm(gapMs());
		},
		hurry,
		postpone(ms) {
			notBefore = Math.max(notBefore, clock.monotonic() + ms);
			if (timer !== null) arm(ms);
		},
		hold() {
			held = true;
			timer?.cancel();
			timer = null;
		},
		release() {
			held = false;
			hurry();
		},
		stop() {
			stopped = true;
			timer?.cancel();
			timer = null;
			pending?.reject(new Error('stopped'));
			pending = null;
		},
	};
}
