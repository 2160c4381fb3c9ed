/**
 * The page's side of layer 1: a connection in the shape of `shared/live/connect.ts` with its own backoff and stop, and in
 * place of tRPC's WebSocket client a link that puts each call into one frame. Calls in flight on a lost line fail;
 * subscriptions stay and are asked for again with the last id they heard.
 */
import { createTRPCClient, TRPCClientError, type TRPCLink } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import { closeCodes, stopsClient } from '../../../shared/close-codes.ts';
import { createBackoff } from '../../../shared/live/backoff.ts';
import type { Connection, ConnectionState } from '../../../shared/live/connect.ts';
import { createStopLink } from '../../../shared/live/stop-link.ts';
import type { End } from '../line.ts';
import type { Layer } from '../network.ts';

interface Answer {
	readonly id: number;
	readonly result?: { readonly type: 'started' | 'data' | 'stopped'; readonly id?: string; readonly data?: unknown };
	readonly error?: { readonly message: string; readonly code: number; readonly data: object };
}

interface Asked {
	readonly type: 'query' | 'mutation' | 'subscription';
	readonly path: string;
	readonly input: unknown;
	lastEventId: string | undefined;
	sent: boolean;
	readonly next: (result: NonNullable<Answer['result']>) => void;
	readonly fail: (cause: unknown) => void;
	readonly complete: () => void;
}

const ratePauseMs = 5_000;
const closedByUs = 1000;
const keptAliveMs = 10_000;
/** Silence after which a page that is shown again does not trust its line. */
const trustedSilenceMs = { shown: 12_000, online: 1_000 } as const;

export const connectCalls: Layer['connect'] = <R extends AnyRouter>(
	...[page, url, hello]: Parameters<Layer['connect']>
): Connection<R> => {
	const { clock } = page;
	const listeners = new Set<(state: ConnectionState) => void>();
	const asked = new Map<number, Asked>();
	let state: ConnectionState = { kind: 'connecting' };
	let lastSyncedAt: number | null = null;
	let heardAt = 0;
	let ids = 0;
	let line: End | null = null;
	let open = false;

	function become(next: ConnectionState): void {
		if (state.kind === 'stopped' || (state.kind === next.kind && next.kind !== 'waiting')) return;
		state = next;
		for (const listener of [...listeners]) listener(next);
	}

	const backoff = createBackoff({
		clock,
		random: page.random,
		hidden: page.hidden,
		waiting: (retryAt) => become(retryAt === null ? { kind: 'connecting' } : { kind: 'waiting', retryAt }),
	});

	function serving(): void {
		backoff.succeeded();
		if (open) become({ kind: 'live' });
	}

	const stopLink = createStopLink<R>(serving);

	function send(id: number, request: Asked): void {
		const { type, path, input, lastEventId } = request;
		request.sent = true;
		line?.send(JSON.stringify({ id, method: type, params: { path, input, lastEventId } }));
	}

	function hear(text: string): void {
		heardAt = clock.monotonic();
		lastSyncedAt = clock.now();
		// The words of our own handler.
		const answer = JSON.parse(text) as Answer;
		const request = asked.get(answer.id);
		if (request === undefined) return;
		if (answer.error !== undefined) {
			asked.delete(answer.id);
			request.fail({ error: answer.error });
			return;
		}
		const { result } = answer;
		if (result === undefined) return;
		if (request.type === 'subscription') {
			request.lastEventId = result.id ?? request.lastEventId;
			if (result.type === 'stopped') asked.delete(answer.id);
			request.next(result);
			if (result.type === 'stopped') request.complete();
			return;
		}
		asked.delete(answer.id);
		request.next(result);
		request.complete();
	}

	function dropped(code: number): void {
		line = null;
		open = false;
		if (state.kind === 'stopped') return;
		if (stopsClient(code)) {
			stop(code);
			return;
		}
		if (code === closeCodes.rate) backoff.postpone(ratePauseMs);
		become({ kind: 'connecting' });
		for (const [id, request] of [...asked]) {
			if (!request.sent) continue;
			request.sent = false;
			if (request.type === 'subscription') continue;
			asked.delete(id);
			request.fail(new Error('the line was lost'));
		}
		dial();
	}

	function dial(): void {
		backoff.wait().then(
			() => {
				const params = hello?.();
				const address = params === undefined ? url() : `${url()}&connectionParams=1`;
				const mine: End = page.dial(address, {
					opened() {
						if (line !== mine) return;
						open = true;
						// Its keep-alive was answered: it is there, on a page that reads nothing too.
						clock.setTimer(keptAliveMs, () => {
							if (line === mine && open) serving();
						});
						heardAt = clock.monotonic();
						lastSyncedAt = clock.now();
						if (params !== undefined) mine.send(JSON.stringify({ method: 'connectionParams', data: params }));
						for (const [id, request] of asked) send(id, request);
					},
					frame(text) {
						if (line === mine) hear(text);
					},
					closed(code) {
						if (line === mine) dropped(code);
					},
				});
				line = mine;
			},
			// Stopped while it waited.
			() => {},
		);
	}

	function stop(code: number): void {
		if (state.kind === 'stopped') return;
		become({ kind: 'stopped', code });
		unlisten();
		backoff.stop();
		stopLink.stop(code);
		line?.close(closedByUs);
		line = null;
	}

	const unlisten = page.onWake((why) => {
		if (why === 'offline') return line?.close(closedByUs);
		if (clock.monotonic() - heardAt <= trustedSilenceMs[why] || !open) return backoff.wake();
		line?.close(closedByUs);
		backoff.hurry();
	});

	const calls: TRPCLink<R> =
		() =>
		({ op }) =>
			observable((observer) => {
				ids += 1;
				const id = ids;
				const request: Asked = {
					type: op.type,
					path: op.path,
					input: op.input,
					lastEventId: undefined,
					sent: false,
					// Library border: the words of the wire are the words between links.
					next: (result) => observer.next({ result: result as never }),
					fail: (cause) => observer.error(TRPCClientError.from(cause as Error)),
					complete: () => observer.complete(),
				};
				asked.set(id, request);
				if (open) send(id, request);
				return () => {
					if (!asked.delete(id)) return;
					if (op.type === 'subscription' && request.sent && open) {
						line?.send(JSON.stringify({ id, method: 'subscription.stop' }));
					}
				};
			});

	dial();

	return {
		client: createTRPCClient<R>({ links: [stopLink.link, calls] }),
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
			line?.close(closedByUs);
		},
		resume: () => backoff.release(),
		close: () => stop(closedByUs),
	};
};
