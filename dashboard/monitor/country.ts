/** Where a visitor is, for people's eyes. */
import type { Language } from '../../shared/text/language.ts';

/** Regional indicators spell a flag; a system without such glyphs shows two letters, so the code always stands beside it. */
export function flagOf(code: string): string {
	return String.fromCodePoint(...[...code].map((letter) => 0x1f1e6 + letter.charCodeAt(0) - 65));
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
