/** What a tRPC socket says: results and errors in the wire's words. An answer that can't be made is replaced, never left out. */
import {
	type AnyTRPCRouter,
	getTRPCErrorFromUnknown,
	getTRPCErrorShape,
	isTrackedEnvelope,
	type TRPCError,
	type TRPCProcedureType,
} from '@trpc/server';
import { type JSONRPC2, TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { readyStates, type Socket } from './socket.ts';

export interface TrpcFault {
	readonly error: TRPCError;
	readonly path: string | undefined;
	readonly type: TRPCProcedureType | 'unknown';
}

/** Whom an answer is for: a call, or nobody in particular (`id` null) where the frame named none. */
export interface Asked {
	readonly id: JSONRPC2.RequestId;
	readonly jsonrpc?: '2.0' | undefined;
	readonly type: TRPCProcedureType | 'unknown';
	readonly path: string | undefined;
	readonly input: unknown;
}

export const nobody: Asked = { id: null, type: 'unknown', path: undefined, input: undefined };

export interface Replies {
	/** Throws what JSON does not take. */
	data(asked: Asked, value: unknown): void;
	started(asked: Asked): void;
	stopped(asked: Asked): void;
	/** Tells the observer, then the client. */
	failed(asked: Asked, cause: unknown): void;
	/** Tells the observer only. */
	report(asked: Pick<Asked, 'path' | 'type'>, cause: unknown): void;
}

export interface RepliesDeps {
	readonly router: AnyTRPCRouter;
	readonly socket: Socket;
	readonly onError: (fault: TrpcFault) => void;
	/** For the error formatter, once there is one. */
	readonly context: () => unknown;
}

/** Says nothing of the error, which the formatter that broke would have hidden. */
const unspeakable = {
	code: TRPC_ERROR_CODES_BY_KEY.INTERNAL_SERVER_ERROR,
	message: 'Internal server error',
	data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500 },
};

export function createReplies({ router, socket, onError, context }: RepliesDeps): Replies {
	function send(message: object): void {
		// What is made after the end is made for nobody.
		if (socket.readyState === readyStates.open) socket.send(JSON.stringify(message));
	}

	function report({ path, type }: Pick<Asked, 'path' | 'type'>, cause: unknown): TRPCError {
		const error = getTRPCErrorFromUnknown(cause);
		try {
			onError({ error, path, type });
		} catch {
			// Whom we would tell is who has failed.
		}
		return error;
	}

	return {
		data({ id, jsonrpc }, value) {
			if (!isTrackedEnvelope(value)) return send({ id, jsonrpc, result: { type: 'data', data: value } });
			const [eventId, data] = value;
			// The id stands twice: one for the client's resume point, one for whoever listens.
			send({ id, jsonrpc, result: { type: 'data', data: { id: eventId, data }, id: eventId } });
		},
		started: ({ id, jsonrpc }) => send({ id, jsonrpc, result: { type: 'started' } }),
		stopped: ({ id, jsonrpc }) => send({ id, jsonrpc, result: { type: 'stopped' } }),
		failed(asked, cause) {
			const { id, jsonrpc, ...call } = asked;
			const error = report(call, cause);
			try {
				const shape: unknown = getTRPCErrorShape({ config: router._def._config, error, ctx: context(), ...call });
				send({ id, jsonrpc, error: shape });
			} catch (broken) {
				report(call, broken);
				send({ id, jsonrpc, error: unspeakable });
			}
		},
		report,
	};
}
