/** One tRPC instance a router, one formatter: a code from the closed list and its safe details leave, nothing else. */

import { initTRPC, type TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server';
import { z } from 'zod';
import {
	BatonError,
	type ErrorCode,
	type ErrorDetail,
	errorCodes,
	type WireError,
	wireErrorOf,
} from '../../shared/errors.ts';
import type { MemberContext, VisitorContext } from './context.ts';

const trpcCodes: Readonly<Record<number, TRPC_ERROR_CODE_KEY>> = {
	400: 'BAD_REQUEST',
	401: 'UNAUTHORIZED',
	403: 'FORBIDDEN',
	404: 'NOT_FOUND',
	409: 'CONFLICT',
	410: 'NOT_FOUND',
	429: 'TOO_MANY_REQUESTS',
	500: 'INTERNAL_SERVER_ERROR',
	502: 'BAD_GATEWAY',
	503: 'SERVICE_UNAVAILABLE',
};

/** What is thrown at the edge for a refusal or a fault. */
export function errorOf(code: ErrorCode, detail: ErrorDetail = {}): TRPCError {
	return new TRPCError({
		code: trpcCodes[errorCodes[code].status] ?? 'INTERNAL_SERVER_ERROR',
		message: code,
		cause: new BatonError(code, detail),
	});
}

/** The first wrong field of an input that did not parse. */
function fieldOf(cause: unknown): string | undefined {
	return cause instanceof z.ZodError ? cause.issues[0]?.path.join('.') : undefined;
}

function wireOf(error: TRPCError): WireError {
	if (error.cause instanceof BatonError) return wireErrorOf(error.cause.code, error.cause.detail);
	switch (error.code) {
		case 'BAD_REQUEST':
		case 'PARSE_ERROR':
			return wireErrorOf('input.invalid', { field: fieldOf(error.cause) });
		case 'NOT_FOUND':
		case 'METHOD_NOT_SUPPORTED':
			return wireErrorOf('not-found');
		case 'PAYLOAD_TOO_LARGE':
			return wireErrorOf('input.invalid');
		default:
			return wireErrorOf('internal');
	}
}

const options = {
	// The default follows NODE_ENV, and anything but `production` sends stack traces.
	isDev: false,
	errorFormatter: ({ shape, error }: { readonly shape: { readonly code: number }; readonly error: TRPCError }) => {
		const baton = wireOf(error);
		return { code: shape.code, message: baton.code, data: { baton } };
	},
} as const;

export const visitorTrpc = initTRPC.context<VisitorContext>().create(options);
export const memberTrpc = initTRPC.context<MemberContext>().create(options);
