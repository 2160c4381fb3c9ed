/** A phone with the dashboard on it: its push service, and another app in front. */
import { fileURLToPath } from 'node:url';
import type { BrowserContext, CDPSession, Page, Worker } from 'playwright-core';
import { openPushService, type TestPushService } from '../../push/support/push-service.ts';

export const pushPreload = fileURLToPath(new URL('./push-preload.ts', import.meta.url));
/** What the server is told; `pushPreload` leads it to this machine. */
export const pushOrigin = 'https://push.example.com';
export const openPhoneService = (): Promise<TestPushService> => openPushService(pushOrigin);

/**
 * Headless Chromium has neither a push service to subscribe at nor a place to show notifications: this is what page and
 * worker see of both. The worker, its registration and the way of a message into it are real.
 */
export async function givePhone(context: BrowserContext, service: TestPushService): Promise<void> {
	await context.exposeFunction('testSubscribe', (key: string) => service.browser(key).keys);
	await context.exposeFunction('testShown', async () => shownBy(await workerOf(context)));
	await context.exposeFunction('testClose', async (tag: string) =>
		(await workerOf(context)).evaluate((closed) => {
			const { testShown } = globalThis as unknown as Lockscreen;
			testShown.delete(closed);
		}, tag),
	);
	context.on('serviceworker', (worker) => void giveLockscreen(worker));
	await context.addInitScript(() => {
		interface Keys {
			readonly endpoint: string;
			readonly p256dh: string;
			readonly auth: string;
			readonly key: string;
		}
		interface Test {
			testSubscribe(key: string): Promise<Omit<Keys, 'key'>>;
			testShown(): Promise<readonly { readonly tag: string }[]>;
			testClose(tag: string): Promise<void>;
		}
		// Bindings that Playwright adds.
		const test = window as unknown as Test;
		const kept = 'test.subscription';
		const bytes = (text: string) =>
			Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0)).buffer;
		const subscriptionOf = ({ endpoint, p256dh, auth, key }: Keys) => ({
			endpoint,
			options: { userVisibleOnly: true, applicationServerKey: bytes(key) },
			toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
			unsubscribe: async () => {
				localStorage.removeItem(kept);
				return true;
			},
		});
		const made = () => {
			const text = localStorage.getItem(kept);
			return text === null ? null : subscriptionOf(JSON.parse(text) as Keys);
		};
		Object.assign(PushManager.prototype, {
			getSubscription: async () => made(),
			async subscribe({ applicationServerKey: key }: { readonly applicationServerKey: string }) {
				localStorage.setItem(kept, JSON.stringify({ ...(await test.testSubscribe(key)), key }));
				return made();
			},
		});
		const permission = () => localStorage.getItem('test.permission') ?? 'default';
		Object.defineProperty(Notification, 'permission', { get: permission });
		Notification.requestPermission = async () => {
			localStorage.setItem('test.permission', 'granted');
			return 'granted';
		};
		ServiceWorkerRegistration.prototype.getNotifications = async (filter = {}) =>
			(await test.testShown())
				.filter(({ tag }) => filter.tag === undefined || filter.tag === tag)
				// As much of one as the dashboard uses.
				.map(({ tag }) => ({ close: () => void test.testClose(tag) }) as Notification);
	});
}

interface Lockscreen {
	readonly testShown: Map<string, Shown>;
	readonly registration: ServiceWorkerRegistration;
}

const giveLockscreen = (worker: Worker): Promise<void> =>
	worker.evaluate(() => {
		const scope = globalThis as unknown as Lockscreen;
		const testShown = new Map<string, Shown>();
		Object.assign(scope, { testShown });
		scope.registration.showNotification = async (title, { body = '', tag = '', data } = {}) => {
			testShown.set(tag, { title, body, tag, url: String(Object(data).url) });
		};
	});

const shownBy = (worker: Worker): Promise<readonly Shown[]> =>
	worker.evaluate(() => [...(globalThis as unknown as Lockscreen).testShown.values()]);

/** The dashboard's worker, once it runs. */
export async function workerOf(context: BrowserContext): Promise<Worker> {
	const isOurs = (worker: Worker): boolean => worker.url().endsWith('/sw.js');
	return context.serviceWorkers().find(isOurs) ?? context.waitForEvent('serviceworker', isOurs);
}

/** What the browser does when its push service has a message for it. */
export async function deliver(page: Page, message: unknown): Promise<void> {
	await workerOf(page.context());
	const session: CDPSession = await page.context().newCDPSession(page);
	const registered = new Promise<string>((resolve) => {
		session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			const ours = registrations.find(({ isDeleted }) => !isDeleted);
			if (ours !== undefined) resolve(ours.registrationId);
		});
	});
	await session.send('ServiceWorker.enable');
	const { origin } = new URL(page.url());
	const registrationId = await registered;
	await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(message) });
	await session.detach();
}

export interface Shown {
	readonly title: string;
	readonly body: string;
	readonly tag: string;
	readonly url: string;
}

/** The notifications that stand on the lock screen. */
export const notifications = async (page: Page): Promise<readonly Shown[]> => shownBy(await workerOf(page.context()));

/** A tap on the only one, as the worker learns of it. The browser would also let it bring a window to the front. */
export const tap = (worker: Worker): Promise<void> =>
	worker.evaluate(() => {
		const { testShown } = globalThis as unknown as Lockscreen;
		const [shown] = testShown.values();
		if (shown === undefined) throw new Error('there is no notification to tap');
		const notification = { data: { url: shown.url }, close: () => void testShown.delete(shown.tag) };
		dispatchEvent(Object.assign(new Event('notificationclick'), { notification, waitUntil() {} }));
	});

/** Another app comes to the front: the page is hidden, then frozen, and its socket dies. Returns the way back. */
export async function otherApp(page: Page): Promise<() => Promise<void>> {
	const show = (state: 'hidden' | 'visible') =>
		page.evaluate((now) => {
			Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now });
			document.dispatchEvent(new Event('visibilitychange'));
		}, state);
	const tell = (name: 'freeze' | 'resume') =>
		page.evaluate((type) => void document.dispatchEvent(new Event(type)), name);
	await show('hidden');
	// The system gives a page a moment before it stops it.
	await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
	await tell('freeze');
	return async () => {
		await tell('resume');
		await show('visible');
	};
}
