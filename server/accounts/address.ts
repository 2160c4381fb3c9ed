/** A website's address as a person types it, made into the origins whose pages may show the widget. Pure. */
import { isIP } from 'node:net';
import { domainToUnicode } from 'node:url';

export interface SiteAddress {
	/** The typed one first; then its partner with or without `www`. */
	readonly origins: readonly string[];
	/** For people: without `www`, in its own letters. */
	readonly name: string;
}

const isLocalName = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');

/** Names that a certificate is hardly ever made for: there the widget is tried out over plain http. */
const isLocal = (host: string): boolean => isLocalName(host) || isIP(bare(host)) !== 0;

/** `[::1]` → `::1`. */
const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

const label = /^(?!-)[0-9a-z_-]{1,63}(?<!-)$/;

/** `URL` lets through what no browser could visit: commas, stars, empty labels. */
function isHost(host: string): boolean {
	return isIP(bare(host)) !== 0 || (host.length <= 253 && host.split('.').every((part) => label.test(part)));
}

/** Null: it can't be a website's address. */
export function parseSiteAddress(typed: string): SiteAddress | null {
	const text = typed.trim();
	const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
	// A local name is known as such only after parsing.
	const candidate = hasScheme ? text : `https://${text}`;
	if (/\s/.test(text) || !URL.canParse(candidate)) return null;
	const url = new URL(candidate);
	if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '')
		return null;
	const host = url.hostname.replace(/\.$/, '');
	if (!isHost(host)) return null;
	// A single word is a slip of the pen, unless a scheme says that it is meant.
	if (!hasScheme && !host.includes('.') && !isLocal(host)) return null;
	const protocol = !hasScheme && (isLocal(host) || url.port === '80') ? 'http:' : url.protocol;
	const port = url.port === '' ? '' : `:${url.port}`;
	const originOf = (name: string): string => new URL(`${protocol}//${name}${port}`).origin;
	const partner = partnerOf(host);
	return {
		origins: partner === null ? [originOf(host)] : [originOf(host), originOf(partner)],
		name: domainToUnicode(partner !== null && host.startsWith('www.') ? partner : host) || host,
	};
}

/** The same website with or without `www`; null where nobody writes it. */
function partnerOf(host: string): string | null {
	if (isLocal(host) || !host.includes('.')) return null;
	if (!host.startsWith('www.')) return `www.${host}`;
	const rest = host.slice('www.'.length);
	return rest.includes('.') ? rest : null;
}
