/** `GET /widget/config?site=KEY`: the one request of a page before its visitor opens the chat. */
import { type ErrorCode, errorCodes, wireErrorOf } from '../../shared/errors.ts';
import type { SiteId } from '../../shared/ids.ts';
import type { WidgetConfig } from '../../shared/widget-config.ts';
import type { HttpRequest, HttpResponse, Route } from '../net/http-types.ts';
import type { Site } from '../store/sites.ts';
import type { InstallWatch } from './install-watch.ts';
import { isOwnPage, parseOrigin } from './origin.ts';

export interface WidgetRequest {
	readonly origin: string | undefined;
	readonly host: string | undefined;
	readonly publicUrl: string | null;
}

export type WidgetDecision =
	| { readonly ok: true; readonly config: WidgetConfig; readonly ownPage: boolean }
	| { readonly ok: false; readonly code: 'not-found' | 'auth.origin' };

/** Whether a page may show a site's widget; sockets of visitors ask it too. Pure. */
export function mayShowWidget(site: Pick<Site, 'origins'>, request: WidgetRequest): boolean {
	// A same-origin GET carries none.
	if (request.origin === undefined || isOwnPage(request)) return true;
	return site.origins.includes(request.origin);
}

export function decideWidget(site: Site | null, request: WidgetRequest): WidgetDecision {
	if (site === null) return { ok: false, code: 'not-found' };
	if (!mayShowWidget(site, request)) return { ok: false, code: 'auth.origin' };
	const { greeting, language, colour, side, disclosure, privacyUrl } = site.settings;
	const config = { name: site.name, greeting, language, colour, side, disclosure, privacyUrl };
	return { ok: true, config, ownPage: request.origin === undefined || isOwnPage(request) };
}

export interface WidgetConfigDeps {
	readonly siteByKey: (key: string) => Site | null;
	readonly installWatch: InstallWatch;
	readonly publicUrl: string | null;
	/** Whoever asks from a blocked address is shown nothing. */
	readonly bars?: ((siteId: SiteId, request: HttpRequest) => boolean) | undefined;
}

const jsonType = { 'content-type': 'application/json; charset=utf-8', vary: 'Origin' };

export function createWidgetConfigRoute({ siteByKey, installWatch, publicUrl, bars }: WidgetConfigDeps): Route {
	function remember(siteId: SiteId, decision: WidgetDecision, origin: string | undefined): void {
		// Sandboxed frames and files say `null`; there is nothing to allow in that.
		if (origin === undefined || parseOrigin(origin) === null) return;
		if (!decision.ok) installWatch.blocked(siteId, origin);
		else if (!decision.ownPage) installWatch.seen(siteId, origin);
	}

	return {
		method: 'GET',
		path: '/widget/config',
		handler(request) {
			const { origin, host } = request.headers;
			const site = siteByKey(request.query.get('site') ?? '');
			const decision = decideWidget(site, { origin, host, publicUrl });
			if (site !== null) remember(site.id, decision, origin);
			if (!decision.ok) return refused(decision.code);
			if (site !== null && bars?.(site.id, request) === true) return refused('auth.forbidden');
			return {
				status: 200,
				headers: {
					...jsonType,
					'cache-control': 'public, max-age=60',
					...(origin === undefined ? {} : { 'access-control-allow-origin': origin }),
				},
				body: JSON.stringify(decision.config),
			};
		},
	};
}

/** Readable from everywhere, so that the loader can log why it stays hidden. */
function refused(code: ErrorCode): HttpResponse {
	return {
		status: errorCodes[code].status,
		headers: { ...jsonType, 'cache-control': 'no-store', 'access-control-allow-origin': '*' },
		body: JSON.stringify({ error: wireErrorOf(code) }),
	};
}
