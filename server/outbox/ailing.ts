/** Receivers that fail at this time: each is left alone for a while, and all together get only a part of the places. */
import type { Clock } from '../clock.ts';
import type { Receiver } from './ports.ts';

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;
/** I30: beyond this many the oldest is forgotten, which only lets it be tried earlier. */
const most = 500;

export interface Ailing {
	failed(receiver: Receiver, retryAfterMs: number): void;
	/** True: it was ailing until now. */
	recovered(receiver: Receiver): boolean;
	has(receiver: Receiver): boolean;
	readonly all: readonly Receiver[];
	/** Those to be left alone now. */
	readonly resting: readonly Receiver[];
}

export const receiverKey = ({ channel, target }: Receiver): string => `${channel} ${target}`;

export function createAiling(clock: Pick<Clock, 'monotonic'>): Ailing {
	const known = new Map<string, { readonly receiver: Receiver; readonly failures: number; readonly until: number }>();
	return {
		failed({ channel, target }, retryAfterMs) {
			const receiver = { channel, target };
			const key = receiverKey(receiver);
			const failures = (known.get(key)?.failures ?? 0) + 1;
			const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 10));
			known.delete(key);
			known.set(key, { receiver, failures, until: clock.monotonic() + Math.max(pause, retryAfterMs) });
			const oldest = known.keys().next();
			if (known.size > most && !oldest.done) known.delete(oldest.value);
		},
		recovered: (receiver) => known.delete(receiverKey(receiver)),
		has: (receiver) => known.has(receiverKey(receiver)),
		get all() {
			return [...known.values()].map(({ receiver }) => receiver);
		},
		get resting() {
			const now = clock.monotonic();
			return [...known.values()].filter(({ until }) => until > now).map(({ receiver }) => receiver);
		},
	};
}
