/** What went wrong with a call, in the words of the product instead of tRPC's. */
import { TRPCClientError } from '@trpc/client';
import type { ErrorCode, WireError } from '../errors.ts';

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

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The server's own words under `data.baton` (its error formatter). The table of codes stays on the server. */
function wireErrorIn(data: unknown): WireError | null {
	if (!isObject(data) || !('baton' in data) || !isObject(data.baton)) return null;
	const wire: Partial<Record<keyof WireError, unknown>> = data.baton;
	if (typeof wire.code !== 'string') return null;
	const { retryAfterMs, holder, gen, field } = wire;
	return {
		// A newer server may have codes that this build has no words for; they are handled as the rest.
		code: wire.code as ErrorCode,
		retryable: wire.retryable === true,
		retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : undefined,
		holder: typeof holder === 'string' ? holder : undefined,
		gen: typeof gen === 'number' ? gen : undefined,
		field: typeof field === 'string' ? field : undefined,
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
