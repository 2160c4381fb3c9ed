/** Asks as a composer does, and writes down what was asked and what was answered. */
import type { Ack } from '../../../shared/entry.ts';
import type { WireError } from '../../../shared/errors.ts';
import type { ClientId } from '../../../shared/ids.ts';
import { failureOf } from '../../../shared/live/failure.ts';
import type { Answer, Attempt, Op, Verb } from '../../chaos/history.ts';
import { newClientId } from '../../support/clients.ts';

export class Refused extends Error {
	readonly error: WireError;
	constructor(error: WireError) {
		super(`refused: ${error.code}`);
		this.error = error;
	}
}

export interface Recorder {
	readonly ops: readonly Op[];
	/** Asks under one client id until there is an answer; throws `Refused` for one that is final. */
	command(client: string, verb: Verb, text: string, ask: (clientId: ClientId) => Promise<Ack>): Promise<Ack>;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Asks until an answer comes, whatever happens to the socket. */
export async function insist<T>(ask: () => Promise<T>): Promise<T> {
	for (;;) {
		try {
			return await ask();
		} catch (error) {
			const failure = failureOf(error);
			if (failure.kind === 'stopped') throw error;
			if (failure.kind === 'refused' && !failure.error.retryable) throw new Refused(failure.error);
			await pause(failure.kind === 'refused' ? (failure.error.retryAfterMs ?? 100) : 20);
		}
	}
}

function answerOf(thrown: unknown): Answer {
	const failure = failureOf(thrown);
	return failure.kind === 'refused' ? failure : { kind: 'lost' };
}

export function createRecorder(): Recorder {
	const ops: Op[] = [];
	return {
		ops,
		command(client, verb, text, ask) {
			const attempts: Attempt[] = [];
			const clientId = newClientId();
			ops.push({ client, verb, clientId, sessionId: null, text, gen: null, attempts });
			return insist(async () => {
				const at = performance.now();
				const answered = (answer: Answer) => attempts.push({ at, answeredAt: performance.now(), answer });
				try {
					const ack = await ask(clientId);
					answered({ kind: 'ok', ack });
					return ack;
				} catch (thrown) {
					answered(answerOf(thrown));
					throw thrown;
				}
			});
		},
	};
}
