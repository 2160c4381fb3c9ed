import type { SiteSettings } from './account.ts';

/** What `GET /widget/config?site=KEY` answers: all that a page needs before its visitor opens the chat. Public. */
export interface WidgetConfig {
	/** The site's name. */
	readonly name: string;
	readonly greeting: SiteSettings['greeting'];
	readonly language: SiteSettings['language'];
	readonly colour: SiteSettings['colour'];
	readonly side: SiteSettings['side'];
	readonly disclosure: boolean;
	readonly privacyUrl: string;
}
