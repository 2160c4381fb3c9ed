/** All that may leave the server when something is wrong. Written out here, not taken from the code that is held to it. */

/** SPEC section 5.7: an error's code, the status it goes with over HTTP, and whether trying again may help. */
export const codes: Readonly<Record<string, readonly [status: number, retryable: boolean]>> = {
	'input.invalid': [400, false],
	'auth.required': [401, false],
	'auth.credentials': [401, false],
	'auth.link': [410, false],
	'auth.origin': [403, false],
	'auth.forbidden': [403, false],
	'auth.taken': [409, false],
	'plan.required': [403, false],
	'not-found': [404, false],
	'control.stale': [409, false],
	'control.held': [409, false],
	'control.not-held': [409, false],
	'session.left': [409, false],
	'session.not-open': [409, false],
	'session.illegal': [409, false],
	'session.set-aside': [503, true],
	'message.conflict': [409, false],
	'rate.limited': [429, true],
	overload: [503, true],
	'store.unavailable': [503, true],
	'provider.failed': [502, true],
	'demo.off': [409, false],
	'limit.reached': [409, false],
	internal: [500, true],
};

/** What bad input must never be answered with: they say that something of ours broke. */
export const breakages: ReadonlySet<string> = new Set(['internal', 'store.unavailable', 'session.set-aside']);

/** Refusals of the HTTP layer itself. */
export const httpCodes: Readonly<Record<string, number>> = {
	method: 405,
	upgrade: 426,
	'not-found': 404,
	'input.too-large': 413,
};

/** tRPC's own numbers, by what they stand for. */
export const rpcNumbers: ReadonlySet<number> = new Set([
	-32_700, -32_600, -32_603, -32_001, -32_003, -32_004, -32_005, -32_009, -32_029,
]);

/** Close codes of SPEC section 10. 1006 is none at all: the connection was cut, as the library does for a broken protocol. */
export const closings = {
	drain: 4000,
	hello: 4400,
	timeout: 4408,
	size: 4413,
	rate: 4429,
	signedOut: 4501,
	origin: 4503,
	site: 4504,
	blocked: 4505,
	forgotten: 4506,
	notLive: 4510,
	answered: 4511,
	awaited: 4512,
} as const;

/** What the HTTP library says by itself of a request that it can not read. Whole answers, word for word. */
export const nativeAnswers: readonly string[] = [
	'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n<h1>Bad Request</h1><hr><i>uWebSockets/20 Server</i>',
	'HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n<h1>Request Header Fields Too Large</h1><hr><i>uWebSockets/20 Server</i>',
	'HTTP/1.1 505 HTTP Version Not Supported\r\nConnection: close\r\n\r\n<h1>HTTP Version Not Supported</h1><p>This server does not support HTTP/1.0.</p><hr><i>uWebSockets/20 Server</i>',
];

/** Words that only the inside of the server knows; looked for in whatever is not an answer to a proper request. */
export const internalWords =
	/\n\s+at |node:|node_modules|\bfile:|\.(?:ts|mjs|cjs)\b|\/(?:home|work|usr|tmp|var|opt|root)\/|[A-Z][A-Za-z]*Error\b|\bstack\b|\bselect\b.+\bfrom\b|\binsert into\b|\bdelete from\b|\bduplicate key\b|\bviolates\b|\bsyntax error\b|\brelation "|\bcolumn "|\binvalid input syntax\b|pglite|postgres|kysely|\bzod\b|\btrpc\b|xstate|\bpino\b|argon2|ECONN|ENOENT|EPIPE|Cannot read prop|is not a function|is not iterable|undefined|\[object|Unexpected token|in JSON at/i;
