/** What a letter or a push message to a member is made of. */
import { z } from 'zod';
import { alertKinds } from '../../shared/alert.ts';
import { memberId, sessionId, siteId } from '../../shared/input.ts';

export const alertPayload = z.object({
	kind: z.literal('alert'),
	memberId,
	alert: z.enum(alertKinds),
	siteId,
	siteName: z.string(),
	sessionId,
	/** Wall clock, ms. */
	at: z.number(),
	country: z.string().nullable(),
	page: z.string(),
	why: z.string().nullable(),
	/** The visitor's words, shortened; empty: none. */
	text: z.string(),
	/** No more in this hour, though more may happen. */
	last: z.boolean(),
});
export type AlertPayload = z.input<typeof alertPayload>;

export const memberPayload = z.discriminatedUnion('kind', [
	alertPayload,
	z.object({ kind: z.literal('test'), memberId }),
	z.object({ kind: z.literal('reset'), memberId }),
]);
