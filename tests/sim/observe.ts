/** Stands between a page's code and its connection, and tells what was asked, answered and received. Changes nothing. */
import type { TRPCClient } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import type { Ack } from '../../shared/entry.ts';
import type { ListEvent, MemberEvent } from '../../shared/feed.ts';
import { clientIdOf, genOf, sessionIdOf, siteIdOf } from '../../shared/ids.ts';
import type { Connection } from '../../shared/live/connect.ts';
import { failureOf } from '../../shared/live/failure.ts';
import type { Call, CallOutcome, Eyes, Seat, Stream, StreamEvent } from './ledger.ts';

interface Subscription {
	unsubscribe(): void;
}

interface Handlers {
	readonly onData: (event: { readonly id: string; readonly data: unknown }) => void;
	readonly onError: (error: unknown) => void;
	readonly onComplete: () => void;
}

type Input = Readonly<Record<string, unknown>> | undefined;

/** The three ways to use the end of a path of tRPC's client. */
interface Procedure {
	query(input?: Input): Promise<unknown>;
	mutate(input?: Input): Promise<unknown>;
	subscribe(input: Input, handlers: Handlers): Subscription;
}

export interface ObserveOptions {
	readonly now: () => number;
	readonly eyes: Required<Pick<Eyes, 'asked' | 'answered' | 'subscribed' | 'received' | 'ended'>>;
	readonly nextId: () => number;
}

const isAck = (answer: unknown): answer is Ack =>
	typeof answer === 'object' && answer !== null && 'seq' in answer && 'gen' in answer;

const streams: Readonly<Record<string, Stream['kind']>> = {
	feed: 'feed',
	'monitor.watch': 'watch',
	'monitor.list': 'list',
};

export function createObserver({ now, eyes, nextId }: ObserveOptions) {
	function ask(seat: Seat, path: string, input: Input, send: () => Promise<unknown>): Promise<unknown> {
		const { clientId, sessionId, gen } = input ?? {};
		const call: { -readonly [K in keyof Call]: Call[K] } = {
			id: nextId(),
			seat,
			path,
			input: input ?? {},
			clientId: typeof clientId === 'string' ? clientIdOf(clientId) : null,
			sessionId: typeof sessionId === 'string' ? sessionIdOf(sessionId) : null,
			gen: typeof gen === 'number' ? genOf(gen) : null,
			at: now(),
			outcome: null,
		};
		eyes.asked(call);
		const settle = (outcome: CallOutcome): void => {
			call.outcome = outcome;
			eyes.answered(call, outcome);
		};
		return send().then(
			(answer) => {
				settle(isAck(answer) ? { kind: 'ack', ack: answer } : { kind: 'answer' });
				return answer;
			},
			(thrown: unknown) => {
				settle(failureOf(thrown));
				throw thrown;
			},
		);
	}

	function subscribe(seat: Seat, path: string, input: Input, handlers: Handlers, target: Procedure): Subscription {
		const kind = streams[path] ?? 'feed';
		const { sessionId, siteId, lastEventId } = input ?? {};
		const stream: Stream = {
			id: nextId(),
			seat,
			kind,
			sessionId: typeof sessionId === 'string' ? sessionIdOf(sessionId) : null,
			siteId: typeof siteId === 'string' ? siteIdOf(siteId) : null,
			lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
		};
		eyes.subscribed(stream);
		return target.subscribe(input, {
			onData(event) {
				// The router says what the stream of this path carries.
				const told: StreamEvent =
					kind === 'list'
						? { kind: 'list', event: event.data as ListEvent }
						: { kind: 'session', event: event.data as MemberEvent };
				eyes.received(stream, told);
				handlers.onData(event);
			},
			onError(thrown) {
				eyes.ended(stream, failureOf(thrown));
				handlers.onError(thrown);
			},
			onComplete: () => handlers.onComplete(),
		});
	}

	function at(seat: Seat, target: object, path: readonly string[]): object {
		return new Proxy(target, {
			get(_target, name) {
				if (typeof name !== 'string') return undefined;
				// tRPC's client is a proxy itself: whatever is asked of it is there.
				const procedure = target as unknown as Procedure;
				const where = path.join('.');
				switch (name) {
					case 'query':
						return (input?: Input) => ask(seat, where, input, () => procedure.query(input));
					case 'mutate':
						return (input?: Input) => ask(seat, where, input, () => procedure.mutate(input));
					case 'subscribe':
						return (input: Input, handlers: Handlers) => subscribe(seat, where, input, handlers, procedure);
					default:
						return at(seat, Reflect.get(target, name), [...path, name]);
				}
			},
		});
	}

	return function observe<R extends AnyRouter>(seat: Seat, connection: Connection<R>): Connection<R> {
		// The proxy answers as the client that it stands before.
		const client = at(seat, connection.client as object, []) as TRPCClient<R>;
		return {
			client,
			get state() {
				return connection.state;
			},
			get lastSyncedAt() {
				return connection.lastSyncedAt;
			},
			subscribe: (listener) => connection.subscribe(listener),
			suspend: () => connection.suspend(),
			resume: () => connection.resume(),
			close: () => connection.close(),
		};
	};
}
