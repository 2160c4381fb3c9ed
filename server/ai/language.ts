import type { Language } from '../../shared/text/language.ts';
import { stopWords, wordsOf } from './words.ts';

const latvianLetters = /[āčēģīķļņšūž]/giu;

/** Common in questions and no word of the other language, though both lists hold words that say nothing. */
const telling = {
	en: new Set([
		'price',
		'delivery',
		'order',
		'return',
		'shipping',
		'hours',
		'open',
		'thanks',
		'human',
		'agent',
		'person',
	]),
	lv: new Set([
		'cena',
		'cenas',
		'maksa',
		'piegade',
		'preces',
		'pasutijums',
		'pasutijumu',
		'atgriezt',
		'darba',
		'laiks',
		'cilveks',
		'cilveku',
	]),
} as const;

/** Spelt alike in both lists, or close to it: they prove nothing. */
const shared = new Set([
	'a',
	'as',
	'es',
	'i',
	'in',
	'no',
	'par',
	'so',
	'ok',
	'us',
	'to',
	'te',
	'man',
	'nav',
	'plus',
	'may',
	'tur',
	'var',
	'ar',
	'am',
]);

const counts = (words: readonly string[], language: Language): number =>
	words.filter((word) => !shared.has(word) && (stopWords[language].has(word) || telling[language].has(word))).length;

/** The language of a text, or null when it does not say: "iPhone 15?" is in none. Marks weigh more than words. */
export function languageOf(text: string): Language | null {
	const words = wordsOf(text);
	const latvian = counts(words, 'lv') + 2 * (text.match(latvianLetters)?.length ?? 0);
	const english = counts(words, 'en');
	if (latvian === english) return null;
	return latvian > english ? 'lv' : 'en';
}
