/** WebSocket close codes. 4000–4499 come back with backoff; 4500–4999 stop the client (SPEC section 10). */
export const closeCodes = {
	drain: 4000,
	hello: 4400,
	timeout: 4408,
	size: 4413,
	rate: 4429,
	signedOut: 4501,
	origin: 4503,
	site: 4504,
	blocked: 4505,
	/** The visitor was erased: what the browser remembers of them is worth nothing. */
	forgotten: 4506,
	notLive: 4510,
} as const;

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

export const stopsClient = (code: number): boolean => code >= 4500 && code <= 4999;
