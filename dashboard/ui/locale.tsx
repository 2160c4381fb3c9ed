/** The reader's language: typed dictionaries that load when they are needed, and `Intl` for numbers and names. */
import { type Accessor, createContext, createSignal, type ParentProps, useContext } from 'solid-js';
import type { Language } from '../../shared/text/language.ts';

/** The same sentences in every language, each language a file that is fetched when somebody reads it. */
export interface Texts<T> {
	load(language: Language): Promise<T>;
	/** Undefined until it is loaded. */
	peek(language: Language): T | undefined;
}

/**
 * Makes dictionaries out of their files; the type of one is the type of all, so a sentence that lacks in one language does
 * not compile. A lazy page is given its texts beside its own file (`page()` in `app.tsx`), so both are there when it renders.
 */
export function createTexts<T>(files: Readonly<Record<Language, () => Promise<T>>>): Texts<T> {
	const loaded = new Map<Language, T>();
	return {
		async load(language) {
			const known = loaded.get(language);
			if (known !== undefined) return known;
			const texts = await files[language]();
			loaded.set(language, texts);
			return texts;
		},
		peek: (language) => loaded.get(language),
	};
}

export interface Locale {
	readonly language: Accessor<Language>;
	/** Loads every dictionary in use first, so that no sentence is ever missing, then switches. */
	setLanguage(language: Language): Promise<void>;
	/** Loads a dictionary in the present language and keeps it in step with later ones. */
	use(texts: Texts<unknown>): Promise<void>;
}

export function createLocale(initial: Language): Locale {
	const [language, set] = createSignal(initial);
	const inUse = new Set<Texts<unknown>>();
	return {
		language,
		async setLanguage(next) {
			await Promise.all([...inUse].map((texts) => texts.load(next)));
			set(next);
			document.documentElement.lang = next;
		},
		async use(texts) {
			inUse.add(texts);
			await texts.load(language());
		},
	};
}

const LocaleContext = createContext<Locale>();

export function LocaleProvider(props: ParentProps<{ readonly locale: Locale }>) {
	return <LocaleContext.Provider value={props.locale}>{props.children}</LocaleContext.Provider>;
}

export function useLocale(): Locale {
	const locale = useContext(LocaleContext);
	if (locale === undefined) throw new Error('no locale above this component');
	return locale;
}

/** The dictionary in the reader's language; it must have been loaded by `Locale.use` before this renders. */
export function useTexts<T>(texts: Texts<T>): Accessor<T> {
	const { language } = useLocale();
	return () => {
		const dictionary = texts.peek(language());
		if (dictionary === undefined) throw new Error(`texts were not loaded in ${language()}`);
		return dictionary;
	};
}
