/** What is written down of an event until it has arrived: everything that a body or a text is made of, in no language yet. */
import { z } from 'zod';
import { alertKinds } from '../../shared/alert.ts';
import type { Alert } from '../outbox/ports.ts';

export const told = z.object({
	kind: z.enum([...alertKinds, 'test']),
	at: z.number(),
	site: z.object({ id: z.string(), name: z.string() }),
	/** Null: a test. */
	session: z.object({ id: z.string(), country: z.string().nullable(), page: z.string() }).nullable(),
	seq: z.number(),
	by: z.object({
		author: z.enum(['visitor', 'ai', 'agent', 'house']),
		name: z.string(),
		memberId: z.string().nullable(),
	}),
	why: z.string().nullable(),
	text: z.string(),
	/** `text` is only the beginning of what was written. */
	cut: z.boolean(),
});
export type Told = z.infer<typeof told>;

/** A payload has 32 KiB, and an answer of the AI alone may have 16: with quotes and line breaks it grows as JSON. */
const textJsonBytes = 20 * 1024;

const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/** The longest beginning that fits as JSON; never half a character. */
export function beginningOf(text: string, bytes: number): string {
	if (jsonBytes(text) <= bytes) return text;
	let low = 0;
	let high = text.length;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (jsonBytes(text.slice(0, middle)) <= bytes) low = middle;
		else high = middle;
	}
	return clip(text, low);
}

/** The first `units` UTF-16 units, less the half of a pair. */
export function clip(text: string, units: number): string {
	const cut = text.slice(0, units);
	return /[\ud800-\udbff]$/.test(cut) && text.length > units ? cut.slice(0, -1) : cut;
}

/** A database takes neither U+0000 nor half a pair, and what a model writes is anything. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '');

export function toldOf(alert: Alert): Told {
	const whole = storable(alert.text);
	const text = beginningOf(whole, textJsonBytes);
	return {
		kind: alert.kind,
		at: alert.at,
		site: { id: alert.siteId, name: alert.siteName },
		session: { id: alert.sessionId, country: alert.country, page: clip(storable(alert.page), 2_000) },
		seq: alert.seq,
		by: { ...alert.by },
		why: alert.why,
		text,
		cut: text.length < whole.length,
	};
}

export const testTold = (site: Told['site'], at: number): Told => ({
	kind: 'test',
	at,
	site,
	session: null,
	seq: 0,
	by: { author: 'house', name: '', memberId: null },
	why: null,
	text: '',
	cut: false,
});
