/**
 * I26: what is known of a session whose life had to be thrown away, and when it is folded anew. After an exception it is
 * set aside until then; after a store that did not answer it only waits for the next try.
 */
import type { Clock, Timer } from '../clock.ts';

export interface Recovery {
	/** Set aside since, wall clock ms; null: it is not. */
	readonly setAsideAt: number | null;
	/** Lives in a row that could not go on. */
	readonly faults: number;
	/** Ms until a session that was set aside is tried again by itself; 0: it is not set aside, or it is time. */
	readonly waitMs: number;
	setAside(): void;
	/** A life was thrown away: the next one is tried after a pause that doubles. */
	again(): void;
	/** The session works; true: it was set aside until now. `committed`: it has also written something. */
	works(committed: boolean): boolean;
	stop(): void;
}

export interface RecoveryDeps {
	readonly clock: Clock;
	readonly retry: () => void;
}

const firstPauseMs = 500;
/** Longest wait before a session is folded anew. */
const longestPauseMs = 30_000;
/** Who falters again within this was never well: the card goes on saying since when. */
const relapseMs = 60_000;

export function createRecovery({ clock, retry }: RecoveryDeps): Recovery {
	let setAsideAt: number | null = null;
	let faults = 0;
	let timer: Timer | null = null;
	let dueAt = 0;
	let last: { readonly since: number; readonly until: number } | null = null;
	let stopped = false;

	return {
		get setAsideAt() {
			return setAsideAt;
		},
		get faults() {
			return faults;
		},
		get waitMs() {
			return setAsideAt === null ? 0 : Math.max(0, Math.ceil(dueAt - clock.monotonic()));
		},
		setAside() {
			const relapsed = last !== null && clock.monotonic() - last.until < relapseMs;
			setAsideAt ??= relapsed && last !== null ? last.since : clock.now();
		},
		again() {
			const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(faults, 10));
			faults += 1;
			dueAt = clock.monotonic() + pauseMs;
			timer?.cancel();
			timer = stopped ? null : clock.setTimer(pauseMs, retry);
		},
		works(committed) {
			if (committed) faults = 0;
			if (setAsideAt === null) return false;
			last = { since: setAsideAt, until: clock.monotonic() };
			setAsideAt = null;
			return true;
		},
		stop() {
			stopped = true;
			timer?.cancel();
		},
	};
}
