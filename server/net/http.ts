/** A small HTTP layer over uWebSockets.js: routes, bounded bodies, security headers. Nothing here throws into the native side. */

import type { HttpRequest as NativeRequest, HttpResponse as NativeResponse } from 'uWebSockets.js';
import { STATUS_CODES } from 'node:http';
import { limits } from '../../shared/limits.ts';
import { readBody } from './http-body.ts';
import { createRouteTable } from './http-routes.ts';
import { type HttpRequest, type HttpResponse, type Route, refusal } from './http-types.ts';
import type { HttpObserver } from './metrics.ts';
import { copyAddress, copyHeaders } from './upgrade-request.ts';
import { type HttpMount, socketPath } from './uws.ts';

export interface HttpOptions {
	readonly routes: readonly Route[];
	/** Asked for GET where no route fits; undefined means not found. `static-files.ts` makes one. */
	readonly files?: ((request: HttpRequest) => HttpResponse | undefined) | undefined;
	/** For HTML answers that bring none of their own. It should hold `frame-ancestors`. */
	readonly contentSecurityPolicy: string;
	readonly observer?: HttpObserver | undefined;
	readonly onFault: (fault: unknown) => void;
}

const nothingAllowed = "default-src 'none'; frame-ancestors 'none'";
const noBody = new Set([204, 304]);
/** Above this a body is written as the reader takes it, from the one copy we have, instead of being copied for each reader. */
const copiedBytes = 16 * 1024;

/** Scripts get none: as a worker's own, the strict one would keep it from loading anything. */
function policyFor(type: string, htmlPolicy: string): Record<string, string> {
	if (type.startsWith('text/html')) {
		return { 'content-security-policy': htmlPolicy, 'cross-origin-opener-policy': 'same-origin' };
	}
	return type.startsWith('text/javascript') ? {} : { 'content-security-policy': nothingAllowed };
}

function withSecurity(response: HttpResponse, htmlPolicy: string): NonNullable<HttpResponse['headers']> {
	const given = response.headers ?? {};
	return {
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'same-origin',
		...policyFor(String(given['content-type'] ?? ''), htmlPolicy),
		...given,
	};
}

/** The native side writes what it is given, so a line break in a value would begin a header of someone else's choice. */
function writeHeaders(native: NativeResponse, headers: NonNullable<HttpResponse['headers']>): void {
	for (const [name, values] of Object.entries(headers)) {
		for (const value of typeof values === 'string' ? [values] : values) {
			native.writeHeader(name, value.replaceAll(/[\r\n\0]/g, ' '));
		}
	}
}

function writeBody(native: NativeResponse, bytes: Uint8Array): void {
	if (bytes.length <= copiedBytes) {
		native.end(bytes);
		return;
	}
	const [, done] = native.tryEnd(bytes, bytes.length);
	if (done) return;
	native.onWritable((offset) => native.tryEnd(bytes.subarray(offset), bytes.length)[0]);
}

/** What `createUwsTransport` takes as `http`. */
export function createHttpMount(options: HttpOptions): HttpMount {
	const { files, observer, onFault } = options;
	const find = createRouteTable(options.routes);

	async function answer(request: HttpRequest, handler: Route['handler']): Promise<HttpResponse> {
		try {
			return await handler(request);
		} catch (fault) {
			onFault(fault);
			return refusal(500, 'internal', 'Something went wrong on the server. Try again in a moment.');
		}
	}

	return (native, nativeRequest) => {
		const abort = new AbortController();
		native.onAborted(() => abort.abort());
		// All of this now: after the first await the native request is someone else's memory.
		const method = nativeRequest.getCaseSensitiveMethod().toUpperCase();
		const path = nativeRequest.getUrl();
		const head = describe(native, nativeRequest, method, path, abort.signal);

		function send(route: string, response: HttpResponse, closeConnection = false): void {
			if (abort.signal.aborted) return;
			observer?.answered(route, response.status);
			const { body = '', status } = response;
			const bytes = typeof body === 'string' ? Buffer.from(body) : body;
			native.cork(() => {
				native.writeStatus(`${status} ${STATUS_CODES[status] ?? ''}`);
				writeHeaders(native, withSecurity(response, options.contentSecurityPolicy));
				if (noBody.has(status)) native.endWithoutBody();
				else if (method === 'HEAD') native.endWithoutBody(bytes.length);
				else if (closeConnection) native.end(bytes, true);
				else writeBody(native, bytes);
			});
		}

		function run(route: string, body: Buffer, handler: Route['handler']): void {
			void answer({ ...head, body }, handler)
				.then((response) => send(route, response))
				.catch(onFault);
		}

		const match = find(head.method, path);
		switch (match.kind) {
			case 'route': {
				const { route } = match;
				if (head.method === 'GET' || head.method === 'OPTIONS') {
					run(route.path, Buffer.alloc(0), route.handler);
					return;
				}
				readBody(native, route.bodyBytes ?? limits.bodyBytes, (body) => {
					if (body.ok) run(route.path, body.bytes, route.handler);
					// The rest of the body is still coming; closing is cheaper than reading it.
					else send(route.path, refusal(413, 'input.too-large', 'The body is too large.'), true);
				});
				return;
			}
			case 'refused':
				send('(refused)', match.response, true);
				return;
			case 'none': {
				if (path === socketPath) {
					send(path, refusal(426, 'upgrade', 'This address is for WebSockets.', { upgrade: 'websocket' }), true);
					return;
				}
				const file = head.method === 'GET' ? files?.({ ...head, body: Buffer.alloc(0) }) : undefined;
				if (file) send('(file)', file);
				else send('(none)', refusal(404, 'not-found', 'There is nothing at this address.'), head.method !== 'GET');
			}
		}
	};
}

function describe(
	native: NativeResponse,
	request: NativeRequest,
	method: string,
	path: string,
	signal: AbortSignal,
): Omit<HttpRequest, 'body'> {
	return {
		method: method === 'HEAD' ? 'GET' : method,
		path,
		query: new URLSearchParams(request.getQuery()),
		headers: copyHeaders(request),
		remoteAddress: copyAddress(native),
		signal,
	};
}
