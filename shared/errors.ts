/** The closed list of errors and refusals that may leave the server. One code, one status, one answer to "may I retry". */
export const errorCodes = {
	'input.invalid': { status: 400, retryable: false },
	'auth.required': { status: 401, retryable: false },
	'auth.credentials': { status: 401, retryable: false },
	'auth.link': { status: 410, retryable: false },
	'auth.origin': { status: 403, retryable: false },
	'auth.forbidden': { status: 403, retryable: false },
	'auth.taken': { status: 409, retryable: false },
	'plan.required': { status: 403, retryable: false },
	'not-found': { status: 404, retryable: false },
	'control.stale': { status: 409, retryable: false },
	'control.held': { status: 409, retryable: false },
	'control.not-held': { status: 409, retryable: false },
	'session.left': { status: 409, retryable: false },
	'session.not-open': { status: 409, retryable: false },
	'session.illegal': { status: 409, retryable: false },
	'session.set-aside': { status: 503, retryable: true },
	'message.conflict': { status: 409, retryable: false },
	'rate.limited': { status: 429, retryable: true },
	overload: { status: 503, retryable: true },
	'store.unavailable': { status: 503, retryable: true },
	'provider.failed': { status: 502, retryable: true },
	'demo.off': { status: 409, retryable: false },
	'limit.reached': { status: 409, retryable: false },
	internal: { status: 500, retryable: true },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly retryable: boolean }>>;

export type ErrorCode = keyof typeof errorCodes;

/** What an error may tell the other side besides its code. Never internal text. */
export interface ErrorDetail {
	readonly retryAfterMs?: number | undefined;
	/** Display name of the agent who holds the session. */
	readonly holder?: string | undefined;
	/** Current control number, so that a client can look again. */
	readonly gen?: number | undefined;
	/** Path of the field that was wrong, for `input.invalid`. */
	readonly field?: string | undefined;
}

export interface WireError extends ErrorDetail {
	readonly code: ErrorCode;
	readonly retryable: boolean;
}

/** A fault or a refusal on its way out. Domain code returns refusals as values; only edges throw this. */
export class BatonError extends Error {
	readonly code: ErrorCode;
	readonly detail: ErrorDetail;
	constructor(code: ErrorCode, detail: ErrorDetail = {}, cause?: unknown) {
		super(code, cause === undefined ? undefined : { cause });
		this.name = 'BatonError';
		this.code = code;
		this.detail = detail;
	}
}

export const isErrorCode = (value: unknown): value is ErrorCode =>
	typeof value === 'string' && Object.hasOwn(errorCodes, value);

export function wireErrorOf(code: ErrorCode, detail: ErrorDetail = {}): WireError {
	return { ...detail, code, retryable: errorCodes[code].retryable };
}
