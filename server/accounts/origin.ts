/** Whether a page belongs to this house. Pure. */

const defaultPorts: Readonly<Record<string, string>> = { 'http:': ':80', 'https:': ':443' };

/** Null for anything that is not `scheme://host[:port]` as a browser writes it. */
export function parseOrigin(text: string | undefined): URL | null {
	if (text === undefined || text.length > 300 || !URL.canParse(text)) return null;
	const url = new URL(text);
	const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
	return isWeb && url.origin === text ? url : null;
}

/** Proxies add or drop the default port of a scheme, and the scheme is theirs: host and port decide. */
function sameHost(origin: URL, host: string | undefined): boolean {
	const wanted = (host ?? '').toLowerCase();
	return wanted !== '' && (wanted === origin.host || wanted === `${origin.host}${defaultPorts[origin.protocol]}`);
}

export interface OwnOrigin {
	/** The request's `Origin` header. */
	readonly origin: string | undefined;
	/** The request's `Host` header. */
	readonly host: string | undefined;
	/** `PUBLIC_URL`. */
	readonly publicUrl: string | null;
}

/** For everything that staff do: a missing `Origin` is not ours. */
export function isStaffOrigin({ origin, host, publicUrl }: OwnOrigin): boolean {
	const url = parseOrigin(origin);
	if (url === null) return false;
	return publicUrl === null ? sameHost(url, host) : url.origin === publicUrl;
}

/** For the widget: our own pages may always show it, also under a name that is not the public one. */
export function isOwnPage({ origin, host, publicUrl }: OwnOrigin): boolean {
	const url = parseOrigin(origin);
	return url !== null && (url.origin === publicUrl || sameHost(url, host));
}

/** Where this browser reaches the house, no trailing slash: `PUBLIC_URL`, else what it asked for. */
export function baseUrlOf({ origin, host, publicUrl }: OwnOrigin, fallback: string): string {
	if (publicUrl !== null) return publicUrl;
	const url = parseOrigin(origin);
	if (url !== null && sameHost(url, host)) return url.origin;
	return fallback;
}
