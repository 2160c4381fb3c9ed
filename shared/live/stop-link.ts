/**
 * Stands before `wsLink`. tRPC ends subscriptions of a closed client as *complete* and connects again at the next call:
 * this link latches the stop, fails what runs and what comes with the typed reason, and says when data arrives.
 */
import { TRPCClientError, type TRPCLink } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import { StoppedError } from './failure.ts';

export interface StopLink<R extends AnyRouter> {
	readonly link: TRPCLink<R>;
	/** Fails every running and later call. The first code stays. */
	stop(code: number): void;
}

export function createStopLink<R extends AnyRouter>(onData: () => void): StopLink<R> {
	let stopped: TRPCClientError<R> | null = null;
	const running = new Set<(error: TRPCClientError<R>) => void>();
	return {
		link: () => (call) =>
			observable((observer) => {
				if (stopped !== null) {
					observer.error(stopped);
					return;
				}
				const fail = (error: TRPCClientError<R>): void => observer.error(error);
				running.add(fail);
				const upstream = call.next(call.op).subscribe({
					next(value) {
						// `started` and `state` say nothing about the other side's willingness.
						if (value.result.type === 'data' || value.result.type === undefined) onData();
						observer.next(value);
					},
					error: (error) => observer.error(error),
					complete: () => observer.complete(),
				});
				return () => {
					running.delete(fail);
					upstream.unsubscribe();
				};
			}),
		stop(code) {
			if (stopped !== null) return;
			const error = TRPCClientError.from<R>(new StoppedError(code));
			stopped = error;
			for (const fail of [...running]) fail(error);
		},
	};
}
