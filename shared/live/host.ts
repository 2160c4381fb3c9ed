/** What live code needs of the page around it. Handed in, so that the same code runs under a fake clock. */

export interface LiveTimer {
	cancel(): void;
}

export interface LiveClock {
	/** Wall clock, ms since 1970. */
	now(): number;
	/** Never jumps; ms. May stand still while the machine sleeps. */
	monotonic(): number;
	setTimer(ms: number, ring: () => void): LiveTimer;
}

/** Why a page may want its connection now: the network is back, or a person looks at it again. `offline`: it can have none. */
export type Wake = 'online' | 'shown' | 'offline';

/** As much of a `WebSocket` as we touch ourselves; tRPC gets the real class. */
export interface SocketLike {
	readonly readyState: number;
	close(code?: number, reason?: string): void;
	addEventListener(type: string, listener: (event: SocketEvent) => void): void;
	dispatchEvent(event: object): boolean;
}

export interface SocketEvent {
	readonly code?: number | undefined;
	stopImmediatePropagation(): void;
}

export interface SocketClass {
	new (url: string, protocols?: string | string[]): SocketLike;
}

export interface LiveHost {
	readonly clock: LiveClock;
	/** 0 ≤ x < 1. */
	readonly random: () => number;
	readonly hidden: () => boolean;
	/** Returns the way to stop listening. */
	readonly onWake: (wake: (why: Wake) => void) => () => void;
	readonly WebSocket: SocketClass;
	/** A fresh event of this type, to be dispatched on a socket. */
	readonly makeEvent: (type: string) => object;
}

interface Listens {
	addEventListener(type: string, listener: () => void): void;
	removeEventListener(type: string, listener: () => void): void;
}

/** A browser's `window`, without the DOM types that `shared` has not. */
export interface PageWindow extends Listens {
	readonly document: Listens & { readonly visibilityState: string };
	readonly performance: { now(): number };
	setTimeout(ring: () => void, ms: number): number;
	clearTimeout(handle: number): void;
}

/** The host of a real page. `WebSocket` and `Event` are the page's own classes. */
export function createPageHost(
	page: PageWindow,
	WebSocket: SocketClass,
	Event: new (type: string) => object,
	random: () => number,
): LiveHost {
	return {
		clock: {
			now: () => Date.now(),
			monotonic: () => page.performance.now(),
			setTimer(ms, ring) {
				const handle = page.setTimeout(ring, ms);
				return { cancel: () => page.clearTimeout(handle) };
			},
		},
		random,
		hidden: () => page.document.visibilityState === 'hidden',
		onWake(wake) {
			const shown = (): void => {
				if (page.document.visibilityState !== 'hidden') wake('shown');
			};
			const heard: readonly (readonly [Listens, string, () => void])[] = [
				[page, 'online', () => wake('online')],
				[page, 'offline', () => wake('offline')],
				[page, 'pageshow', shown],
				[page.document, 'visibilitychange', shown],
			];
			for (const [on, type, listener] of heard) on.addEventListener(type, listener);
			return () => {
				for (const [on, type, listener] of heard) on.removeEventListener(type, listener);
			};
		},
		WebSocket,
		makeEvent: (type) => new Event(type),
	};
}

/** Lets go of a socket and comes back to it; both do nothing the second time. */
export interface Sleeper {
	suspend(): void;
	wake(): void;
}

/**
 * A page in the back-forward cache or frozen reads nothing, while the browser goes on answering pings for it: an open
 * socket would keep it out of the one, and shown as there through the other for hours (I27).
 */
export function sleepWithPage(page: PageWindow, sleeper: Sleeper): void {
	for (const [on, away, back] of [
		[page, 'pagehide', 'pageshow'],
		[page.document, 'freeze', 'resume'],
	] as const) {
		on.addEventListener(away, () => sleeper.suspend());
		on.addEventListener(back, () => sleeper.wake());
	}
}
