import type { Language } from './language.ts';

/** One wording per plural category that the language has; `#` stands for the number. Latvian has a form for zero. */
export type Forms<C extends string> = Readonly<Record<C, string>>;

function createPlural<C extends Intl.LDMLPluralRule>(language: Language, fallback: C) {
	let rules: Intl.PluralRules | undefined;
	let digits: Intl.NumberFormat | undefined;
	return (count: number, forms: Forms<C>): string => {
		rules ??= new Intl.PluralRules(language);
		digits ??= new Intl.NumberFormat(language);
		const category = rules.select(count);
		const form = Object.hasOwn(forms, category) ? forms[category as C] : forms[fallback];
		return form.replace('#', digits.format(count));
	};
}

/** `pluralEn(2, { one: '# message', other: '# messages' })`. */
export const pluralEn = createPlural<'one' | 'other'>('en', 'other');
/** Latvian: zero for 0, 10–20, 30 …; one for 1, 21, 31 …; other for the rest. */
export const pluralLv = createPlural<'zero' | 'one' | 'other'>('lv', 'other');
