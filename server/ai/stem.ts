/**
 * Light stemmers: they cut endings so that the forms of one word meet, and know no dictionary. Words come in folded
 * (`words.ts`). What they return is no word for people; it only has to be the same for *cena*, *cenas* and *cenām*.
 */
import type { Language } from '../../shared/text/language.ts';

const vowel = /[aeiouy]/;
const longestFirst = (endings: string): readonly string[] =>
	endings
		.trim()
		.split(/\s+/)
		.sort((a, b) => b.length - a.length);

const cut = (word: string, ending: string): string => word.slice(0, word.length - ending.length);

/** The word without the longest of these endings that leaves at least `least` letters with a vowel among them. */
function withoutEnding(word: string, endings: readonly string[], least: number): string {
	for (const ending of endings) {
		if (!word.endsWith(ending)) continue;
		const stem = cut(word, ending);
		if (stem.length >= least && vowel.test(stem)) return stem;
	}
	return word;
}

/** A map, because a visitor's words are looked up in it and "constructor" is one of them. */
const irregular: ReadonlyMap<string, string> = new Map(
	Object.entries({
		bought: 'buy',
		paid: 'pay',
		sent: 'send',
		sold: 'sell',
		children: 'child',
		women: 'woman',
		men: 'man',
		feet: 'foot',
		cheaper: 'cheap',
		cheapest: 'cheap',
		bigger: 'big',
		biggest: 'big',
		longer: 'long',
		broke: 'break',
		broken: 'break',
		chose: 'choose',
		chosen: 'choose',
		lost: 'lose',
		used: 'use',
		using: 'use',
	}),
);

function singular(word: string): string {
	if (word.length < 4 || !word.endsWith('s') || /(ss|us|is)$/.test(word)) return word;
	if (word.endsWith('ies') && word.length > 4) return `${cut(word, 'ies')}y`;
	if (/(ss|x|ch|sh|zz)es$/.test(word)) return cut(word, 'es');
	return cut(word, 's');
}

const englishEndings = longestFirst('ation ment able ably ing ed ly');
const englishLeast: Readonly<Record<string, number>> = { ation: 5, able: 5, ably: 5, ly: 4 };

export function stemEnglish(word: string): string {
	const known = irregular.get(word);
	let stem = singular(known ?? word).replace(/(?<=\p{L}{2})ied$/u, 'y');
	for (const ending of englishEndings) {
		if (!stem.endsWith(ending) || stem.endsWith('eed')) continue;
		const rest = cut(stem, ending);
		if (rest.length < (englishLeast[ending] ?? 3) || !vowel.test(rest)) continue;
		stem = rest;
		break;
	}
	// "price" and "pricing", "delivery" and "deliver", "sell" and "selling" meet here.
	if (stem.length > 3 && stem.endsWith('e')) stem = cut(stem, 'e');
	if (stem.length > 5 && /[^aeiou]y$/.test(stem)) stem = cut(stem, 'y');
	if (stem.length > 3 && /([^aeiou])\1$/.test(stem)) stem = stem.slice(0, -1);
	return stem;
}

/** Cases of nouns and adjectives with the definite ones, then tenses, moods and participles of verbs. */
const latvianEndings = longestFirst(`
	a as ai am ah u i is im iem ies us os o um e es ei em s
	ais aja ajam ajai ajas ajiem ajos ajo ie ia
	t at et it ot ut ties aties eties ities oties
	jam jat iet tu tos
	dams dama dami damas usi usas ussi ams ama amas ami amu
`);
/** The future: only after a long enough root, for *mēnešu* and *krāsu* end so too. */
const latvianFutures = longestFirst('asu isu esu osu asim asiet isim isiet esim esiet osim osiet asies isies esies');

/** Nouns made of verbs, and verbs of nouns: *maksājums*, *maksāšana* and *maksāt* are one matter. */
const latvianMakers = longestFirst(`
	asan isan osan ajum ejum ijum acij ataj etaj itaj otaj
	at et it ot aj ej ij oj
`);

export function stemLatvian(whole: string): string {
	// *jāmaksā*: one has to pay. *jauns* and *jaka* keep theirs.
	const word = whole.replace(/^ja(?!u)(?=\p{L}{5})/u, '');
	const future = withoutEnding(word, latvianFutures, 4);
	let stem = future === word ? withoutEnding(word, latvianEndings, 3) : future;
	// *-šana*: *atcelšana* is *atcel-*, but the š of *atgriešana* belongs to its root *atgriez-*.
	if (/[^i]esan$/.test(stem) && stem.length > 6) stem = cut(stem, 'esan');
	else if (/[lmnr]san$/.test(stem)) stem = cut(stem, 'san');
	else if (/iesan$/.test(stem) && stem.length > 7) stem = cut(stem, 'an');
	for (let cuts = 0; cuts < 2; cuts += 1) stem = withoutEnding(stem, latvianMakers, 3);
	if (stem.length > 3 && stem.endsWith('j')) stem = cut(stem, 'j');
	while (stem.length > 3 && /[aeiou]$/.test(stem)) stem = stem.slice(0, -1);
	// *atvērts* beside *atvērt*, *atgriezta* beside *atgriezt*.
	if (stem.length > 5 && /[rz]t$/.test(stem)) stem = cut(stem, 't');
	// Softening: *piegāde* and *piegāžu*, *karte* and *karšu*. The shortest roots keep their last letter apart.
	return stem.length > 3 ? stem.replace(/[dtz]$/, 's') : stem;
}

/** One word as the search compares it: both stems, marked with their language so that one never meets the other. */
export function stemsOf(word: string): Readonly<Record<Language, string>> {
	return { en: `en${stemEnglish(word)}`, lv: `lv${stemLatvian(word)}` };
}
