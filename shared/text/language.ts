export const languages = ['en', 'lv'] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value);

/** The first of the wanted languages ("lv-LV", "de") that is shipped, else English. */
export function chooseLanguage(wanted: readonly string[]): Language {
	for (const tag of wanted) {
		const base = tag.toLowerCase().split('-')[0];
		if (isLanguage(base)) return base;
	}
	return 'en';
}
