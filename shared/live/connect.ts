/** One live connection: tRPC's own client, with our backoff, our end of a socket, and a state that a page can show. */
import { createTRPCClient, createWSClient, type TRPCClient, type TRPCLink, wsLink } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import { closeCodes, stopsClient } from '../close-codes.ts';
import { createBackoff } from './backoff.ts';
import type { LiveHost, SocketLike, Wake } from './host.ts';
import { isOpen, watchedSocket } from './socket.ts';
import { createStopLink } from './stop-link.ts';

export type ConnectionState =
	| { readonly kind: 'connecting' }
	/** Data has arrived on the socket that is open, or it has held out for a while. */
	| { readonly kind: 'live' }
	/** `retryAt`: wall clock, ms. */
	| { readonly kind: 'waiting'; readonly retryAt: number }
	/** A 45xx code, or 1000 after `close()`: it will not come back. */
	| { readonly kind: 'stopped'; readonly code: number };

export interface ConnectOptions {
	/** Asked before each attempt. */
	readonly url: () => string;
	/** The hello; asked at each attempt. Values are strings (tRPC). */
	readonly connectionParams?: (() => Readonly<Record<string, string>>) | undefined;
	readonly host: LiveHost;
}

export interface Connection<R extends AnyRouter> {
	readonly client: TRPCClient<R>;
	readonly state: ConnectionState;
	/** Wall clock of the last frame of any kind; null before the first. */
	readonly lastSyncedAt: number | null;
	/** Told after each change of `state`; returns the way to stop listening. */
	subscribe(listener: (state: ConnectionState) => void): () => void;
	/** Lets go of the socket and tries nothing until `resume`; subscriptions stay and continue where they were. */
	suspend(): void;
	resume(): void;
	/** For good: later calls fail as stopped. */
	close(): void;
}

/** A browser can't see protocol pings. tRPC asks after this much silence and gives up after the pong's time. */
const keepAlive = { enabled: true, intervalMs: 10_000, pongTimeoutMs: 8_000 } as const;
/** Silence that the keep-alive would have broken: the page was frozen or asleep, and so the socket is not to be trusted. */
const trustedSilenceMs: Readonly<Record<Exclude<Wake, 'offline'>, number>> = { shown: 12_000, online: 1_000 };
/** A server that refuses closes at once: who still talks after this is there, on a page that reads nothing too. */
const heldOutMs = 5_000;
const ratePauseMs = 5_000;
const closedByUs = 1000;

export function createConnection<R extends AnyRouter>({ url, connectionParams, host }: ConnectOptions): Connection<R> {
	const { clock } = host;
	const listeners = new Set<(state: ConnectionState) => void>();
	const sockets = new Set<SocketLike>();
	let state: ConnectionState = { kind: 'connecting' };
	let lastSyncedAt: number | null = null;
	let heardAt = 0;
	let openedAt = 0;

	function become(next: ConnectionState): void {
		if (state.kind === 'stopped' || (state.kind === next.kind && next.kind !== 'waiting')) return;
		state = next;
		for (const listener of [...listeners]) listener(next);
	}

	function heard(): void {
		lastSyncedAt = clock.now();
		heardAt = clock.monotonic();
	}

	const anyOpen = (): boolean => [...sockets].some(isOpen);

	function cut(which: (socket: SocketLike) => boolean): void {
		for (const socket of [...sockets].filter(which)) socket.close();
	}

	const backoff = createBackoff({
		clock,
		random: host.random,
		hidden: host.hidden,
		waiting(retryAt) {
			// A successor is being opened while the old socket still serves (drain): nothing to show.
			if (anyOpen()) return;
			become(retryAt === null ? { kind: 'connecting' } : { kind: 'waiting', retryAt });
		},
	});

	function serving(): void {
		backoff.succeeded();
		if (anyOpen()) become({ kind: 'live' });
	}

	const stopLink = createStopLink<R>(serving);

	function stop(code: number): void {
		if (state.kind === 'stopped') return;
		become({ kind: 'stopped', code });
		unlisten();
		backoff.stop();
		// Before tRPC closes: it would end subscriptions as complete.
		stopLink.stop(code);
		void wsClient.close();
		cut(() => true);
	}

	const Socket = watchedSocket(host, {
		created: (socket) => sockets.add(socket),
		opened() {
			openedAt = clock.monotonic();
			heard();
		},
		heard() {
			heard();
			if (heardAt - openedAt >= heldOutMs) serving();
		},
		closed(socket, code) {
			sockets.delete(socket);
			if (stopsClient(code)) return stop(code);
			if (code === closeCodes.rate) backoff.postpone(ratePauseMs);
			if (!anyOpen()) become({ kind: 'connecting' });
		},
	});

	const wsClient = createWSClient({
		url: async () => {
			await backoff.wait();
			return url();
		},
		...(connectionParams === undefined ? {} : { connectionParams: () => ({ ...connectionParams() }) }),
		retryDelayMs: () => 0,
		keepAlive,
		// Library border: it is the page's own class underneath, seen here through `SocketLike`.
		WebSocket: Socket as never,
	});

	const unlisten = host.onWake((why) => {
		// The machine has lost its network: nobody need wait for the keep-alive to be told so.
		if (why === 'offline') return cut(isOpen);
		const silentMs = Math.max(clock.monotonic() - heardAt, clock.now() - (lastSyncedAt ?? 0));
		if (silentMs <= trustedSilenceMs[why] || !anyOpen()) {
			backoff.wake();
			return;
		}
		cut(isOpen);
		backoff.hurry();
	});

	// Library border: the options' type depends on the router's transformer, and no router of ours has one.
	const transport = wsLink({ client: wsClient } as Parameters<typeof wsLink<R>>[0]);
	const links: TRPCLink<R>[] = [stopLink.link, transport];

	return {
		client: createTRPCClient<R>({ links }),
		get state() {
			return state;
		},
		get lastSyncedAt() {
			return lastSyncedAt;
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		suspend() {
			if (state.kind === 'stopped') return;
			backoff.hold();
			cut(() => true);
		},
		resume() {
			backoff.release();
		},
		close: () => stop(closedByUs),
	};
}
