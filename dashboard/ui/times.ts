/** Times as people say them, in the reader's language and their browser's way of writing it. The caller brings the clock. */
import type { Language } from '../../shared/text/language.ts';

/** "en" of a British browser is "en-GB": 14:05, not 2:05 PM. */
export function localeTag(language: Language, wanted: readonly string[]): string {
	return wanted.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function cached<T>(make: (tag: string) => T): (language: Language) => T {
	const made = new Map<Language, T>();
	return (language) => {
		const known = made.get(language) ?? make(localeTag(language, navigator.languages ?? []));
		made.set(language, known);
		return known;
	};
}

const unit = (name: string) =>
	// British English would say "4 mins".
	cached((tag) => new Intl.NumberFormat(tag.slice(0, 2), { style: 'unit', unit: name, unitDisplay: 'short' }));

const relative = cached((tag) => new Intl.RelativeTimeFormat(tag, { style: 'short', numeric: 'auto' }));
const exact = cached((tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium' }));
const dateAlone = cached((tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }));
const clock = cached((tag) => new Intl.DateTimeFormat(tag, { timeStyle: 'short' }));
const dayAndClock = cached((tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' }));
const seconds = unit('second');
const minutes = unit('minute');
const hours = unit('hour');
const days = unit('day');

/** "now", "3 min ago", "yesterday". Ages under five seconds, and clocks that disagree, are "now". */
export function relativeTime(ageMs: number, language: Language): string {
	const format = relative(language);
	if (ageMs < 5_000) return format.format(0, 'second');
	if (ageMs < minute) return format.format(-Math.floor(ageMs / 1_000), 'second');
	if (ageMs < hour) return format.format(-Math.floor(ageMs / minute), 'minute');
	if (ageMs < day) return format.format(-Math.floor(ageMs / hour), 'hour');
	return format.format(-Math.floor(ageMs / day), 'day');
}

/** "42 sec", "8 min", "1 hr 5 min". */
export function spanOf(ms: number, language: Language): string {
	const span = Math.max(0, ms);
	if (span < minute) return seconds(language).format(Math.floor(span / 1_000));
	if (span < hour) return minutes(language).format(Math.floor(span / minute));
	if (span >= day) return days(language).format(Math.floor(span / day));
	const whole = hours(language).format(Math.floor(span / hour));
	const rest = Math.floor((span % hour) / minute);
	return rest === 0 ? whole : `${whole} ${minutes(language).format(rest)}`;
}

/** "0:24", "12:05", "1:02:00": what runs up or down before one's eyes. */
export function clockSpan(ms: number): string {
	const total = Math.max(0, Math.ceil(ms / 1_000));
	const two = (value: number) => String(value).padStart(2, '0');
	const [h, m, s] = [Math.floor(total / 3_600), Math.floor((total % 3_600) / 60), total % 60];
	return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export const exactTime = (at: number, language: Language): string => exact(language).format(at);

/** "26 November 2026", wherever the reader sits: for what has a date and no hour. */
export const dayOf = (at: number, language: Language): string => dateAlone(language).format(at);

/** "14:05" today, with the date on other days. */
export function timeOfDay(at: number, now: number, language: Language): string {
	const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
	return (sameDay ? clock : dayAndClock)(language).format(at);
}
