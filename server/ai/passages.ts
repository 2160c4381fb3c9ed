/** Cuts an article into pieces that can stand as an answer, and makes of each what search compares. */
import type { IndexedPassage } from './ports.ts';
import { stemsOf } from './stem.ts';
import { isStopWord, wordsOf } from './words.ts';

/** UTF-16 units. A passage is about as long as a person reads in a chat. */
const goodLength = 280;
const longest = 700;

const blocksOf = (text: string): readonly string[] =>
	text
		.replace(/\r\n?/g, '\n')
		.split(/\n\s*\n/)
		.map((block) => block.trim())
		.filter((block) => block !== '');

/** Ends of sentences, then of lines; a word longer than the bound is cut anywhere between code points. */
function pieces(block: string): readonly string[] {
	if (block.length <= longest) return [block];
	const sentences = block.split(/(?<=[.!?…]["”»)]?)\s+(?=[\p{Lu}\p{N}"“„«(])|\n+/u);
	return sentences.flatMap((sentence) => (sentence.length <= longest ? [sentence] : byWords(sentence)));
}

function byWords(sentence: string): readonly string[] {
	const found: string[] = [];
	let piece = '';
	const close = () => {
		if (piece !== '') found.push(piece);
		piece = '';
	};
	for (const word of sentence.split(/\s+/)) {
		if (piece.length + word.length >= longest) close();
		piece = piece === '' ? word : `${piece} ${word}`;
		while (piece.length > longest) {
			const points = Array.from(piece);
			const head = points.slice(0, longest / 2).join('');
			found.push(head);
			piece = piece.slice(head.length);
		}
	}
	close();
	return found;
}

/** A heading, or a sentence that promises a list, belongs to what follows. */
const leadsOn = (piece: string): boolean => piece.length < 80 && !/[.!?…]["”»)]?$/.test(piece);

/** Paragraphs, short ones together with the next, long ones cut at sentences; at most `longest` units each. */
export function passagesOf(body: string): readonly string[] {
	const found: string[] = [];
	let open = '';
	for (const block of blocksOf(body)) {
		const parts = pieces(block);
		parts.forEach((part, index) => {
			const joint = index === 0 ? '\n\n' : ' ';
			const joined = open === '' ? part : `${open}${joint}${part}`;
			const roomy = joined.length <= goodLength || (leadsOn(open) && joined.length <= longest);
			if (open === '' || roomy) {
				open = joined;
				return;
			}
			found.push(open);
			open = part;
		});
	}
	if (open !== '') found.push(open);
	return found;
}

const termsOf = (text: string): string =>
	wordsOf(text)
		.filter((word) => !isStopWord(word))
		.flatMap((word) => Object.values(stemsOf(word)))
		.join(' ');

/** All passages of an article. The title stands in each of them, so that each is found by it. */
export function indexArticle(title: string, body: string): readonly IndexedPassage[] {
	const titleTerms = termsOf(title);
	return passagesOf(body).map((text) => ({
		text,
		titleTerms,
		textTerms: termsOf(text),
		words: [...new Set([...wordsOf(title), ...wordsOf(text)])],
	}));
}
