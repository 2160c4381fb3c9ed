/** The lines that an owner copies into their own website. Pure. */

/** `baseUrl` has no trailing slash; neither it nor a key holds a character that HTML would read as its own. */
export const embedLine = (baseUrl: string, siteKey: string): string =>
	`<script async src="${baseUrl}/widget.js" data-site="${siteKey}"></script>`;

/**
 * The sources for a page that sends a Content-Security-Policy. A host's `http:` source does not cover `ws:`, so the socket
 * is named beside it.
 */
export function cspLine(baseUrl: string): string {
	const { protocol, host } = new URL(baseUrl);
	const socket = protocol === 'https:' ? 'wss:' : 'ws:';
	return `script-src ${protocol}//${host}; connect-src ${protocol}//${host} ${socket}//${host}`;
}

/** A page of this very server, so it shows the widget of any site. */
export const testPage = (siteKey: string): string => `/demo?site=${encodeURIComponent(siteKey)}`;
