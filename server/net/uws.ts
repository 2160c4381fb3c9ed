/** The transport over uWebSockets.js: one port for HTTP and for the WebSockets of `/trpc`. */
import type { HttpRequest, HttpResponse, us_listen_socket, us_socket_context_t, WebSocket } from 'uWebSockets.js';
import { drainingVerdict, judge, type Verdict } from './endpoint.ts';
import { expectsHello } from './hello.ts';
import { createInboundGate, type InboundGate } from './inbound-gate.ts';
import { defaultTransportLimits } from './limits.ts';
import { createUwsSocket, type Socket, type UwsSocket } from './socket.ts';
import type { Transport, TransportOptions, UpgradeRequest } from './transport.ts';
import { copyAddress, copyHeaders, describeUpgrade } from './upgrade-request.ts';

export const socketPath = '/trpc';

/** Answers everything that is not a WebSocket; made by `http.ts`. */
export type HttpMount = (response: HttpResponse, request: HttpRequest) => void;

export interface UwsTransportOptions<Visitor, Member> extends TransportOptions<Visitor, Member> {
	readonly http?: HttpMount | undefined;
}

/** What hangs on a native socket from upgrade to close. */
interface Slot {
	readonly request: UpgradeRequest;
	readonly verdict: Verdict;
	live: { readonly socket: UwsSocket; readonly gate: InboundGate } | undefined;
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

async function loadUws(): Promise<typeof import('uWebSockets.js')> {
	// Read once when the library loads. Its own 4 KiB is less than the cookies that a shared parent domain may collect,
	// and all that the visitor would see is an empty 431.
	process.env['UWS_HTTP_MAX_HEADERS_SIZE'] ??= '16384';
	return import('uWebSockets.js');
}

/** Starts listening. Rejects with one plain sentence if the port cannot be had. */
export async function createUwsTransport<Visitor, Member>(
	options: UwsTransportOptions<Visitor, Member>,
): Promise<Transport> {
	const uws = await loadUws();
	const { clock, endpoints, observer, onFault } = options;
	const limits = { ...defaultTransportLimits, ...options.limits };
	const sockets = new Set<Socket>();
	const app = uws.App();
	let listenSocket: us_listen_socket | undefined;
	let stopping = false;

	/** An exception in a native callback would be uncaught: it ends the process, and with it every session (I26). */
	function guarded(work: () => void): boolean {
		try {
			work();
			return true;
		} catch (fault) {
			onFault(fault);
			return false;
		}
	}

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

		const finish = (verdict: Verdict): void => {
			if (aborted) {
				if (verdict.ok) guarded(verdict.release);
				return;
			}
			const slot: Slot = { request, verdict, live: undefined };
			response.cork(() => response.upgrade(slot, key, protocol, extensions, context));
		};
		const verdict =
			request.kind === 'visitor'
				? judge(endpoints.visitor, request, onFault)
				: judge(endpoints.member, request, onFault);
		if (verdict instanceof Promise) void verdict.then(finish).catch(onFault);
		else finish(verdict);
	}

	function open(native: WebSocket<Slot>): void {
		const slot = native.getUserData();
		const { request } = slot;
		const { kind } = request;
		if (stopping && slot.verdict.ok) guarded(slot.verdict.release);
		const verdict = stopping ? drainingVerdict : slot.verdict;
		if (!verdict.ok) {
			observer?.refused(kind, verdict.code);
			native.end(verdict.code, verdict.reason);
			return;
		}
		const socket = createUwsSocket({
			native,
			kind,
			backpressureBytes: limits.backpressureBytes,
			onSent: (bytes) => observer?.sent(kind, bytes),
			onDropped: (bytes) => observer?.dropped(kind, bytes),
		});
		const gate = createInboundGate({
			clock,
			limits,
			expectsHello: expectsHello(request.query),
			close: (code, reason) => socket.close(code, reason),
		});
		slot.live = { socket, gate };
		sockets.add(socket);
		observer?.opened(kind);
		if (!guarded(() => verdict.attach(socket))) socket.close();
	}

	function message(native: WebSocket<Slot>, data: ArrayBuffer, isBinary: boolean): void {
		const slot = native.getUserData();
		const { live } = slot;
		if (!live) return;
		observer?.received(slot.request.kind, data.byteLength);
		const bytes = new Uint8Array(data);
		// Copied only once it has passed: the memory is taken back when this returns.
		const fine = guarded(() => {
			if (live.gate.admits(bytes, isBinary)) live.socket.received(Buffer.from(bytes), isBinary);
		});
		if (!fine) live.socket.close();
	}

	function close(native: WebSocket<Slot>, code: number, reason: ArrayBuffer): void {
		const { live, request, verdict } = native.getUserData();
		if (!live) return;
		live.gate.stop();
		sockets.delete(live.socket);
		observer?.closed(request.kind, code);
		const text = Buffer.from(reason).toString();
		guarded(() => live.socket.closed(code, text));
		if (verdict.ok) guarded(verdict.release);
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
		open,
		message,
		drain: (native) => {
			guarded(() => native.getUserData().live?.socket.drained());
		},
		close,
	});
	const { http } = options;
	if (http) app.any('/*', (response, request) => void guarded(() => http(response, request)));

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
		stopping = true;
		if (listenSocket) uws.us_listen_socket_close(listenSocket);
		listenSocket = undefined;
	}

	return {
		port,
		sockets,
		stopListening,
		close() {
			stopListening();
			app.close();
			return Promise.resolve();
		},
	};
}
