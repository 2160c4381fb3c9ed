import { once } from 'node:events';
import WebSocket from 'ws';

/** A client that speaks frames, so that a test can send what no proper client sends. */
export interface RawClient {
	readonly frames: readonly string[];
	readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
	send(text: string): void;
	sendJson(value: unknown): void;
	sendBinary(bytes: Uint8Array): void;
	/** The next frame that no `next` has handed out yet; rejects if the socket closes first. */
	next(): Promise<string>;
	nextJson(): Promise<unknown>;
	/** Stops reading from the TCP connection; the server's buffers fill. */
	stall(): void;
	resume(): void;
	close(): void;
	/** Ends the TCP connection without a close frame. */
	kill(): void;
}

interface RawOptions {
	readonly headers?: Record<string, string>;
}

export async function connectRaw(url: string, options: RawOptions = {}): Promise<RawClient> {
	const client = startRaw(url, options);
	await client.opened;
	return client;
}

export function startRaw(
	url: string,
	{ headers = {} }: RawOptions = {},
): RawClient & { readonly opened: Promise<void> } {
	const ws = new WebSocket(url, { headers, perMessageDeflate: false });
	const frames: string[] = [];
	const waiting: { readonly resolve: (text: string) => void; readonly reject: (error: Error) => void }[] = [];
	let handedOut = 0;
	let isClosed = false;
	ws.on('error', () => {
		// A kill in the middle of the handshake; `closed` tells.
	});
	ws.on('message', (data: Buffer) => {
		frames.push(data.toString());
		const waiter = waiting.shift();
		if (waiter) waiter.resolve(frames[handedOut++] ?? '');
	});
	const closed = new Promise<{ code: number; reason: string }>((resolve) => {
		ws.on('close', (code, reason) => {
			isClosed = true;
			for (const waiter of waiting.splice(0)) waiter.reject(new Error(`closed with ${code} ${reason}`));
			resolve({ code, reason: String(reason) });
		});
	});
	const next = () => {
		const frame = frames[handedOut];
		if (frame !== undefined && waiting.length === 0) {
			handedOut++;
			return Promise.resolve(frame);
		}
		if (isClosed) return Promise.reject(new Error('closed'));
		return new Promise<string>((resolve, reject) => waiting.push({ resolve, reject }));
	};
	return {
		frames,
		closed,
		opened: once(ws, 'open').then(() => undefined),
		send: (text) => ws.send(text),
		sendJson: (value) => ws.send(JSON.stringify(value)),
		sendBinary: (bytes) => ws.send(bytes, { binary: true }),
		next,
		nextJson: async () => JSON.parse(await next()),
		stall: () => ws.pause(),
		resume: () => ws.resume(),
		close: () => ws.close(),
		kill: () => ws.terminate(),
	};
}
