/**
 * Text of strangers and of models, cut into what may be drawn: words, line breaks, and links to http(s). Nothing else is
 * a link, and nothing is ever HTML. One pass over the text: no pattern that a hostile text could make slow.
 */

export type TextToken =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'break' }
	/** `href` is what is shown: a link never says one address and leads to another. */
	| { readonly kind: 'link'; readonly href: string };

const schemes = ['https://', 'http://'] as const;

/** Ends an address: white space, what belongs to markup, and marks that are invisible or turn the reading direction. */
const endsAddress = /[\s"<>\\^`{|}\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u;
/** Belongs to the sentence, not to the address, when it stands at the end. */
const trailing = new Set('.,;:!?\'"*_~…·«»“”‘’„');
/** Longer than any address that a person would follow. */
const longestAddress = 2_000;

function schemeAt(text: string, at: number): string | undefined {
	return schemes.find((scheme) => text.slice(at, at + scheme.length).toLowerCase() === scheme);
}

/** A letter or digit directly before it: part of a word, as in "xhttp://". */
const joinsWord = (text: string, at: number): boolean => at > 0 && /[\p{L}\p{N}_]/u.test(text.charAt(at - 1));

/** Where the address that starts at `at` ends; `at` itself when there is none. */
function addressEnd(text: string, at: number): number {
	const scheme = schemeAt(text, at);
	if (scheme === undefined || joinsWord(text, at)) return at;
	const from = at + scheme.length;
	let end = from;
	while (end < text.length && end - at < longestAddress) {
		const point = text.codePointAt(end) ?? 0;
		const letter = String.fromCodePoint(point);
		if (endsAddress.test(letter)) break;
		end += letter.length;
	}
	end = withoutTrail(text, from, end);
	const authority = /^[^/?#]*/.exec(text.slice(from, end))?.[0] ?? '';
	// A name before the host is how one address is dressed up as another: https://bank.example@evil.example
	const plain = authority !== '' && !authority.includes('@') && /^[\p{L}\p{N}[]/u.test(authority);
	return plain ? end : at;
}

/** Leaves out the sentence's own punctuation, and a closing bracket that was not opened within the address. */
function withoutTrail(text: string, from: number, to: number): number {
	let round = 0;
	let square = 0;
	for (let i = from; i < to; i++) {
		const letter = text[i];
		if (letter === '(') round += 1;
		else if (letter === ')') round -= 1;
		else if (letter === '[') square += 1;
		else if (letter === ']') square -= 1;
	}
	let end = to;
	for (; end > from; end--) {
		const letter = text.charAt(end - 1);
		if (letter === ')' && round < 0) round += 1;
		else if (letter === ']' && square < 0) square += 1;
		else if (!trailing.has(letter)) break;
	}
	return end;
}

/** Words without their line breaks; those become tokens. */
function addWords(tokens: TextToken[], text: string): void {
	text.split(/\r\n|[\n\r\u2028\u2029]/).forEach((line, index) => {
		if (index > 0) tokens.push({ kind: 'break' });
		if (line !== '') tokens.push({ kind: 'text', text: line });
	});
}

export function tokenize(text: string): readonly TextToken[] {
	const tokens: TextToken[] = [];
	let done = 0;
	for (let at = nextH(text, 0); at >= 0; at = nextH(text, at + 1)) {
		if (at < done) continue;
		const end = addressEnd(text, at);
		if (end === at) continue;
		addWords(tokens, text.slice(done, at));
		tokens.push({ kind: 'link', href: text.slice(at, end) });
		done = end;
	}
	addWords(tokens, text.slice(done));
	return tokens;
}

function nextH(text: string, from: number): number {
	for (let i = from; i < text.length; i++) {
		const code = text.charCodeAt(i) | 32;
		if (code === 104) return i;
	}
	return -1;
}
