import type { HttpResponse as NativeResponse } from 'uWebSockets.js';

export type Body = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false };

/**
 * Reads a request's body up to a limit. Call it before any await, or the first bytes are lost; `then` runs once, and not
 * at all if the client goes away.
 */
export function readBody(response: NativeResponse, maxBytes: number, then: (body: Body) => void): void {
	let chunks: Buffer[] = [];
	let length = 0;
	let settled = false;
	response.onData((chunk, isLast) => {
		if (settled) return;
		length += chunk.byteLength;
		if (length > maxBytes) {
			settled = true;
			chunks = [];
			then({ ok: false });
			return;
		}
		// Copied: the memory is taken back when this returns.
		if (chunk.byteLength > 0) chunks.push(Buffer.from(new Uint8Array(chunk)));
		if (!isLast) return;
		settled = true;
		then({ ok: true, bytes: Buffer.concat(chunks, length) });
	});
}
