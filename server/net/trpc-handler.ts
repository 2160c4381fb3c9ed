/**
 * The server's end of tRPC's WebSocket wire, for the official client. The official server end races each event of a feed
 * against the end of its subscription through a global `WeakMap`: that costs several times the event, and a tenth of a
 * second now and then when the map grows or is swept. Here an event is awaited and sent. `tests/net` plays the same
 * frames to both ends and compares what they say.
 */
import {
	type AnyTRPCRouter,
	callTRPCProcedure,
	type inferRouterContext,
	TRPCError,
	type TRPCProcedureType,
} from '@trpc/server';
import { parseConnectionParamsFromUnknown } from '@trpc/server/http';
import { type JSONRPC2, parseTRPCMessage, type TRPCClientOutgoingMessage } from '@trpc/server/rpc';
import { expectsHello } from './hello.ts';
import { readyStates } from './socket.ts';
import type { Connection } from './transport.ts';
import { type Asked, createReplies, nobody, type TrpcFault } from './trpc-replies.ts';

export interface ContextInput<Data> extends Connection<Data> {
	/** The hello, or null if the client announced none. */
	readonly connectionParams: Readonly<Record<string, string>> | null;
	/** Aborts when the connection closes. */
	readonly signal: AbortSignal;
}

export interface TrpcHandlerOptions<Router extends AnyTRPCRouter, Data> {
	/** Made with `isDev: false`, or error replies carry stack traces; and without a transformer. */
	readonly router: Router;
	/** Called once a connection. It must not throw: a bad login is the identity "nobody". If it does, 1011 follows. */
	readonly createContext: (
		input: ContextInput<Data>,
	) => inferRouterContext<Router> | Promise<inferRouterContext<Router>>;
	/** Every error that a call or a frame ended with, refusals included. */
	readonly onError: (fault: TrpcFault) => void;
}

/** Speaks with one router's sockets: what an `Endpoint` needs as `handle`. */
export type ServeTrpc = typeof createTrpcHandler;

type Call = Asked & { readonly type: TRPCProcedureType; readonly path: string; readonly index: number };
type Settled<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: unknown };

/** `abort()` without a reason makes one each time, with a stack of its own. */
const gone = new DOMException('This operation was aborted', 'AbortError');

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

const isIterable = (value: unknown): value is AsyncIterable<unknown> =>
	typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** A subscription learns its resume point as a field of its input. */
function inputOf({ input, lastEventId }: { readonly input: unknown; readonly lastEventId?: string | undefined }) {
	if (lastEventId === undefined) return input;
	if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { ...input, lastEventId };
	return input ?? { lastEventId };
}

function helloOf(text: string): Readonly<Record<string, string>> | null {
	const message: unknown = JSON.parse(text);
	if (typeof message !== 'object' || message === null) throw new TRPCError({ code: 'PARSE_ERROR' });
	// It throws unless each value is a string, and says less in its type.
	return parseConnectionParamsFromUnknown('data' in message ? message.data : undefined) as Readonly<
		Record<string, string>
	> | null;
}

function messagesOf(router: AnyTRPCRouter, text: string): readonly TRPCClientOutgoingMessage[] {
	const frame: unknown = JSON.parse(text);
	const { transformer } = router._def._config;
	return (Array.isArray(frame) ? frame : [frame]).map((message) => parseTRPCMessage(message, transformer));
}

