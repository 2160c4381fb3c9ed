/** One subscription of the official client: checked as it comes, and waited upon. Keeps its place when the socket is another one. */
import type { SessionFeedEvent } from '../../../shared/feed.ts';
import type { Faults } from './faults.ts';
import { createStreamCheck, type StreamCounts, type StreamState } from './stream-check.ts';

interface Subscription {
	unsubscribe(): void;
}

type Event = SessionFeedEvent<{ readonly turn: number | null }>;

export interface Hearing {
	readonly onData: (tracked: { readonly id: string; readonly data: Event }) => void;
	readonly onError: (error: unknown) => void;
}

export interface Stream {
	readonly state: StreamState;
	/** Resolves when the state fits, now or later; rejects after a while of waiting. */
	until(fits: (state: StreamState) => boolean, what: string): Promise<StreamState>;
	acknowledged(gen: number): void;
	/** Begins, or begins again where it was. */
	follow(subscribe: (lastEventId: string | undefined, hearing: Hearing) => Subscription): void;
	stop(): void;
}

const patienceMs = 60_000;

export function createStream(name: string, faults: Faults, counts: StreamCounts): Stream {
	const check = createStreamCheck(name, faults, counts);
	const waiting = new Set<() => void>();
	let lastEventId: string | undefined;
	let current: Subscription | null = null;

	return {
		get state() {
			return check.state;
		},
		until: (fits, what) =>
			new Promise((resolve, reject) => {
				if (fits(check.state)) return resolve(check.state);
				const timer = setTimeout(() => {
					waiting.delete(look);
					reject(new Error(`${name}: never came: ${what}; ${JSON.stringify(check.state)}`));
				}, patienceMs);
				function look(): void {
					if (!fits(check.state)) return;
					clearTimeout(timer);
					waiting.delete(look);
					resolve(check.state);
				}
				waiting.add(look);
			}),
		acknowledged: (gen) => check.acknowledged(gen),
		follow(subscribe) {
			current = subscribe(lastEventId, {
				onData({ id, data }) {
					lastEventId = id;
					check.hear(data);
					for (const look of [...waiting]) look();
				},
				// It may look no more, for a while: who made it so lets it follow again.
				onError: () => {},
			});
		},
		stop() {
			current?.unsubscribe();
			current = null;
		},
	};
}
