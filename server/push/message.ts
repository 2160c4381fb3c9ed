/** From what has happened to what a lock screen shows: the payload of a draft, and the message that the worker reads. Pure. */
import { z } from 'zod';
import { alertKinds, chatPath } from '../../shared/alert.ts';
import { cutText } from '../../shared/fold.ts';
import { sessionId, siteId } from '../../shared/input.ts';
import { type PushMessage, pushTagOf } from '../../shared/push.ts';
import type { Language } from '../../shared/text/language.ts';
import { mostPlainBytes } from './encrypt.ts';
import { pushWords } from './words.ts';

/** The payload of a draft for this channel; what else it holds is for others. */
export const pushPayload = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('alert'),
		alert: z.enum(alertKinds),
		siteId,
		siteName: z.string().max(1_000),
		sessionId,
		/** The visitor's words; empty: none. */
		text: z.string().max(16_000),
		/** No more in this hour, though more may happen. */
		last: z.boolean().optional(),
	}),
	z.object({ kind: z.literal('test') }),
]);
export type PushPayload = z.output<typeof pushPayload>;

/** Whose screen it is for. */
export interface Reader {
	readonly language: Language;
	/** Nothing that a visitor wrote is shown. */
	readonly discreet: boolean;
}

const titleUnits = 120;
const bodyUnits = 300;
/** Push services promise 4 KiB of ciphertext; what is shown is far shorter. */
const mostBytes = Math.min(3 * 1_024, mostPlainBytes);

/** Controls and the marks that turn text around: a notification is drawn by the system, without our own care for them. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

function plain(text: string, units: number): string {
	const line = text.replace(unseen, ' ').replace(/ {2,}/g, ' ').trim();
	return line.length <= units ? line : `${cutText(line, units - 1).trimEnd()}…`;
}

/** Two taps to control: the notification, then "Take over". */
function messageFor(payload: PushPayload, { language, discreet }: Reader, units: number): PushMessage {
	const words = pushWords[language];
	if (payload.kind === 'test') return { ...words.test, url: '/account/alerts', tag: 'baton-test' };
	const { alert, siteName, text, last = false } = payload;
	const said = text === '' ? words.silent : discreet ? words.discreet : plain(text, units);
	return {
		title: plain(`${words.kinds[alert]} · ${siteName}`, titleUnits),
		body: last ? `${said}\n${words.last}` : said,
		url: chatPath(payload.siteId, payload.sessionId, alert),
		tag: pushTagOf(payload.sessionId),
	};
}

/** As it is encrypted; however long its words are in bytes, it fits. */
export function messageOf(payload: PushPayload, reader: Reader): { readonly bytes: Buffer; readonly tag: string } {
	for (let units = bodyUnits; ; units = Math.floor(units / 2)) {
		const message = messageFor(payload, reader, units);
		const bytes = Buffer.from(JSON.stringify(message));
		if (bytes.length <= mostBytes || units < 2) return { bytes, tag: message.tag };
	}
}
