/** This browser as a receiver of Web Push: whether it can be one, whether it is one, and how it becomes one. */
import type { PushDevice, PushView } from '../../shared/push.ts';
import type { Api } from '../api.ts';

/** Why this browser can show no notifications. */
export type Lack =
	/** Plain http from another machine: browsers give such pages no workers. */
	| 'insecure'
	/** iPhones and iPads notify for apps on the Home Screen only. */
	| 'home-screen'
	| 'browser';

export type DeviceState =
	| { readonly kind: 'lacks'; readonly what: Lack }
	/** The person, or their browser, said no: only they can take it back. */
	| { readonly kind: 'blocked' }
	| { readonly kind: 'off' }
	| { readonly kind: 'on'; readonly device: PushDevice };

/** As much of a page's window as the question needs. */
export interface PageFacts {
	readonly isSecureContext: boolean;
	readonly hasWorker: boolean;
	readonly hasPush: boolean;
	readonly userAgent: string;
	readonly maxTouchPoints: number;
}

export const factsOf = (page: Window & typeof globalThis): PageFacts => ({
	isSecureContext: page.isSecureContext,
	hasWorker: 'serviceWorker' in page.navigator,
	hasPush: 'PushManager' in page && 'Notification' in page,
	userAgent: page.navigator.userAgent,
	maxTouchPoints: page.navigator.maxTouchPoints,
});

/** iPads say that they are Macs; no Mac has a touch screen. */
const isApplePhone = ({ userAgent, maxTouchPoints }: PageFacts): boolean =>
	/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);

/** Null: it can. */
export function lackOf(facts: PageFacts): Lack | null {
	if (!facts.isSecureContext) return 'insecure';
	if (facts.hasWorker && facts.hasPush) return null;
	return isApplePhone(facts) ? 'home-screen' : 'browser';
}

/** `subscribed`: the browser itself has a subscription. The login's own device is this browser's: a cookie is no one else's. */
export function stateOf(view: PushView, permission: NotificationPermission, subscribed: boolean): DeviceState {
	if (permission === 'denied') return { kind: 'blocked' };
	const device = view.devices.find(({ mine }) => mine);
	if (device === undefined || !subscribed || permission !== 'granted') return { kind: 'off' };
	return { kind: 'on', device };
}

const worker = async (): Promise<ServiceWorkerRegistration> => {
	await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
	return navigator.serviceWorker.ready;
};

export async function isSubscribed(): Promise<boolean> {
	const registration = await navigator.serviceWorker.getRegistration();
	return (await registration?.pushManager.getSubscription()) != null;
}

const sameKey = (subscription: PushSubscription, publicKey: string): boolean => {
	const known = subscription.options.applicationServerKey;
	if (known === null) return false;
	const text = btoa(String.fromCharCode(...new Uint8Array(known)));
	return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') === publicKey;
};

/** Subscribes with the house's key, anew if the house has another one now, and tells the house. Throws what the browser threw. */
export async function subscribe(api: Api, publicKey: string): Promise<PushView> {
	const { pushManager } = await worker();
	let subscription = await pushManager.getSubscription();
	if (subscription !== null && !sameKey(subscription, publicKey)) {
		await subscription.unsubscribe();
		subscription = null;
	}
	subscription ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
	const { endpoint = '', keys = {} } = subscription.toJSON();
	return api.push.subscribe.mutate({ endpoint, p256dh: keys['p256dh'] ?? '', auth: keys['auth'] ?? '' });
}

/** The browser forgets it too: its push service need keep nothing. */
export async function unsubscribe(): Promise<void> {
	const registration = await navigator.serviceWorker.getRegistration();
	const subscription = await registration?.pushManager.getSubscription();
	await subscription?.unsubscribe();
}
