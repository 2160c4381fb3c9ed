/** The transport over uWebSockets.js: one port for HTTP and for the WebSockets of `/trpc`. */
import type { HttpRequest, HttpResponse, us_listen_socket, us_socket_context_t } from 'uWebSockets.js';
import { createConnections, type Slot } from './connections.ts';
import { defaultTransportLimits } from './limits.ts';
import type { Transport, TransportOptions } from './transport.ts';
import { copyAddress, copyHeaders, describeUpgrade } from './upgrade-request.ts';

export const socketPath = '/trpc';

/** Answers everything that is not a WebSocket; made by `http.ts`. */
export type HttpMount = (response: HttpResponse, request: HttpRequest) => void;

export interface UwsTransportOptions<Visitor, Member> extends TransportOptions<Visitor, Member> {
	readonly http?: HttpMount | undefined;
}

// The typings lack the form with host, port and options, which the native side has had for years.
type ListenExclusively = (
	host: string,
	port: number,
	options: number,
	listening: (listenSocket: us_listen_socket | false) => void,
) => void;

/** `LIBUS_LISTEN_EXCLUSIVE_PORT`: typed as an enum that the module does not export by that name. */
const listenExclusively = 1;

/** The library has no binary for this Node, or it was left out. The message is one sentence for the operator. */
export class NoTransport extends Error {
	constructor(cause: unknown) {
		super(`The WebSocket library can not be loaded on Node ${process.version}: run npm ci, then npm start.`, { cause });
		this.name = 'NoTransport';
	}
}

type Uws = typeof import('uWebSockets.js');

/** @param load for tests. Rejects with `NoTransport`. */
export async function loadUws(load: () => Promise<Uws> = () => import('uWebSockets.js')): Promise<Uws> {
	// Read once when the library loads. Its own 4 KiB is less than the cookies that a shared parent domain may collect,
	// and all that the visitor would see is an empty 431.
	process.env['UWS_HTTP_MAX_HEADERS_SIZE'] ??= '16384';
	return load().catch((cause: unknown) => {
		throw new NoTransport(cause);
	});
}

/** Starts listening. Rejects with `NoTransport`, or with one plain sentence if the port cannot be had. */
export async function createUwsTransport<Visitor, Member>(
	options: UwsTransportOptions<Visitor, Member>,
): Promise<Transport> {
	const uws = await loadUws();
	const { onFault } = options;
	const limits = { ...defaultTransportLimits, ...options.limits };
	const connections = createConnections({ ...options, limits });
	const app = uws.App();
	let listenSocket: us_listen_socket | undefined;

	function upgrade(response: HttpResponse, native: HttpRequest, context: us_socket_context_t): void {
		let aborted = false;
		response.onAborted(() => {
			aborted = true;
		});
		// All of this now: after the first await the native request is someone else's memory.
		const key = native.getHeader('sec-websocket-key');
		const protocol = native.getHeader('sec-websocket-protocol');
		const extensions = native.getHeader('sec-websocket-extensions');
		const request = describeUpgrade(native.getUrl(), native.getQuery(), copyHeaders(native), copyAddress(response));

		connections.admit(request, (slot) => {
			if (aborted) connections.abandoned(slot);
			else response.cork(() => response.upgrade(slot, key, protocol, extensions, context));
		});
	}

	app.ws<Slot>(socketPath, {
		maxPayloadLength: limits.nativeFrameBytes,
		maxBackpressure: limits.backpressureBytes,
		// Off by default: a frame beyond the limit would be skipped in silence. Our socket cuts it too, one turn later.
		closeOnBackpressureLimit: true,
		idleTimeout: limits.idleSeconds,
		sendPingsAutomatically: true,
		compression: uws.DISABLED,
		upgrade,
		open: (native) => connections.opened(native, native.getUserData()),
		// The memory is taken back when this returns: what passes is copied.
		message: (native, data, isBinary) => connections.received(native.getUserData(), new Uint8Array(data), isBinary),
		drain: (native) => connections.drained(native.getUserData()),
		close: (native, code, reason) => connections.closed(native.getUserData(), code, Buffer.from(reason).toString()),
	});
	const { http } = options;
	if (http) {
		app.any('/*', (response, request) => {
			try {
				http(response, request);
			} catch (fault) {
				onFault(fault);
			}
		});
	}

	const listen = app.listen.bind(app) as unknown as ListenExclusively;
	// Exclusive, because a shared port is the default: two processes would both start and share the connections.
	listen(options.host, options.port, listenExclusively, (result) => {
		if (result) listenSocket = result;
	});
	if (!listenSocket) {
		throw new Error(`cannot listen on ${options.host}:${options.port}: the port is taken or the address is not ours`);
	}
	const port = uws.us_socket_local_port(listenSocket);

	function stopListening(): void {
		connections.stop();
		if (listenSocket) uws.us_listen_socket_close(listenSocket);
		listenSocket = undefined;
	}

	return {
		port,
		sockets: connections.sockets,
		stopListening,
		close() {
			stopListening();
			app.close();
			return Promise.resolve();
		},
	};
}
