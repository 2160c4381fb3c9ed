/** A forgotten password: a letter with a link to the address, if it is somebody's. Nothing tells the asker which. */
import type { Outbox } from '../outbox/ports.ts';
import type { AlertHouse } from './house.ts';

export interface ForgotDeps {
	readonly house: AlertHouse;
	readonly outbox: Outbox;
	readonly newId: () => string;
	/** By address, known or not. False: enough for now. */
	readonly mayAsk: (email: string) => boolean;
	readonly failed: (error: unknown) => void;
}

/** Somebody waits at the page for it: later it only surprises. */
const livesMs = 30 * 60_000;

/** Returns at once, whatever it finds: the answer must not take longer for an address that is known. */
export function createForgot({ house, outbox, newId, mayAsk, failed }: ForgotDeps): (email: string) => void {
	return (text) => {
		const email = text.trim().toLowerCase();
		const member = house.memberByEmail(email);
		if (!mayAsk(email) || member === null || member.disabled) return;
		const draft = {
			key: `reset/${member.id}/${newId()}`,
			channel: 'mail',
			target: member.email,
			siteId: null,
			about: 'password-reset',
			payload: { kind: 'reset', memberId: member.id },
			expiresAfterMs: livesMs,
		} as const;
		outbox.enqueue([draft]).catch(failed);
	};
}
