import type { TRPCError } from '@trpc/server';
import { BatonError, errorCodes } from '../../shared/errors.ts';

/** Whether an operator must hear of it: a refusal is an answer, not a fault. Services throw theirs as they are. */
export function isFault({ code, cause }: TRPCError): boolean {
	if (cause instanceof BatonError) return errorCodes[cause.code].status >= 500 && cause.cause !== undefined;
	return code === 'INTERNAL_SERVER_ERROR';
}
