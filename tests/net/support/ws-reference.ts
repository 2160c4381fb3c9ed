/** The same transport over `ws`, for tests only: what the official handler was written for, as a yardstick. */
import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { drainingVerdict, judge, type Verdict } from '../../../server/net/endpoint.ts';
import { expectsHello } from '../../../server/net/hello.ts';
import { createInboundGate } from '../../../server/net/inbound-gate.ts';
import { defaultTransportLimits } from '../../../server/net/limits.ts';
import type { Socket } from '../../../server/net/socket.ts';
import type { Transport, TransportOptions, UpgradeRequest } from '../../../server/net/transport.ts';
import { describeUpgrade } from '../../../server/net/upgrade-request.ts';
import { createWritableGate } from '../../../server/net/writable-gate.ts';

class ReferenceSocket extends EventEmitter implements Socket {
	readonly kind: Socket['kind'];
	readonly ws: WebSocket;
	readonly #limit: number;
	readonly #onSent: (bytes: number) => void;
	readonly #onDropped: (bytes: number) => void;
	readonly #gate = createWritableGate({
		buffered: () => this.buffered(),
		isOpen: () => this.readyState === WebSocket.OPEN,
	});
	#latched = false;

	constructor(
		ws: WebSocket,
		kind: Socket['kind'],
		limit: number,
		onSent: (bytes: number) => void,
		onDropped: (bytes: number) => void,
	) {
		super();
		this.ws = ws;
		this.kind = kind;
		this.#limit = limit;
		this.#onSent = onSent;
		this.#onDropped = onDropped;
	}

	get readyState(): number {
		return this.#latched && this.ws.readyState === WebSocket.OPEN ? WebSocket.CLOSING : this.ws.readyState;
	}

	send(text: string): void {
		if (this.readyState !== WebSocket.OPEN) return;
		const held = this.buffered();
		if (held > 0 && held + Buffer.byteLength(text) > this.#limit) {
			this.#onDropped(text.length);
			this.terminate();
			return;
		}
		this.#onSent(text.length);
		this.ws.send(text, () => this.#gate.drained());
	}

	close(code = 1011, reason = ''): void {
		if (this.readyState !== WebSocket.OPEN) return;
		this.#latched = true;
		setImmediate(() => this.ws.close(code, reason));
	}

	terminate(): void {
		this.#latched = true;
		setImmediate(() => this.ws.terminate());
	}

	buffered(): number {
		return this.ws.bufferedAmount;
	}

	writable(signal: AbortSignal): Promise<void> {
		return this.#gate.wait(signal);
	}

	closed(code: number, reason: string): void {
		this.#gate.shut();
		this.emit('close', code, reason);
	}
}

export async function createWsReference<Visitor, Member>(
	options: TransportOptions<Visitor, Member>,
): Promise<Transport> {
	const { clock, endpoints, observer, onFault } = options;
	const limits = { ...defaultTransportLimits, ...options.limits };
	const sockets = new Set<Socket>();
	const http = createServer();
	const wss = new WebSocketServer({ noServer: true, maxPayload: limits.nativeFrameBytes, perMessageDeflate: false });
	let stopping = false;

	function open(ws: WebSocket, request: UpgradeRequest, verdict: Verdict): void {
		ws.on('error', () => {
			// `close` follows with the code.
		});
		if (stopping && verdict.ok) verdict.release();
		const standing = stopping ? drainingVerdict : verdict;
		if (!standing.ok) {
			observer?.refused(request.kind, standing.code);
			ws.close(standing.code, standing.reason);
			return;
		}
		const socket = new ReferenceSocket(
			ws,
			request.kind,
			limits.backpressureBytes,
			(bytes) => observer?.sent(request.kind, bytes),
			(bytes) => observer?.dropped(request.kind, bytes),
		);
		const gate = createInboundGate({
			clock,
			limits,
			expectsHello: expectsHello(request.query),
			close: (code, reason) => socket.close(code, reason),
		});
		sockets.add(socket);
		observer?.opened(request.kind);
		ws.on('message', (data: Buffer, isBinary) => {
			observer?.received(request.kind, data.length);
			if (socket.readyState === WebSocket.OPEN && gate.admits(data, isBinary)) socket.emit('message', data, isBinary);
		});
		ws.on('close', (code, reason) => {
			gate.stop();
			sockets.delete(socket);
			observer?.closed(request.kind, code);
			socket.closed(code, String(reason));
			standing.release();
		});
		try {
			standing.attach(socket);
		} catch (fault) {
			onFault(fault);
			socket.close();
		}
	}

	http.on('upgrade', (message: IncomingMessage, duplex: Duplex, head: Buffer) => {
		const url = new URL(message.url ?? '/', 'http://localhost');
		const headers: Record<string, string | undefined> = {};
		for (const [name, value] of Object.entries(message.headersDistinct)) headers[name] = value?.join(', ');
		const request = describeUpgrade(url.pathname, url.search.slice(1), headers, message.socket.remoteAddress ?? '');
		let aborted = false;
		duplex.on('close', () => {
			aborted = true;
		});
		duplex.on('error', () => {
			// `close` follows.
		});
		const finish = (verdict: Verdict) => {
			if (aborted) {
				if (verdict.ok) verdict.release();
				return;
			}
			let upgraded = false;
			wss.handleUpgrade(message, duplex, head, (ws) => {
				upgraded = true;
				open(ws, request, verdict);
			});
			// A peer that left during the check is noticed only here: nobody reads from the connection before.
			if (!upgraded && verdict.ok) verdict.release();
		};
		const verdict =
			request.kind === 'visitor'
				? judge(endpoints.visitor, request, onFault)
				: judge(endpoints.member, request, onFault);
		if (verdict instanceof Promise) void verdict.then(finish);
		else finish(verdict);
	});

	await new Promise<void>((resolve, reject) => {
		http.once('error', reject);
		http.listen(options.port, options.host, resolve);
	});
	const address = http.address();
	const port = typeof address === 'object' && address ? address.port : 0;

	function stopListening(): void {
		stopping = true;
		http.close();
	}

	return {
		port,
		sockets,
		stopListening,
		close() {
			stopListening();
			for (const client of wss.clients) client.terminate();
			http.closeAllConnections();
			return Promise.resolve();
		},
	};
}
