/** What a push message says: the wire between whoever decides that somebody is told, and the worker that shows it. Pure. */
import { z } from 'zod';
import { cutText } from '../../shared/fold.ts';
import type { PushMessage } from '../../shared/push.ts';
import { mostPlainBytes } from './encrypt.ts';

/** A path of the dashboard and nothing else: what a tap opens. */
const path = z
	.string()
	.max(300)
	.regex(/^\/(?![/\\])[!-~]*$/);

/** The payload of a draft for this channel. */
export const pushPayload = z.object({
	title: z.string().max(300),
	/** May repeat what a visitor wrote. */
	body: z.string().max(8_000),
	/** Instead of `body` for members who want no visitor's words on their lock screen. */
	discreet: z.string().max(300),
	url: path,
	tag: z.string().max(100),
});
export type PushPayload = z.infer<typeof pushPayload>;

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

/** The message as it is encrypted; however long its words are in bytes, it fits. */
export function messageOf(payload: PushPayload, discreet: boolean): Buffer {
	const { title, body, url, tag } = payload;
	const shown = discreet ? payload.discreet : body;
	for (let units = bodyUnits; ; units = Math.floor(units / 2)) {
		const message: PushMessage = { title: plain(title, titleUnits), body: plain(shown, units), url, tag };
		const bytes = Buffer.from(JSON.stringify(message));
		if (bytes.length <= mostBytes || units < 2) return bytes;
	}
}
