/** The server's end of one connection: stands where uWebSockets.js' socket stands, below the real `net/connections.ts`. */
import type { Timer } from '../../../server/clock.ts';
import type { Slot } from '../../../server/net/connections.ts';
import { reconnectNotice } from '../../../server/net/drain.ts';
import type { NativeSocket } from '../../../server/net/socket.ts';
import type { UpgradeRequest } from '../../../server/net/transport.ts';
import { closeCodes } from '../../../shared/close-codes.ts';
import { limits } from '../../../shared/limits.ts';
import { abnormal } from '../line.ts';
import type { Host } from '../network.ts';
import type { Time } from '../time.ts';

/** What travels to the browser. `reset`: the connection is gone without a word. */
export type DownFrame =
	| { readonly kind: 'accepted' }
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'close'; readonly code: number; readonly reason: string }
	| { readonly kind: 'reset' };

export interface ServerEndOptions {
	readonly time: Pick<Time, 'after'>;
	readonly host: Host;
	readonly request: UpgradeRequest;
	/** What the kernel takes off the process' hands; only what is beyond it counts as buffered. */
	readonly kernelBytes: number;
	readonly underWayBytes: () => number;
	readonly push: (frame: DownFrame, bytes: number) => void;
	/** The process has put a text into its socket. */
	readonly handed: (text: string) => void;
	/** A frame has reached the living process. */
	readonly heard: (text: string) => void;
	/** The process has the socket, or has it no more. */
	readonly served: (open: boolean) => void;
}

export interface ServerEnd {
	readonly over: boolean;
	upgrade(): void;
	text(text: string): void;
	/** The browser's close frame. */
	close(code: number, reason: string): void;
	reset(): void;
	/** Whether pings come back; while they do not, silence ends the connection. */
	answersPings(yes: boolean): void;
	/** A frame has arrived at the other end. */
	taken(bytes: number): void;
	/** As `net/drain.ts` does with each socket: asks the client to move over, then closes. */
	drain(): void;
	/** What the server may call held (I24). */
	readonly buffered: number;
}

/** Of the kinds of text that the native socket knows, the server uses one. */
function textOf(text: unknown): string {
	if (typeof text !== 'string') throw new Error('the server sends text only');
	return text;
}

/** How long a socket may live after its notice. */
const handoverMs = 2_000;
const idleMs = limits.socketIdleSeconds * 1_000;

export function createServerEnd(options: ServerEndOptions): ServerEnd {
	const { time, host, request, kernelBytes, underWayBytes, push, handed, heard, served } = options;
	const { connections } = host;
	let slot: Slot | null = null;
	let gone = false;
	let answering = true;
	let idle: Timer | null = null;

	const buffered = (): number => Math.max(0, underWayBytes() - kernelBytes);

	function listen(): void {
		idle?.cancel();
		idle = null;
		if (!answering && !gone && slot !== null) idle = time.after(idleMs, () => end(abnormal, '', { kind: 'reset' }));
	}

	/** Once: later calls of the process throw, as the native ones do. A dead process is told nothing. */
	function end(code: number, reason: string, last: DownFrame | null): void {
		if (gone) return;
		gone = true;
		idle?.cancel();
		if (slot !== null) served(false);
		if (host.dead) return;
		if (last !== null) push(last, 0);
		if (slot !== null) connections.closed(slot, code, reason);
	}

	function mustBeOpen(): void {
		if (gone) throw new Error('Invalid access of closed uWS.WebSocket/SSLWebSocket.');
	}

	const native: NativeSocket = {
		send(message) {
			mustBeOpen();
			if (host.dead) return 1;
			const text = textOf(message);
			handed(text);
			push({ kind: 'text', text }, Buffer.byteLength(text));
			return buffered() > 0 ? 0 : 1;
		},
		end(code = abnormal, reason = '') {
			mustBeOpen();
			end(code, textOf(reason), { kind: 'close', code, reason: textOf(reason) });
		},
		close() {
			mustBeOpen();
			end(abnormal, '', { kind: 'reset' });
		},
		getBufferedAmount() {
			mustBeOpen();
			return buffered();
		},
	};

	return {
		get over() {
			return gone || host.dead;
		},
		upgrade() {
			if (host.dead) return;
			connections.admit(request, (admitted) => {
				if (host.dead) return;
				if (gone) return connections.abandoned(admitted);
				slot = admitted;
				served(true);
				push({ kind: 'accepted' }, 0);
				connections.opened(native, admitted);
				listen();
			});
		},
		text(text) {
			if (gone || host.dead || slot === null) return;
			listen();
			heard(text);
			connections.received(slot, Buffer.from(text), false);
		},
		close: (code, reason) => end(code, reason, { kind: 'close', code, reason }),
		reset: () => end(abnormal, '', null),
		answersPings(yes) {
			if (answering === yes) return;
			answering = yes;
			listen();
		},
		taken(bytes) {
			if (gone || host.dead || slot === null) return;
			if (underWayBytes() + bytes > kernelBytes) connections.drained(slot);
		},
		drain() {
			const socket = slot?.live?.socket;
			if (gone || host.dead || socket === undefined) return;
			socket.send(reconnectNotice);
			time.after(handoverMs, () => {
				if (!host.dead) socket.close(closeCodes.drain, 'shutting down');
			});
		},
		get buffered() {
			return gone ? 0 : buffered();
		},
	};
}
