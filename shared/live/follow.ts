/** Keeps a tracked subscription alive through typed errors: tRPC resumes after a lost socket, but not after an error. */
import type { Failure } from './failure.ts';
import { failureOf } from './failure.ts';
import type { LiveClock, LiveTimer } from './host.ts';

interface Tracked<E> {
	readonly id: string;
	readonly data: E;
}

interface Handlers<E> {
	readonly onData: (event: Tracked<E>) => void;
	readonly onError: (error: unknown) => void;
	readonly onComplete: () => void;
}

export interface FollowOptions<E> {
	/** Pass the input and the handlers on to `client.….subscribe`. */
	readonly subscribe: (input: { readonly lastEventId?: string }, handlers: Handlers<E>) => { unsubscribe(): void };
	readonly clock: LiveClock;
	readonly onEvent: (event: E) => void;
	/** It will not come back by itself: refused for good, or the connection is stopped. */
	readonly onEnd: (failure: Failure) => void;
}

const pauseMs = 2_000;

/** Returns the way to stop following. */
export function follow<E>({ subscribe, clock, onEvent, onEnd }: FollowOptions<E>): () => void {
	let lastEventId: string | undefined;
	let timer: LiveTimer | null = null;
	let current: { unsubscribe(): void } | null = null;
	let stopped = false;

	function again(ms: number): void {
		current = null;
		if (!stopped) timer = clock.setTimer(ms, start);
	}

	function start(): void {
		timer = null;
		current = subscribe(lastEventId === undefined ? {} : { lastEventId }, {
			onData({ id, data }) {
				lastEventId = id;
				if (!stopped) onEvent(data);
			},
			onError(thrown) {
				if (stopped) return;
				const failure = failureOf(thrown);
				const forGood = failure.kind === 'stopped' || (failure.kind === 'refused' && !failure.error.retryable);
				if (!forGood) return again(failure.kind === 'refused' ? (failure.error.retryAfterMs ?? pauseMs) : pauseMs);
				stopped = true;
				onEnd(failure);
			},
			// The server ended a healthy stream: it never does, so a pause keeps a fault from turning into a loop.
			onComplete: () => again(pauseMs),
		});
	}

	start();
	return () => {
		stopped = true;
		timer?.cancel();
		current?.unsubscribe();
	};
}
