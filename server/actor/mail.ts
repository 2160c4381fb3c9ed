/** What a session's mailbox holds, and how it is answered where nothing was done. */
import type { SessionEvent } from '../session/events.ts';
import type { Refusal } from '../session/step.ts';
import type { Outcome } from './front.ts';

export interface Mail {
	/** Made when its turn comes: what goes wrong in making it is the session's own matter (I26). */
	readonly make: () => SessionEvent | 'look';
	/** For what a deadline rang: does it still stand by then? */
	readonly stands: () => boolean;
	readonly answer: (outcome: Outcome) => void;
	/** Takes the session even from a process that has it. */
	readonly claims: boolean;
}

export const always = (): boolean => true;
export const refused = (code: Refusal['code'], detail: Refusal['detail'] = {}): Outcome => ({
	ok: false,
	refusal: { code, detail },
});

/** What is tried on a session that was set aside before its time: a person's takeover, and its own bell. */
export const opensAgain: readonly SessionEvent['type'][] = ['agent.tookOver', 'agent.said', 'resumed'];
