import type { Page } from '../../shared/card.ts';

/** The path of a visitor's page, "/pricing"; what is no address is shown as it came. */
export function pathOf({ url }: Page): string {
	try {
		const { pathname, search } = new URL(url);
		return `${decodeURI(pathname)}${search}`;
	} catch {
		// Not an address, or not decodable.
		return url;
	}
}

/** Only a web address becomes a link: what a visitor's page says is hostile text. */
export function linkOf({ url }: Page): string | null {
	try {
		const { protocol, href } = new URL(url);
		return protocol === 'https:' || protocol === 'http:' ? href : null;
	} catch {
		// Not an address.
		return null;
	}
}
