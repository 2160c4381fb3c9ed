/** What went wrong with a call, in the words of the product instead of tRPC's. */
import { TRPCClientError } from '@trpc/client';
import { errorCodes, isErrorCode, type WireError } from '../errors.ts';

/** The server closed the door (close code 45xx): nothing of this connection will be answered any more. */
export class StoppedError extends Error {
	readonly code: number;
	constructor(code: number) {
		super(`stopped ${code}`);
		this.name = 'StoppedError';
		this.code = code;
	}
}

export type Failure =
	/** The server said no; a retryable one may be asked again after `retryAfterMs`. */
	| { readonly kind: 'refused'; readonly error: WireError }
	/** The outcome is unknown: ask again under the same client id. */
	| { readonly kind: 'lost' }
	| { readonly kind: 'stopped'; readonly code: number };

function wireErrorIn(data: unknown): WireError | null {
	if (typeof data !== 'object' || data === null || !('baton' in data)) return null;
	const { baton } = data;
	if (typeof baton !== 'object' || baton === null || !('code' in baton)) return null;
	// A code that this build does not know comes from a newer server: no reason to try again blindly.
	const code = isErrorCode(baton.code) ? baton.code : 'internal';
	const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
	const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
	return {
		code,
		retryable: isErrorCode(baton.code) && errorCodes[code].retryable,
		retryAfterMs: 'retryAfterMs' in baton ? number(baton.retryAfterMs) : undefined,
		holder: 'holder' in baton ? text(baton.holder) : undefined,
		gen: 'gen' in baton ? number(baton.gen) : undefined,
		field: 'field' in baton ? text(baton.field) : undefined,
	};
}

/** Sorts whatever a tRPC call or subscription threw. */
export function failureOf(thrown: unknown): Failure {
	if (thrown instanceof StoppedError) return { kind: 'stopped', code: thrown.code };
	if (!(thrown instanceof TRPCClientError)) return { kind: 'lost' };
	if (thrown.cause instanceof StoppedError) return { kind: 'stopped', code: thrown.cause.code };
	const error = wireErrorIn(thrown.data);
	return error === null ? { kind: 'lost' } : { kind: 'refused', error };
}
