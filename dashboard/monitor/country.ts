/** Where a visitor is, for people's eyes. */
import type { Language } from '../../shared/text/language.ts';

/** Regional indicators spell a flag. Not every system has the glyphs, so the code always stands beside it. */
export function flagOf(code: string): string {
	return String.fromCodePoint(...Array.from(code, (letter) => 0x1f1e6 + letter.charCodeAt(0) - 65));
}

/** Where a flag is one glyph, it is narrower than its two letters; elsewhere it would repeat the code beside it. */
export function drawsFlags(widthOf: (text: string) => number): boolean {
	return widthOf(flagOf('LV')) < widthOf(flagOf('LV').slice(0, 2)) * 1.6;
}

let flagsDrawn: boolean | undefined;

/** Asked of the browser once. */
export function browserDrawsFlags(): boolean {
	if (flagsDrawn === undefined) {
		const pen = document.createElement('canvas').getContext('2d');
		flagsDrawn = pen !== null && drawsFlags((text) => pen.measureText(text).width);
	}
	return flagsDrawn;
}

const isCode = (code: string): boolean => /^[A-Z]{2}$/.test(code);
const names = new Map<Language, Intl.DisplayNames>();

/** Null: unknown. */
export function countryName(code: string | null, language: Language): string | null {
	if (code === null || !isCode(code)) return null;
	const known = names.get(language) ?? new Intl.DisplayNames(language, { type: 'region', fallback: 'code' });
	names.set(language, known);
	return known.of(code) ?? code;
}
