/** The part of a site's settings that shows. Pure. */
import type { SiteSettings } from '../../shared/account.ts';

export type Look = Omit<SiteSettings, 'idleReturnMs' | 'retentionDays'>;

export function lookOf({ greeting, language, colour, side, disclosure, privacyUrl }: SiteSettings): Look {
	return { greeting, language, colour, side, disclosure, privacyUrl };
}

export const sameLook = (one: Look, other: Look): boolean =>
	one.greeting.trim() === other.greeting &&
	one.language === other.language &&
	one.colour.toLowerCase() === other.colour.toLowerCase() &&
	one.side === other.side &&
	one.disclosure === other.disclosure &&
	one.privacyUrl.trim() === other.privacyUrl;