export function createTrpcHandler<Router extends AnyTRPCRouter, Data>({
	router,
	createContext,
	onError,
}: TrpcHandlerOptions<Router, Data>): (connection: Connection<Data>) => void {
	type Context = inferRouterContext<Router>;

	return (connection) => {
		const { socket, request } = connection;
		const closed = new AbortController();
		/** Subscriptions by their ids, from the first word to the last. */
		const running = new Map<JSONRPC2.RequestId, AbortController>();
		let made: Context | undefined;
		const replies = createReplies({ router, socket, onError, context: () => made });
		let context = expectsHello(request.query) ? null : makeContext(() => null);

		const isOpen = (): boolean => socket.readyState === readyStates.open;

		async function makeContext(hello: () => ContextInput<Data>['connectionParams']): Promise<Settled<Context>> {
			try {
				made = await createContext({ ...connection, connectionParams: hello(), signal: closed.signal });
				return { ok: true, value: made };
			} catch (error) {
				replies.failed(nobody, error);
				setImmediate(() => socket.close());
				return { ok: false, error };
			}
		}

		async function ask({ path, type, input, index }: Call, signal: AbortSignal | undefined): Promise<unknown> {
			const known = await context;
			if (known === null) throw new TRPCError({ code: 'PARSE_ERROR' });
			if (!known.ok) throw known.error;
			if (signal?.aborted === true) throw gone;
			const getRawInput = (): Promise<unknown> => Promise.resolve(input);
			return callTRPCProcedure({ router, path, getRawInput, ctx: known.value, type, signal, batchIndex: index });
		}

		/** A query or a mutation: once asked for it is done, whether or not the caller waits for the answer. */
		async function answer(call: Call): Promise<void> {
			try {
				replies.data(call, await ask(call, undefined));
			} catch (error) {
				replies.failed(call, error);
			}
		}

		async function subscribe(call: Call): Promise<void> {
			if (running.has(call.id)) {
				const message = `Duplicate id ${call.id}`;
				return replies.failed(call, new TRPCError({ code: 'BAD_REQUEST', message }));
			}
			const end = new AbortController();
			running.set(call.id, end);
			let events: AsyncIterable<unknown>;
			try {
				// A subscription of nobody is not begun.
				if (!isOpen()) end.abort(gone);
				const result = await ask(call, end.signal);
				if (!isIterable(result)) throw new Error(`${call.path} gave no feed`);
				events = result;
			} catch (error) {
				over(call, end);
				if (end.signal.aborted && isAbort(error instanceof TRPCError ? error.cause : error)) replies.stopped(call);
				else replies.failed(call, error);
				return;
			}
			await tell(call, events, end);
			over(call, end);
			replies.stopped(call);
		}

		/** Its id is free again. What it may have left behind ends at the latest with its socket. */
		function over({ id }: Call, end: AbortController): void {
			if (!isOpen()) end.abort(gone);
			running.delete(id);
		}

		/** Sends what comes until one of both ends. What the feed still has to clear away is waited for. */
		async function tell(call: Call, events: AsyncIterable<unknown>, end: AbortController): Promise<void> {
			const { signal } = end;
			try {
				if (!isOpen()) end.abort(gone);
				if (signal.aborted) return void (await events[Symbol.asyncIterator]().return?.());
				replies.started(call);
				for await (const event of events) {
					if (signal.aborted) break;
					replies.data(call, event);
				}
			} catch (error) {
				if (signal.aborted) {
					if (!isAbort(error)) replies.report(call, error);
					return;
				}
				// Whatever else the feed has begun under this signal ends with it.
				end.abort(gone);
				replies.failed(call, error);
			}
		}

		function handle(message: TRPCClientOutgoingMessage, index: number): void {
			const { id, jsonrpc } = message;
			if (id === null) {
				replies.failed(nobody, new TRPCError({ code: 'PARSE_ERROR', message: '`id` is required' }));
			} else if (message.method === 'subscription.stop') {
				running.get(id)?.abort(gone);
			} else {
				const { method: type, params } = message;
				const call: Call = { id, jsonrpc, type, path: params.path, input: inputOf(params), index };
				void (type === 'subscription' ? subscribe(call) : answer(call));
			}
		}

		socket.on('message', (data, isBinary) => {
			// Nobody sends binary frames; as text they are none.
			const text = isBinary ? '' : data.toString();
			if (text === 'PONG') return;
			if (text === 'PING') return socket.send('PONG');
			if (context === null) {
				context = makeContext(() => helloOf(text));
				return;
			}
			let messages: readonly TRPCClientOutgoingMessage[];
			try {
				messages = messagesOf(router, text);
			} catch (cause) {
				return replies.failed(nobody, new TRPCError({ code: 'PARSE_ERROR', cause }));
			}
			messages.forEach(handle);
		});
		socket.on('error', (error) => replies.report(nobody, error));
		socket.once('close', () => {
			for (const end of running.values()) end.abort(gone);
			closed.abort(gone);
		});
	};
}
