/** What an answer means for a delivery. */
import { faultLine } from '../../shared/webhook.ts';
import type { Sent } from '../outbox/ports.ts';
import type { Posted } from './post.ts';

/** What only people can mend is not tried again within seconds; whoever has mended it does not wait for long either. */
const mendedByPeopleMs = 60_000;
const longestWaitMs = 60 * 60_000;
const lineUnits = 200;

/** The first line with something in it, without what a terminal or a page could stumble over. */
export function firstLine(text: string): string {
	const line = text.split(/[\r\n]+/).find((one) => one.trim() !== '') ?? '';
	return line
		.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
		.trim()
		.slice(0, lineUnits)
		.toWellFormed();
}

/** Telegram says it in JSON. */
function wordsOf(text: string): string {
	try {
		const parsed: unknown = JSON.parse(text);
		const said: unknown =
			typeof parsed === 'object' && parsed !== null && 'description' in parsed ? parsed.description : undefined;
		return firstLine(typeof said === 'string' ? said : text);
	} catch {
		return firstLine(text);
	}
}

/** Seconds or a date; undefined: neither. */
export function retryAfterMs(value: string, now: number): number | undefined {
	const text = value.trim();
	if (text === '') return undefined;
	const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
	return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestWaitMs) : undefined;
}

const failed = (error: string, more: { again?: boolean; retryAfterMs?: number | undefined } = {}): Sent => ({
	kind: 'failed',
	error,
	again: more.again ?? true,
	retryAfterMs: more.retryAfterMs,
});

/** `now`: wall clock, ms. */
export function verdictOf(posted: Posted, now: number): Sent {
	if (posted.kind === 'fault') {
		const slow = posted.fault === 'forbidden' ? { retryAfterMs: mendedByPeopleMs } : {};
		return failed(faultLine(posted.fault, posted.detail), slow);
	}
	const { status, text, retryAfter, location } = posted;
	if (status >= 200 && status < 300) return { kind: 'sent' };
	if (status === 410) return failed(faultLine('gone', wordsOf(text)), { again: false });
	if (status >= 300 && status < 400) {
		const to = firstLine(location);
		return failed(faultLine('redirect', to === '' ? String(status) : `${status}, ${to}`), {
			retryAfterMs: mendedByPeopleMs,
		});
	}
	const said = wordsOf(text);
	const error = faultLine('answered', said === '' ? String(status) : `${status}, ${said}`);
	if (status === 429 || status === 503) return failed(error, { retryAfterMs: retryAfterMs(retryAfter, now) });
	const theirs = status >= 500 || status === 408 || status === 425;
	return failed(error, theirs ? {} : { retryAfterMs: mendedByPeopleMs });
}
