/** Hands a late answer to the outbox: the same answer twice is one letter (I17), so whoever is not sure asks again. */

import type { Outbox } from '../outbox/ports.ts';
import type { LateAnswerMail, LateMail } from '../rpc/ports.ts';

/** A letter that comes after this is of no use to anybody. */
const expiresAfterMs = 7 * 24 * 60 * 60_000;

export function createLateMail(outbox: Pick<Outbox, 'enqueue'>): LateMail {
	return {
		async send({ siteId, sessionId, seq, to, mail }) {
			const payload: LateAnswerMail = mail;
			await outbox.enqueue([
				{
					key: `${sessionId}/${seq}/late-answer`,
					channel: 'mail',
					target: to,
					siteId,
					about: 'late-answer',
					payload,
					expiresAfterMs,
				},
			]);
		},
	};
}
