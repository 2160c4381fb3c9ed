/** Stands between the official client and its caller: every call and every frame of a feed is written down. */
import type { AnyRouter } from '@trpc/server';
import { type ClientId, type Gen, makeClientId, type SessionId } from '../../shared/ids.ts';
import type { Connection } from '../../shared/live/connect.ts';
import { failureOf } from '../../shared/live/failure.ts';
import type { Answer, Attempt, FeedEvent, History, Op, Shown, Stream, Verb } from './history.ts';

export const newClientId = (): ClientId => makeClientId((bytes) => crypto.getRandomValues(bytes));

type Written<T> = { -readonly [K in keyof T]: T[K] };
type WrittenOp = Omit<Op, 'attempts'> & { readonly attempts: Written<Attempt>[] };
type WrittenStream = Omit<Written<Stream>, 'shown'> & { readonly shown: Shown[] };

export interface Recorder {
	/** Calls that were answered so far. */
	readonly answered: number;
	/** The same connection, with everything written down that goes through it. */
	listen<R extends AnyRouter>(client: string, audience: Stream['audience'], line: Line<R>): Connection<R>;
	/** As it is now: streams that nobody has stopped count as looking. */
	history(): Pick<History, 'ops' | 'streams'>;
}

export interface Line<R extends AnyRouter> {
	readonly connection: Connection<R>;
	/** When its newest socket was made, monotonic ms. */
	readonly socketAt: () => number;
	/** The session that a visitor's line belongs to, as far as is known. */
	readonly sessionId: () => SessionId | null;
}

const verbs: Readonly<Record<string, Verb>> = {
	say: 'say',
	askForHuman: 'ask',
	backToAi: 'back',
	end: 'end',
	'monitor.takeOver': 'takeOver',
	'monitor.reply': 'reply',
	'monitor.release': 'release',
	'monitor.keep': 'keep',
	'monitor.whisper': 'whisper',
};

interface CallInput {
	readonly clientId?: ClientId;
	readonly sessionId?: SessionId;
	readonly gen?: Gen;
	readonly text?: string;
}

interface FeedInput {
	readonly sessionId?: SessionId;
	readonly lastEventId?: string;
}

interface Handlers {
	readonly onData: (tracked: { readonly id: string; readonly data: FeedEvent }) => void;
}

type Client = (...args: readonly unknown[]) => unknown;

export function createRecorder(now: () => number): Recorder {
	const ops: WrittenOp[] = [];
	const byClientId = new Map<string, WrittenOp>();
	const streams: WrittenStream[] = [];
	let calls = 0;

	async function call(op: WrittenOp, run: () => Promise<unknown>): Promise<unknown> {
		const attempt: Written<Attempt> = { at: now(), answeredAt: null, answer: null };
		op.attempts.push(attempt);
		const answered = (answer: Answer): void => {
			attempt.answeredAt = now();
			attempt.answer = answer;
		};
		try {
			const ack = await run();
			// The verbs of `verbs` are all answered with an ack.
			answered({ kind: 'ok', ack: ack as Extract<Answer, { kind: 'ok' }>['ack'] });
			return ack;
		} catch (thrown) {
			const failure = failureOf(thrown);
			answered(failure.kind === 'refused' ? failure : { kind: 'lost' });
			throw thrown;
		} finally {
			calls += 1;
		}
	}

	function opOf(client: string, verb: Verb, input: CallInput, sessionId: SessionId | null): WrittenOp {
		// Another body under the same id is another intent, which must be refused.
		const key = input.clientId === undefined ? null : `${input.clientId} ${verb} ${input.text ?? ''}`;
		const known = key === null ? undefined : byClientId.get(key);
		if (known !== undefined) return known;
		const op: WrittenOp = {
			client,
			verb,
			clientId: input.clientId ?? null,
			sessionId: input.sessionId ?? sessionId,
			text: input.text ?? '',
			gen: input.gen ?? null,
			attempts: [],
		};
		ops.push(op);
		if (key !== null) byClientId.set(key, op);
		return op;
	}

	function listen<R extends AnyRouter>(name: string, audience: Stream['audience'], line: Line<R>): Connection<R> {
		const { connection } = line;
		const running = new Map<string, WrittenStream>();

		function subscribe(real: Client, input: FeedInput | undefined, handlers: Handlers): unknown {
			const key = input?.sessionId ?? '';
			const known = running.get(key);
			const goesOn = known !== undefined && (input?.lastEventId !== undefined || known.shown.length === 0);
			const stream = goesOn ? known : { client: name, audience, shown: [], open: true };
			if (!goesOn) {
				if (known !== undefined) known.open = false;
				running.set(key, stream);
				streams.push(stream);
			}
			const calledAt = now();
			const subscription = real(input, {
				...handlers,
				onData(tracked: Parameters<Handlers['onData']>[0]) {
					stream.shown.push({ at: now(), askedAt: Math.max(calledAt, line.socketAt()), event: tracked.data });
					handlers.onData(tracked);
				},
			}) as { unsubscribe(): void };
			return {
				unsubscribe() {
					stream.open = false;
					subscription.unsubscribe();
				},
			};
		}

		function step(path: readonly string[]): Client {
			const target: Client = () => undefined;
			return new Proxy(target, {
				get: (_, part) => step([...path, String(part)]),
				apply(_target, _self, args: readonly unknown[]) {
					const procedure = path.slice(0, -1).join('.');
					// Library border: tRPC's client is a proxy itself, of a shape that only its types know.
					const real: Client = (...given) => {
						let at: unknown = connection.client;
						for (const part of path.slice(0, -1)) at = Reflect.get(Object(at), part);
						return Reflect.apply(Reflect.get(Object(at), path.at(-1) ?? '') as Client, at, given);
					};
					if (procedure === 'feed' || procedure === 'monitor.watch') {
						return subscribe(real, args[0] as FeedInput | undefined, args[1] as Handlers);
					}
					const verb = verbs[procedure];
					if (verb === undefined) return real(...args);
					const op = opOf(name, verb, (args[0] ?? {}) as CallInput, line.sessionId());
					return call(op, () => real(...args) as Promise<unknown>);
				},
			});
		}

		const shut = (): void => {
			for (const stream of running.values()) stream.open = false;
		};
		connection.subscribe(({ kind }) => {
			if (kind === 'stopped') shut();
		});
		return {
			// Library border, as above.
			client: step([]) as unknown as Connection<R>['client'],
			get state() {
				return connection.state;
			},
			get lastSyncedAt() {
				return connection.lastSyncedAt;
			},
			subscribe: (listener) => connection.subscribe(listener),
			suspend: () => connection.suspend(),
			resume: () => connection.resume(),
			close() {
				shut();
				connection.close();
			},
		};
	}

	return {
		get answered() {
			return calls;
		},
		listen,
		history: () => structuredClone({ ops, streams }),
	};
}
