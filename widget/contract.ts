/** What the loader hands to the chat. The two are built apart and meet only here. */
import type { Language } from '../shared/text/language.ts';
import type { WidgetText } from '../shared/text/widget-en.ts';
import type { WidgetConfig } from '../shared/widget-config.ts';

export interface ChatSetup {
	readonly root: ShadowRoot;
	/** The 56-px button; from here on the chat keeps its label and its state. */
	readonly launcher: HTMLButtonElement;
	/** Where Baton is: scheme://host[:port]. */
	readonly origin: string;
	readonly siteKey: string;
	/** With the page's own wishes (`data-…`) laid over it. */
	readonly config: WidgetConfig;
	readonly language: Language;
	readonly text: WidgetText;
}

export interface Chat {
	open(): void;
	close(): void;
	toggle(): void;
}

export interface ChatModule {
	readonly startChat: (setup: ChatSetup) => Chat;
}

/** The words of one language, in a file of their own. */
export interface TextModule {
	readonly text: WidgetText;
}

/** One name for what this browser remembers, so that two sites on one origin do not meet. */
export const storageName = (siteKey: string, what: 'token' | 'live' | 'outbox' | 'draft' | 'panel'): string =>
	`baton:${siteKey}:${what}`;
