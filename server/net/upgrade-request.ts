import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import type { UpgradeRequest } from './transport.ts';

/** Headers as a plain record; repeated ones joined in their order. Call it before any await: the native request dies. */
export function copyHeaders(request: HttpRequest): Record<string, string | undefined> {
	// A map, because header names are the client's choice and `constructor` is one of them.
	const headers = new Map<string, string>();
	request.forEach((name, value) => {
		const before = headers.get(name);
		headers.set(name, before === undefined ? value : `${before}, ${value}`);
	});
	return Object.fromEntries(headers);
}

/** The peer's address as text; an empty one means that it has gone already. */
export function copyAddress(response: HttpResponse): string {
	return Buffer.from(response.getRemoteAddressAsText()).toString('latin1');
}

/** The parts of an upgrade request that outlive it. */
export function describeUpgrade(
	path: string,
	query: string,
	headers: UpgradeRequest['headers'],
	remoteAddress: string,
): UpgradeRequest {
	const parsed = new URLSearchParams(query);
	return {
		// Even an empty key is a visitor's: it must meet "unknown site", never the member router.
		kind: parsed.has('site') ? 'visitor' : 'member',
		url: query === '' ? path : `${path}?${query}`,
		query: parsed,
		headers,
		remoteAddress,
	};
}
