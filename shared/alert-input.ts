/** The schemas of what the alerts page and a link from a mail send. */
import { z } from 'zod';
import { memberAlertKinds } from './alert-preferences.ts';
import { clientId, siteId } from './input.ts';

function isZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}

const distinct = <T>(values: readonly T[]): boolean => new Set(values).size === values.length;
const minute = z
	.int()
	.min(0)
	.max(24 * 60 - 1);

const hours = z.object({
	zone: z.string().min(1).max(64).refine(isZone, 'zone'),
	days: z.array(z.int().min(0).max(6)).min(1).max(7).refine(distinct, 'twice'),
	from: minute,
	to: minute,
});

const token = z.string().max(200);

export const alertsInput = {
	update: z.object({
		mail: z.boolean(),
		push: z.boolean(),
		kinds: z.array(z.enum(memberAlertKinds)).max(memberAlertKinds.length).refine(distinct, 'twice'),
		sites: z.union([z.literal('all'), z.array(siteId).max(500).refine(distinct, 'twice')]),
		hours: hours.nullable(),
		onlyUnattended: z.boolean(),
	}),
	link: z.object({ token }),
	takeOver: z.object({ token, clientId }),
} as const;
