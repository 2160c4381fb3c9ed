/** Mail as a way out: what is to be said is put into words at each attempt, and handed to the mail server. */
import { z } from 'zod';
import type { Channel, Delivery } from '../outbox/ports.ts';
import { escapeHtml, type Letter, lineOf } from './letter.ts';
import type { Postman } from './smtp.ts';

/** `refused`: nobody is to get it any more, in words for the log. */
export type Composed = Letter | { readonly refused: string };

/** Null: its payload is another one's. */
export type Compose = (delivery: Delivery) => Promise<Composed | null>;

export function createMailChannel(deps: { readonly postman: Postman; readonly compose: readonly Compose[] }): Channel {
	async function composed(delivery: Delivery): Promise<Composed> {
		for (const compose of deps.compose) {
			const letter = await compose(delivery);
			if (letter !== null) return letter;
		}
		return plainLetter(delivery);
	}

	return {
		kind: 'mail',
		async send(delivery, signal) {
			const letter = await composed(delivery);
			if ('refused' in letter) return { kind: 'failed', error: letter.refused, again: false };
			return deps.postman.send(letter, delivery.id, signal);
		},
	};
}

/** A letter that is in words already: `html` is made from the text where it is absent. */
export const plainPayload = z.object({
	subject: z.string().max(300),
	text: z.string().max(20_000),
	html: z.string().max(30_000).optional(),
});

function plainLetter({ target, payload }: Delivery): Composed {
	const parsed = plainPayload.safeParse(payload);
	if (!parsed.success) return { refused: 'This is no letter.' };
	const { subject, text, html = `<p>${escapeHtml(text).replaceAll(/\r?\n/g, '<br>')}</p>` } = parsed.data;
	return { to: target, subject: lineOf(subject), text, html };
}
