/**
 * The server's side of layer 1: calls the router's procedures as the official handler does, in the same wire words, one
 * request a frame. It knows no rule of the product.
 */
import {
	callTRPCProcedure,
	getTRPCErrorFromUnknown,
	getTRPCErrorShape,
	isTrackedEnvelope,
	type TRPCError,
} from '@trpc/server';
import { readyStates } from '../../../server/net/socket.ts';
import type { ServeTrpc } from '../../../server/net/trpc-handler.ts';

interface Request {
	readonly id: number;
	readonly method: 'query' | 'mutation' | 'subscription' | 'subscription.stop';
	readonly params?: { readonly path: string; readonly input?: unknown; readonly lastEventId?: string | undefined };
}

interface Hello {
	readonly method: 'connectionParams';
	readonly data: Readonly<Record<string, string>> | null;
}

const isIterable = (value: unknown): value is AsyncIterable<unknown> =>
	typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** What `abort()` would make each time, with a stack of its own. */
const gone = new DOMException('This operation was aborted', 'AbortError');

export const serveCalls: ServeTrpc = ({ router, createContext, onError }) => {
	type Context = Awaited<ReturnType<typeof createContext>>;
	return (connection) => {
		const { socket, request } = connection;
		const closed = new AbortController();
		const running = new Map<number, AbortController>();
		const makeContext = (connectionParams: Readonly<Record<string, string>> | null): Promise<Context> =>
			Promise.resolve(createContext({ ...connection, connectionParams, signal: closed.signal }));
		let context: Promise<Context> | null = request.query.get('connectionParams') === '1' ? null : makeContext(null);

		function respond(message: object): void {
			if (socket.readyState === readyStates.open) socket.send(JSON.stringify(message));
		}

		async function handle({ id, method, params }: Request): Promise<void> {
			if (method === 'subscription.stop') {
				running.get(id)?.abort(gone);
				return;
			}
			const { path = '', input: given, lastEventId } = params ?? {};
			const input = lastEventId === undefined ? given : { ...(given ?? {}), lastEventId };
			const abort = new AbortController();
			if (method === 'subscription') running.set(id, abort);
			let ctx: Context | undefined;
			try {
				ctx = await (context ?? Promise.reject(new Error('no hello')));
				if (abort.signal.aborted) return;
				const result: unknown = await callTRPCProcedure({
					router,
					path,
					getRawInput: async () => input,
					ctx,
					type: method,
					signal: abort.signal,
					batchIndex: 0,
				});
				if (!isIterable(result)) return respond({ id, result: { type: 'data', data: result } });
				respond({ id, result: { type: 'started' } });
				for await (const value of result) {
					if (abort.signal.aborted) break;
					if (!isTrackedEnvelope(value)) {
						respond({ id, result: { type: 'data', data: value } });
						continue;
					}
					const [eventId, data] = value;
					respond({ id, result: { type: 'data', id: eventId, data: { id: eventId, data } } });
				}
				respond({ id, result: { type: 'stopped' } });
			} catch (cause) {
				const error: TRPCError = getTRPCErrorFromUnknown(cause);
				onError({ error, path, type: method });
				respond({
					id,
					error: getTRPCErrorShape({ config: router._def._config, error, type: method, path, input, ctx }),
				});
			} finally {
				running.delete(id);
			}
		}

		socket.on('message', (data) => {
			// What our own client in `connection.ts` says; the gate before has let it in.
			const message = JSON.parse(data.toString()) as Hello | Request;
			if (message.method === 'connectionParams') context = makeContext(message.data);
			else void handle(message);
		});
		socket.once('close', () => {
			closed.abort(gone);
			for (const abort of running.values()) abort.abort(gone);
		});
	};
};
