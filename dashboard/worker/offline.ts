/** A page of the dashboard that can not be fetched: a small one that says so. Nothing else is ever kept or answered here. */
import { chooseLanguage } from '../../shared/text/language.ts';

/** Changes with the page, so that a new one is fetched with the worker that knows it. */
declare const offlineVersion: string;

const prefix = 'baton-offline-';
const page = '/offline.html';
const style = '/offline.css';

/** A proxy whose server is gone or not there yet: its own page would be an empty white one. */
const notThere = (status: number): boolean => status === 502 || status === 503 || status === 504;

export async function keepOfflinePage(caches: CacheStorage): Promise<void> {
	const cache = await caches.open(prefix + offlineVersion);
	await cache.addAll([page, style].map((url) => new Request(url, { cache: 'reload' })));
}

export async function dropOldPages(caches: CacheStorage): Promise<void> {
	const old = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== prefix + offlineVersion);
	await Promise.all(old.map((name) => caches.delete(name)));
}

async function offlinePage(caches: CacheStorage, languages: readonly string[]): Promise<Response> {
	const kept = await caches.match(page);
	if (kept === undefined) return Response.error();
	const html = (await kept.text()).replace('<html lang="en">', `<html lang="${chooseLanguage(languages)}">`);
	// Its policy goes along; the length is another one now.
	const headers = new Headers(kept.headers);
	for (const name of ['content-encoding', 'content-length', 'etag']) headers.delete(name);
	return new Response(html, { status: 200, headers });
}

/** The network's answer, always, while there is one. */
export async function navigate(
	event: FetchEvent,
	caches: CacheStorage,
	languages: readonly string[],
): Promise<Response> {
	try {
		const begun: unknown = await event.preloadResponse;
		const response = begun instanceof Response ? begun : await fetch(event.request);
		return notThere(response.status) ? await offlinePage(caches, languages) : response;
	} catch {
		return offlinePage(caches, languages);
	}
}

/** Pages of the dashboard; the demo page and the house's own answers go their way without us. */
export const isOurPage = ({ mode, method, url }: Request): boolean =>
	mode === 'navigate' &&
	method === 'GET' &&
	!/^\/(?:demo|metrics|healthz|readyz|auth|trpc)\b/.test(new URL(url).pathname);

export const isOfflineStyle = ({ url }: Request): boolean => new URL(url).pathname === style;

export const offlineStyle = async (event: FetchEvent, caches: CacheStorage): Promise<Response> =>
	(await caches.match(style)) ?? fetch(event.request);
