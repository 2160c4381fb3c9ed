/**
 * A uWebSockets.js socket in the shape that `ws` has made usual, plus what it lacks: flow control,
 * and a latch that makes a dropped frame the last one, so that a reader never misses one in the middle.
 */

import type { WebSocket } from 'uWebSockets.js';
import { EventEmitter } from 'node:events';
import { createWritableGate, type WritableGate } from './writable-gate.ts';

/** The numbers of `ws` and of browsers. */
export const readyStates = { open: 1, closing: 2, closed: 3 } as const;

/** A `close()` without a code comes from the tRPC handler when `createContext` threw: our fault, so the client returns. */
const internalError = 1011;

/** As much of uWebSockets.js' socket as we touch. Its methods throw once it is closed. */
export type NativeSocket = Pick<WebSocket<unknown>, 'send' | 'end' | 'close' | 'getBufferedAmount'>;

interface SocketEvents {
	message: [data: Buffer, isBinary: boolean];
	error: [error: Error];
	close: [code: number, reason: string];
}

/** `/trpc?site=KEY` is a visitor's socket, `/trpc` a member's. */
export type SocketKind = 'visitor' | 'member';

/** What the rest of the server may do with a connection. */
export interface Socket {
	readonly kind: SocketKind;
	readonly readyState: number;
	/** Does nothing unless open. A frame that would exceed the limit is dropped, and the socket cut so that it resumes. */
	send(text: string): void;
	/** Sends what is queued, then a close frame. Takes effect on the next turn; `close` is emitted then. */
	close(code?: number, reason?: string): void;
	/** Cuts the connection without a close frame; the other side sees 1006. */
	terminate(): void;
	/** Bytes that the kernel has not taken yet. */
	buffered(): number;
	/** Resolves at once if nothing is buffered, else on drain, close or abort. Await it before each piece of a feed. */
	writable(signal: AbortSignal): Promise<void>;
	on<Name extends keyof SocketEvents>(name: Name, listener: (...values: SocketEvents[Name]) => void): unknown;
	once<Name extends keyof SocketEvents>(name: Name, listener: (...values: SocketEvents[Name]) => void): unknown;
	off<Name extends keyof SocketEvents>(name: Name, listener: (...values: SocketEvents[Name]) => void): unknown;
}

export interface UwsSocketOptions {
	readonly native: NativeSocket;
	readonly kind: SocketKind;
	readonly backpressureBytes: number;
	readonly onSent?: ((bytes: number) => void) | undefined;
	readonly onDropped?: ((bytes: number) => void) | undefined;
}

/** What only the transport calls. */
export interface UwsSocket extends Socket {
	received(data: Buffer, isBinary: boolean): void;
	drained(): void;
	closed(code: number, reason: string): void;
}

class SocketOverUws extends EventEmitter<SocketEvents> implements UwsSocket {
	readonly kind: SocketKind;
	readyState: number = readyStates.open;
	readonly #native: NativeSocket;
	readonly #options: UwsSocketOptions;
	readonly #gate: WritableGate;

	constructor(options: UwsSocketOptions) {
		super();
		this.kind = options.kind;
		this.#native = options.native;
		this.#options = options;
		this.#gate = createWritableGate({
			buffered: () => this.buffered(),
			isOpen: () => this.readyState === readyStates.open,
		});
	}

	send(text: string): void {
		if (this.readyState !== readyStates.open) return;
		try {
			// The native limit looks only at what is held already, so the last frame may exceed it by its own length.
			// I24 counts all of it. A single frame on an empty buffer always goes: no resume could make it shorter.
			const held = this.#native.getBufferedAmount();
			const tooMuch = held > 0 && held + Buffer.byteLength(text) > this.#options.backpressureBytes;
			// 0 is "buffered" and 1 "sent", both fine; 2 is "dropped".
			if (tooMuch || this.#native.send(text, false) === 2) this.#dropped(text);
			else this.#options.onSent?.(text.length);
		} catch {
			// Native calls throw once the socket is closed; its close event is on the way or was seen.
		}
	}

	/** After a gap nothing may follow: a tracked event past it would move the client's resume point beyond what it lost. */
	#dropped(text: string): void {
		this.readyState = readyStates.closing;
		this.#options.onDropped?.(Buffer.byteLength(text));
		// A close frame would wait behind the full buffer. On the next turn, because the caller is in the middle of a reply.
		setImmediate(() => this.#cut());
	}

	close(code: number = internalError, reason = ''): void {
		if (this.readyState !== readyStates.open) return;
		this.readyState = readyStates.closing;
		// Ending emits `close` synchronously; the caller is often a procedure which that would abort half-way.
		setImmediate(() => {
			if (this.readyState === readyStates.closed) return;
			try {
				this.#native.end(code, reason);
			} catch {
				// Closed by the other side since.
			}
		});
	}

	terminate(): void {
		if (this.readyState === readyStates.closed) return;
		this.readyState = readyStates.closing;
		setImmediate(() => this.#cut());
	}

	#cut(): void {
		if (this.readyState === readyStates.closed) return;
		try {
			this.#native.close();
		} catch {
			// Closed by the other side since.
		}
	}

	buffered(): number {
		if (this.readyState === readyStates.closed) return 0;
		try {
			return this.#native.getBufferedAmount();
		} catch {
			return 0;
		}
	}

	writable(signal: AbortSignal): Promise<void> {
		return this.#gate.wait(signal);
	}

	received(data: Buffer, isBinary: boolean): void {
		if (this.readyState === readyStates.open) this.emit('message', data, isBinary);
	}

	drained(): void {
		this.#gate.drained();
	}

	closed(code: number, reason: string): void {
		if (this.readyState === readyStates.closed) return;
		this.readyState = readyStates.closed;
		this.#gate.shut();
		this.emit('close', code, reason);
	}
}

/** Dresses a native socket. The transport must pass on its messages, drains and close. */
export function createUwsSocket(options: UwsSocketOptions): UwsSocket {
	return new SocketOverUws(options);
}
