/**
 * Finds the passage that answers a question, or says that none does. Postgres hands over the candidates; here they are
 * weighed: rare words count more than common ones, a title more than a text, the owner's own word more than a synonym.
 */
import type { Language } from '../../shared/text/language.ts';
import { languageOf } from './language.ts';
import type { FoundPassage } from './ports.ts';
import { stemsOf } from './stem.ts';
import { meantBy, namesMatter, synonymsOf } from './synonyms.ts';
import { fold, isStopWord, weakWords, wordsOf } from './words.ts';

/** One word of a question, as it may stand in an article. */
export interface Wanted {
	readonly word: string;
	readonly terms: readonly string[];
	readonly synonyms: readonly string[];
	/** 1; more for what people ask shops about, less for a word that narrows little or that was corrected. */
	readonly weight: number;
}

// All tuned on the questions of two made-up sites in both languages (tests/ai/questions.ts, dentist.ts).
const weakWeight = 0.25;
/** What people ask businesses about, such as delivery, says more than what it is about, such as a jacket. */
const matterWeight = 1.6;
/** A synonym in the text, and in the title. */
const synonymWorth = 0.5;
const titleSynonymWorth = 0.55;
/** What a word is worth in the title beside in the text. */
const titleWorth = 1.6;
/** A passage in the language of the question goes before the same in another. */
const sameLanguage = 1.15;
/** What the text adds where the title has the word already. */
const agreement = 0.4;
/** What a word of the question before is worth to a follow-up. */
const beforeWeight = 0.5;
/** For a title that is asked for as a whole: "Prices" is more about prices than "Delivery: price and time". */
const titleBonus = 0.5;
/** What a passage loses that has only some of the words, however rare. */
const alone = 0.25;
/** More words than this are a story; the rarest of them tell what it is about. */
export const mostWanted = 16;

export function wantedOf(word: string, language: Language | null, weight = 1): Wanted {
	const stems = stemsOf(word);
	const terms = language === null ? [...new Set(Object.values(stems))] : [stems[language]];
	return {
		word,
		terms,
		synonyms: terms.flatMap((term) => synonymsOf(term)),
		weight: weight * (weakWords.has(word) ? weakWeight : terms.some(namesMatter) ? matterWeight : 1),
	};
}

/** One matter that goes by several words. */
function anyOf(words: readonly string[], language: Language | null): Wanted {
	const all = words.map((word) => wantedOf(word, language));
	return {
		word: words[0] ?? '',
		terms: all.flatMap(({ terms }) => terms),
		synonyms: all.flatMap(({ synonyms }) => synonyms),
		weight: Math.max(...all.map(({ weight }) => weight)),
	};
}

const overlap = (some: readonly string[], others: readonly string[]): boolean =>
	some.some((one) => others.includes(one));

/** What a question is about, each matter once. Empty: it says nothing that could be looked up. */
export function wantedIn(question: string, told: Language | null = null): readonly Wanted[] {
	const language = languageOf(question) ?? told;
	let found: readonly Wanted[] = [];
	const words = wordsOf(question).filter((word) => !isStopWord(word) && word.length > 1);
	for (const word of new Set(words)) {
		const wanted = wantedOf(word, language);
		if (!found.some(({ terms }) => overlap(terms, wanted.terms))) found = [...found, wanted];
	}
	for (const word of meantBy(fold(question))) {
		const meant = anyOf(word.split('|'), language);
		// "How much does it cost" names one matter, not two: what the idiom stands for joins what was said.
		const same = found.find(({ terms, synonyms }) => overlap([...terms, ...synonyms], meant.terms));
		if (same === undefined) found = [...found, meant];
		else found = found.map((one) => (one === same ? { ...one, terms: [...one.terms, ...meant.terms] } : one));
	}
	return found.slice(0, mostWanted);
}

/** A follow-up is about what was asked before, but above all about its own words. */
export function wantedAfter(before: string, question: string): readonly Wanted[] {
	const own = wantedIn(question);
	const language = languageOf(question);
	const told = wantedIn(before, language)
		.filter((wanted) => !own.some(({ terms }) => overlap(terms, wanted.terms)))
		.map((wanted) => ({ ...wanted, weight: wanted.weight * beforeWeight }));
	return [...own, ...told].slice(0, mostWanted);
}

/** How rarely a word occurs: 0 nowhere near it, about 5 for one passage in a hundred. */
export const rarity = (passages: number, of: number): number => Math.log(1 + passages / (1 + of));

type Readable = Pick<FoundPassage, 'title' | 'text'>;

export interface Weight {
	/** 0 … about 1.5: the share of the question that the passage speaks of. */
	readonly score: number;
	/** How many of the question's words it has, synonyms included. */
	readonly hits: number;
	/** How many of them, weak ones and synonyms aside, are in the title. */
	readonly titleHits: number;
	readonly inTitle: boolean;
}

const termsIn = (text: string): ReadonlySet<string> =>
	new Set(wordsOf(text).flatMap((word) => Object.values(stemsOf(word))));

