import { parseConnectionParamsFromUnknown } from '@trpc/server/http';

/**
 * Whether a frame is a well-formed hello: `{"method":"connectionParams","data":{…strings…}}`. The handler would
 * close without a code when it is malformed; a client is owed 4400.
 */
export function isHello(text: string): boolean {
	try {
		const message: unknown = JSON.parse(text);
		if (typeof message !== 'object' || message === null) return false;
		if (!('method' in message) || message.method !== 'connectionParams') return false;
		parseConnectionParamsFromUnknown('data' in message ? message.data : undefined);
		return true;
	} catch {
		// Not JSON, or params that are not strings.
		return false;
	}
}

/** The client of tRPC says in the address that its first frame will be the hello. */
export function expectsHello(query: URLSearchParams): boolean {
	return query.get('connectionParams') === '1';
}
