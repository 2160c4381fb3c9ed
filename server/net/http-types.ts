/** HTTP as routes see it: plain values in, plain values out. */

export interface HttpRequest {
	/** Upper case; HEAD arrives as GET. */
	readonly method: string;
	/** As it came, not decoded, without the query. */
	readonly path: string;
	readonly query: URLSearchParams;
	/** Lower-case names; repeated headers are joined by `, `. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	/** The TCP peer: see `address.ts`. */
	readonly remoteAddress: string;
	/** Empty for GET. */
	readonly body: Buffer;
	/** Aborts when the client goes away before its answer. */
	readonly signal: AbortSignal;
}

export interface HttpResponse {
	readonly status: number;
	/** Lower-case names. A list is written as repeated headers, which cookies need. */
	readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
	readonly body?: string | Uint8Array | undefined;
}

export interface Route {
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS';
	/** Exact, or everything below a folder: `/docs/*`. */
	readonly path: string;
	/** Longest body in bytes; a longer one is answered 413. */
	readonly bodyBytes?: number | undefined;
	readonly handler: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;
}

export function json(status: number, value: unknown, headers: HttpResponse['headers'] = {}): HttpResponse {
	return {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
		body: JSON.stringify(value),
	};
}

/** What every refusal over HTTP looks like. `message` is for people: what happened and what to do. */
export function refusal(
	status: number,
	code: string,
	message: string,
	headers?: HttpResponse['headers'],
): HttpResponse {
	return json(status, { error: { code, message } }, headers);
}

export type JsonBody =
	| { readonly ok: true; readonly value: unknown }
	| { readonly ok: false; readonly response: HttpResponse };

/** The body as JSON. Other content types are refused: a form on a foreign page can send those without asking first. */
export function readJsonBody(request: HttpRequest): JsonBody {
	if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
		return { ok: false, response: refusal(415, 'input.invalid', 'Send JSON with content type application/json.') };
	}
	try {
		const value: unknown = JSON.parse(request.body.toString());
		return { ok: true, value };
	} catch {
		return { ok: false, response: refusal(400, 'input.invalid', 'The body is not valid JSON.') };
	}
}
