/** tRPC's own server end over our socket, as a yardstick for ours. The two casts that this takes live here. */
import type { IncomingMessage } from 'node:http';
import type { AnyTRPCRouter } from '@trpc/server';
import { getWSConnectionHandler, type WSSHandlerOptions } from '@trpc/server/adapters/ws';
import type { WebSocket } from 'ws';
import type { Connection } from '../../../server/net/transport.ts';
import type { ContextInput, TrpcHandlerOptions } from '../../../server/net/trpc-handler.ts';
import type { TrpcFault } from '../../../server/net/trpc-replies.ts';

export function createOfficialHandler<Router extends AnyTRPCRouter, Data>({
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
