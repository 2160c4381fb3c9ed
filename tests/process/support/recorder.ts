/** What clients asked for and what they were told, so that it can be held against the transcript afterwards. */
import type { Ack } from '../../../shared/entry.ts';
import type { WireError } from '../../../shared/errors.ts';
import type { ClientId } from '../../../shared/ids.ts';
import { failureOf } from '../../../shared/live/failure.ts';
import { newClientId } from '../../support/clients.ts';

export type Who = 'visitor' | 'agent';
export type Verb = 'say' | 'takeOver' | 'reply' | 'release';

export interface Command {
	readonly who: Who;
	readonly verb: Verb;
	readonly text: string;
	readonly clientId: ClientId;
	/** Null: nobody knows. */
	outcome: { readonly ack: Ack } | { readonly refused: WireError } | null;
	/** Answers that never came. */
	unknown: number;
}

export class Refused extends Error {
	readonly error: WireError;
	constructor(error: WireError) {
		super(`refused: ${error.code}`);
		this.error = error;
	}
}

export interface Recorder {
	readonly commands: readonly Command[];
	/** In the order in which the acks came. */
	readonly acked: readonly Command[];
	/** Asks under one client id until there is an answer, as a composer does; throws `Refused` for one that is final. */
	command(who: Who, verb: Verb, text: string, ask: (clientId: ClientId) => Promise<Ack>): Promise<Ack>;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Asks until an answer comes, whatever happens to the socket. */
export async function insist<T>(ask: () => Promise<T>, lost: () => void = () => {}): Promise<T> {
	for (;;) {
		try {
			return await ask();
		} catch (error) {
			const failure = failureOf(error);
			if (failure.kind === 'stopped') throw error;
			if (failure.kind === 'refused' && !failure.error.retryable) throw new Refused(failure.error);
			if (failure.kind === 'lost') lost();
			await pause(failure.kind === 'refused' ? (failure.error.retryAfterMs ?? 100) : 20);
		}
	}
}

export function createRecorder(): Recorder {
	const commands: Command[] = [];
	const acked: Command[] = [];
	return {
		commands,
		acked,
		async command(who, verb, text, ask) {
			const command: Command = { who, verb, text, clientId: newClientId(), outcome: null, unknown: 0 };
			commands.push(command);
			try {
				const ack = await insist(
					() => ask(command.clientId),
					() => {
						command.unknown += 1;
					},
				);
				command.outcome = { ack };
				acked.push(command);
				return ack;
			} catch (error) {
				if (error instanceof Refused) command.outcome = { refused: error.error };
				throw error;
			}
		},
	};
}
