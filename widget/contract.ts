/** What the loader hands to the chat. The two are built apart and meet only here. */
import type { Language } from '../shared/text/language.ts';
import type { WidgetConfig } from '../shared/widget-config.ts';

export interface ChatSetup {
	readonly root: ShadowRoot;
	/** The 56-px button; from here on the chat keeps its label and its state. */
	readonly launcher: HTMLButtonElement;
	/** Takes everything off the page. */
	readonly remove: () => void;
	/** Where Baton is: scheme://host[:port]. */
	readonly origin: string;
	readonly siteKey: string;
	/** With the page's own wishes (`data-…`) laid over it. */
	readonly config: WidgetConfig;
	readonly language: Language;
	/** Black or white, whichever can be read on the site's colour. */
	readonly onColour: string;
}

export interface Chat {
	open(): void;
	close(): void;
	toggle(): void;
}

export type StartChat = (setup: ChatSetup) => Chat;

/** One name for what this browser remembers, so that two sites on one origin do not meet. */
export const storageName = (siteKey: string, what: 'token' | 'live' | 'outbox' | 'draft' | 'panel'): string =>
	`baton:${siteKey}:${what}`;
