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
	/** Not live either, and an answer came after the visitor had left. */
	answered: 4511,
	/** Not live, and an answer may still come: ask again on the next page. */
	awaited: 4512,
} as const;

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

/** There is nothing to join; which of the three it is says why. */
export const isNotLive = (code: number): boolean => code >= closeCodes.notLive && code <= closeCodes.awaited;

/** What was asked is answered, or may be yet: the browser asks again on its next page, and else never by itself. */
export const mayBeAnswered = (code: number): boolean => isNotLive(code) && code > closeCodes.notLive;

export const stopsClient = (code: number): boolean => code >= 4500 && code <= 4999;
