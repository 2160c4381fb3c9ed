/**
 * The dashboard's service worker, `/sw.js`: shows notifications, and a page for "not reachable". It keeps no data and no code
 * of the dashboard, so a new version may take over at once: no page ever depends on the one before.
 */
import { chooseWindow, type OpenRequest, readMessage } from './message.ts';
import { dropOldPages, isOfflineStyle, isOurPage, keepOfflinePage, navigate, offlineStyle } from './offline.ts';

declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', (event) => {
	event.waitUntil(keepOfflinePage(self.caches).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
	// The page is asked for while the worker still starts: it must cost a navigation nothing.
	const preload = self.registration.navigationPreload?.enable();
	event.waitUntil(Promise.all([dropOldPages(self.caches), preload, self.clients.claim()]));
});

self.addEventListener('fetch', (event) => {
	if (isOurPage(event.request)) event.respondWith(navigate(event, self.caches, self.navigator.languages));
	else if (isOfflineStyle(event.request)) event.respondWith(offlineStyle(event, self.caches));
});

self.addEventListener('push', (event) => {
	const { title, body, tag, url } = readMessage(event.data?.text() ?? '');
	const shown = {
		body,
		tag,
		data: { url },
		icon: '/icons/icon-192.png',
		badge: '/icons/badge-96.png',
		// One for each session, and it buzzes each time.
		renotify: true,
		vibrate: [200, 100, 200],
	};
	event.waitUntil(self.registration.showNotification(title, shown));
});

self.addEventListener('notificationclick', (event) => {
	const { notification } = event;
	notification.close();
	const data: unknown = notification.data;
	const url = readMessage(JSON.stringify({ title: '', body: '', tag: '', ...Object(data) })).url;
	event.waitUntil(open(url));
});

/** Long enough for a page that stands behind others. */
const answerMs = 1_000;

/** The dashboard goes there by itself, so that nothing on it is lost; a page that does not answer is loaded anew. */
async function open(url: string): Promise<void> {
	const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
	const chosen = chooseWindow(windows, url);
	if (chosen === null) {
		await self.clients.openWindow(url);
		return;
	}
	// Refused where the browser sees no tap behind it: then it only goes there.
	const focused = await chosen.focus().catch(() => chosen);
	if (await asks(focused, url)) return;
	// Null and refusals alike: the window is not this worker's.
	const moved = await focused.navigate(url).catch(() => null);
	if (moved === null) await self.clients.openWindow(url);
}

function asks(client: WindowClient, url: string): Promise<boolean> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		const timer = setTimeout(() => resolve(false), answerMs);
		port1.onmessage = () => {
			clearTimeout(timer);
			resolve(true);
		};
		const request: OpenRequest = { type: 'baton.open', url };
		client.postMessage(request, [port2]);
	});
}

self.addEventListener('pushsubscriptionchange', (event) => {
	event.waitUntil(renew(event));
});

/** The browser has another subscription now, or wants to be asked for one. Without the old one the dashboard does it when it opens. */
async function renew({ oldSubscription: old, newSubscription }: PushSubscriptionChangeEvent): Promise<void> {
	if (old === null) return;
	const next = newSubscription ?? (await self.registration.pushManager.subscribe(old.options));
	const { endpoint, keys } = next.toJSON();
	await fetch('/push/renew', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			old: old.endpoint,
			subscription: { endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'] },
		}),
	});
}
