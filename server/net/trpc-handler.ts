/** The official tRPC handler over our socket. The two casts that this takes live here and nowhere else. */
import type { IncomingMessage } from 'node:http';
import type { AnyTRPCRouter, inferRouterContext, TRPCError } from '@trpc/server';
import { getWSConnectionHandler, type WSSHandlerOptions } from '@trpc/server/adapters/ws';
import type { WebSocket } from 'ws';
import type { Connection } from './transport.ts';

export interface ContextInput<Data> extends Connection<Data> {
	/** The hello, or null if the client announced none. */
	readonly connectionParams: Readonly<Record<string, string>> | null;
	/** Aborts when the connection closes. */
	readonly signal: AbortSignal;
}

export interface TrpcFault {
	readonly error: TRPCError;
	readonly path: string | undefined;
	readonly type: 'query' | 'mutation' | 'subscription' | 'unknown';
}

export interface TrpcHandlerOptions<Router extends AnyTRPCRouter, Data> {
	/** Made with `isDev: false`, or error replies carry stack traces. */
	readonly router: Router;
	/** Called once a connection. It must not throw: a bad login is the identity "nobody". If it does, 1011 follows. */
	readonly createContext: (
		input: ContextInput<Data>,
	) => inferRouterContext<Router> | Promise<inferRouterContext<Router>>;
	/** Every error that a procedure ended with, refusals included. Without a listener tRPC would write to the console. */
	readonly onError: (fault: TrpcFault) => void;
}

/** Speaks with one router's sockets: what an `Endpoint` needs as `handle`. */
export type ServeTrpc = typeof createTrpcHandler;

/** The official handler. */
export function createTrpcHandler<Router extends AnyTRPCRouter, Data>({
	router,
	createContext,
	onError,
}: TrpcHandlerOptions<Router, Data>): (connection: Connection<Data>) => void {
	return (connection) => {
		const { socket, request } = connection;
		// The conditional type of `createContext` (optional when a router has no context) can't be resolved for a type
		// parameter. `wss` is asked for by the type and used by nobody.
		const options = {
			router,
			wss: undefined,
			createContext: ({ info }: { readonly info: Omit<ContextInput<Data>, keyof Connection<Data>> }) =>
				createContext({ ...connection, connectionParams: info.connectionParams, signal: info.signal }),
			onError: ({ error, path, type }: TrpcFault) => onError({ error, path, type }),
		} as unknown as WSSHandlerOptions<Router>;
		// Of the request only `url`, `headers` and `socket` are read. The host is not the client's: a strange one would make
		// the handler throw on its URL.
		const incoming = { url: request.url, headers: { host: 'localhost' }, socket: {} };
		getWSConnectionHandler<Router>(options)(
			// Of `ws` it uses on, once, send, close, terminate and readyState, and our socket has those.
			socket as unknown as WebSocket,
			incoming as unknown as IncomingMessage,
		);
	};
}
