/** The schemas of what is asked about webhooks. Browsers import this file's types only. */
import { z } from 'zod';
import { webhookIdOf } from './ids.ts';
import { line, siteId, uuid } from './input.ts';
import { languages } from './text/language.ts';
import { webhookFormats, webhookLimits } from './webhook.ts';

const webhookId = uuid.transform(webhookIdOf);
/** A web address, or a bot's token where Telegram is meant; the service looks closer. */
const url = line(webhookLimits.urlUnits).min(1);
const chatId = line(webhookLimits.chatIdUnits);
const events = z.object({
	'session-opened': z.boolean(),
	'human-asked': z.boolean(),
	'ai-failed': z.boolean(),
	'took-over': z.boolean(),
	released: z.boolean(),
	missed: z.boolean(),
	message: z.boolean(),
});

const one = { siteId, webhookId };

export const webhookInput = {
	create: z.object({ siteId, format: z.enum(webhookFormats), url, chatId, language: z.enum(languages), events }),
	one: z.object(one),
	update: z.object({
		...one,
		/** Absent: the stored one stays. */
		url: url.optional(),
		chatId: chatId.optional(),
		language: z.enum(languages).optional(),
		events: events.optional(),
		enabled: z.boolean().optional(),
	}),
	resend: z.object({ ...one, deliveryId: z.string().regex(/^[0-9A-Za-z_-]{1,64}$/) }),
} as const;
