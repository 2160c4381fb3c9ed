/**
 * A phone shows one app at a time, and kills the sockets of the others. A dashboard that goes behind another app says so
 * while it still can: its agent keeps their chats for some minutes, and alarms that are for "nobody looks" ring. Desktop tabs
 * do not: who works in another window still hears this one.
 */
import type { LiveClock, LiveTimer } from '../shared/live/host.ts';

export interface Away {
	/** Asked before each attempt to connect: what is added to the address. */
	query(): string;
	/** The page was shown or hidden. */
	changed(): void;
	stop(): void;
}

export interface AwayDeps {
	readonly clock: LiveClock;
	readonly hidden: () => boolean;
	/** Tells the server; rejects when it was not told. */
	readonly tell: (away: boolean) => Promise<unknown>;
}

const againMs = 1_000;

export function createAway({ clock, hidden, tell }: AwayDeps): Away {
	/** What the server believes, as far as is known here. */
	let told = false;
	let telling = false;
	let stopped = false;
	let timer: LiveTimer | null = null;

	async function bringUpToDate(): Promise<void> {
		timer?.cancel();
		timer = null;
		if (telling || stopped) return;
		telling = true;
		try {
			// It may have changed while the last word was on its way.
			while (told !== hidden()) {
				const now = hidden();
				await tell(now);
				told = now;
			}
		} catch {
			// A line that was lost says it again by itself when it comes back; a server that is busy is asked once more.
			if (!stopped) timer = clock.setTimer(againMs, () => void bringUpToDate());
		} finally {
			telling = false;
		}
	}

	return {
		query() {
			told = hidden();
			return told ? '?away=1' : '';
		},
		changed: () => void bringUpToDate(),
		stop() {
			stopped = true;
			timer?.cancel();
		},
	};
}

/** Nothing hovers and fingers are thick: one app at a time. */
export const isHandheld = (page: Window): boolean => page.matchMedia('(hover: none) and (pointer: coarse)').matches;
