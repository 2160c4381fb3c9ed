/** What a simulated visitor is going to do, unless a person takes over. */
import type { Page } from '../../shared/card.ts';
import type { Language } from '../../shared/text/language.ts';

export type Step =
	| { readonly say: string }
	/** Moves on to another page of the shop. */
	| { readonly page: Page }
	/** Presses "Talk to a person". */
	| { readonly ask: true };

export interface Script {
	readonly language: Language;
	readonly start: Page;
	readonly steps: readonly Step[];
	/** What it is about, as the visitor would put it to a person who comes in and asks. */
	readonly matter: string;
}

export const say = (text: string): Step => ({ say: text });
export const ask: Step = { ask: true };

/** Pages of a shop that does not exist; nobody can go there. */
export const pageOf = (path: string, title: string): Page => ({ url: `https://demo-shop.example${path}`, title });