const worth = (wanted: Wanted, terms: ReadonlySet<string>, synonym: number): number => {
	if (wanted.terms.some((term) => terms.has(term))) return 1;
	return wanted.synonyms.some((term) => terms.has(term)) ? synonym : 0;
};

export interface Rated extends Wanted {
	readonly rarity: number;
}

/** How much of a title was asked for, 0 … 1. */
function titleShare(title: string, question: readonly Wanted[]): number {
	const words = wordsOf(title).filter((word) => !isStopWord(word));
	if (words.length === 0) return 0;
	const asked = words.map((word) =>
		Math.max(0, ...question.map((wanted) => worth(wanted, termsIn(word), synonymWorth))),
	);
	return asked.reduce((sum, value) => sum + value, 0) / words.length;
}

export function weigh<P extends Readable>(
	passage: P,
	question: readonly Rated[],
	language: Language | null,
): P & Weight {
	const title = termsIn(passage.title);
	const text = termsIn(passage.text);
	const ofTitle = titleShare(passage.title, question);
	let found = 0;
	let whole = 0;
	let hits = 0;
	let titleHits = 0;
	let inTitle = false;
	for (const wanted of question) {
		const importance = wanted.weight * wanted.rarity;
		whole += importance;
		const there = worth(wanted, title, titleSynonymWorth);
		const inText = worth(wanted, text, synonymWorth);
		// A title stands over all passages of its article; the one that says the word itself goes first.
		const value = Math.max(titleWorth * there, inText) + (there > 0 ? agreement * inText : 0);
		if (there === 1) inTitle = true;
		if (there === 1 && wanted.weight > weakWeight) titleHits += 1;
		if (value > 0 && wanted.weight > weakWeight) hits += 1;
		found += importance * value;
	}
	const share = whole === 0 ? 0 : found / whole;
	const strong = question.filter((wanted) => wanted.weight > weakWeight).length;
	const together = 1 - alone + (alone * hits) / Math.max(1, strong);
	const own = language !== null && languageOf(`${passage.title}\n${passage.text}`) === language;
	const score = share * together * (1 + titleBonus * ofTitle) * (own ? sameLanguage : 1);
	return { ...passage, score: found === 0 ? 0 : score, hits, titleHits, inTitle };
}

/** The passage speaks of something that the question names. */
export function mentions(passage: Readable, question: readonly Wanted[]): boolean {
	const terms = termsIn(`${passage.title}\n${passage.text}`);
	return question.some((wanted) => worth(wanted, terms, synonymWorth) > 0);
}

/** The sentence of a text that speaks most of the question; null: none does. */
export function sentenceOn(text: string, question: readonly Wanted[]): string | null {
	const sentences = text.split(/(?<=[.!?…])\s+|\n+/u).filter((sentence) => sentence !== '');
	const rated = question.map((wanted) => ({ ...wanted, rarity: 1 }));
	const [best] = sentences
		.map((sentence) => ({ sentence, score: weigh({ title: '', text: sentence }, rated, null).score }))
		.sort((a, b) => b.score - a.score);
	return best !== undefined && best.score > 0 ? best.sentence : null;
}

/** Below this the honest answer is "I don't know". Two words that agree, or a title, need a smaller share of a long question. */
export function answers({ score, hits, titleHits, inTitle }: Weight): boolean {
	// Nothing but words that say little: then the title must be about them.
	if (hits === 0) return inTitle && score >= 0.9;
	if (titleHits > 1) return score >= 0.25;
	if (hits > 1) return score >= (titleHits > 0 ? 0.4 : 0.45);
	return score >= (titleHits > 0 ? 0.5 : 0.55);
}

/** Steps from one word to the other: a letter added, lost, changed, or two neighbours swapped. Stops beyond `most`. */
export function typingErrors(one: string, other: string, most: number): number {
	if (Math.abs(one.length - other.length) > most) return most + 1;
	let before: number[] = [];
	let previous = Array.from({ length: other.length + 1 }, (_, column) => column);
	for (let row = 1; row <= one.length; row += 1) {
		const current = [row];
		for (let column = 1; column <= other.length; column += 1) {
			const same = one[row - 1] === other[column - 1];
			const changed = (previous[column - 1] ?? 0) + (same ? 0 : 1);
			const moved = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
			const swaps = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
			const swapped = swaps ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
			current.push(Math.min(changed, moved, swapped));
		}
		before = previous;
		previous = current;
	}
	return previous[other.length] ?? most + 1;
}

/** The known word that was meant, or null. Short words are too close to each other to guess. */
export function meantWord(typed: string, known: Iterable<string>): string | null {
	if (typed.length < 4 || /\d/.test(typed)) return null;
	const most = typed.length < 9 ? 1 : 2;
	let best: { readonly word: string; readonly errors: number } | null = null;
	for (const word of known) {
		if (word.length < 4 || isStopWord(word)) continue;
		const errors = typingErrors(typed, word, most);
		// The first letter is seldom wrong; words that differ there are different words.
		if (errors > most || typed[0] !== word[0] || (best !== null && errors >= best.errors)) continue;
		best = { word, errors };
	}
	return best?.word ?? null;
}
