/** What the live code of both apps gets from a page, on a Node machine. */
import type { Entry } from '../../shared/entry.ts';
import type { SessionFeedEvent } from '../../shared/feed.ts';
import type { Seq } from '../../shared/ids.ts';
import type { Failure } from '../../shared/live/failure.ts';
import { type FollowOptions, follow } from '../../shared/live/follow.ts';
import type { LiveClock, LiveHost, SocketClass } from '../../shared/live/host.ts';
import { emptyView, foldFeed, type SessionView } from '../../shared/live/session-view.ts';

export const systemLiveClock: LiveClock = {
	now: () => Date.now(),
	monotonic: () => performance.now(),
	setTimer(ms, ring) {
		const handle = setTimeout(ring, ms);
		return { cancel: () => clearTimeout(handle) };
	},
};

type Headers = Readonly<Record<string, string>>;

/** A page that is looked at and never loses its network by itself. Headers may depend on where a socket goes. */
export function createNodeHost(headers: Headers | ((url: URL) => Headers), random = Math.random): LiveHost {
	// Node's own class: like a browser's it is an `EventTarget`. That it takes headers is in no type.
	class FromPage extends WebSocket {
		constructor(url: string) {
			const sent = typeof headers === 'function' ? headers(new URL(url)) : headers;
			super(url, { headers: sent } as unknown as string[]);
		}
	}
	return {
		clock: systemLiveClock,
		random,
		hidden: () => false,
		onWake: () => () => {},
		// Typed for a page's `WebSocket`, of which `SocketLike` is a part.
		WebSocket: FromPage as unknown as SocketClass,
		makeEvent: (type) => new Event(type),
	};
}

/** A session as one reader has folded it, and every event on the way. */
export interface Viewer<L> {
	readonly view: SessionView<L>;
	readonly events: readonly SessionFeedEvent<L>[];
	/** Set when the feed will not come back. */
	readonly ended: Failure | null;
	/** Resolves when the view fits, now or later. */
	until(fits: (view: SessionView<L>) => boolean, what: string): Promise<SessionView<L>>;
	stop(): void;
}

const patienceMs = 60_000;

export function viewSession<L extends { readonly turn: Seq | null }>(
	subscribe: FollowOptions<SessionFeedEvent<L>>['subscribe'],
): Viewer<L> {
	let view: SessionView<L> = emptyView;
	let ended: Failure | null = null;
	const events: SessionFeedEvent<L>[] = [];
	const waiting = new Set<() => void>();
	const look = () => {
		for (const one of [...waiting]) one();
	};
	const stop = follow<SessionFeedEvent<L>>({
		subscribe,
		clock: systemLiveClock,
		onEvent(event) {
			events.push(event);
			view = foldFeed(view, event, Date.now());
			look();
		},
		onEnd(failure) {
			ended = failure;
			look();
		},
	});
	return {
		get view() {
			return view;
		},
		events,
		get ended() {
			return ended;
		},
		until: (fits, what) =>
			new Promise((resolve, reject) => {
				const timer = setTimeout(() => {
					waiting.delete(one);
					reject(new Error(`never came: ${what}; ${describe(view)}`));
				}, patienceMs);
				function one(): void {
					if (ended !== null) {
						clearTimeout(timer);
						waiting.delete(one);
						reject(new Error(`${what}: the feed ended with ${JSON.stringify(ended)}; ${describe(view)}`));
						return;
					}
					if (!fits(view)) return;
					clearTimeout(timer);
					waiting.delete(one);
					resolve(view);
				}
				waiting.add(one);
				one();
			}),
		stop,
	};
}

const describe = ({ entries, bubble, state }: SessionView<unknown>): string =>
	`${state.mode} gen ${state.gen}: ${entries.map(({ seq, kind }: Entry) => `${seq} ${kind}`).join(', ')}; ${bubble?.text ?? 'no bubble'}`;
