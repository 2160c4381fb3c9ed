/** The desk and its service worker: registered once somebody is signed in, and told where a tapped notification leads. */
import type { SessionId } from '../../shared/ids.ts';
import { pushTagOf } from '../../shared/push.ts';
import type { Desk } from '../shell/desk.tsx';
import { recall } from '../shell/remember.ts';
import { isOpenRequest } from '../worker/message.ts';
import { factsOf, isSubscribed, lackOf, subscribe } from './device.ts';

/** Returns how to stop listening. */
export function linkWorker(desk: Pick<Desk, 'api' | 'me'>, go: (url: string) => void): () => void {
	if (!('serviceWorker' in navigator)) return () => {};
	const { serviceWorker } = navigator;
	const heard = ({ data, ports }: MessageEvent<unknown>): void => {
		if (!isOpenRequest(data)) return;
		ports[0]?.postMessage('gone there');
		go(data.url);
	};
	serviceWorker.addEventListener('message', heard);
	// Whatever stands in the way of it, the dashboard works without.
	void register(desk).catch(() => undefined);
	return () => serviceWorker.removeEventListener('message', heard);
}

async function register({ api, me }: Pick<Desk, 'api' | 'me'>): Promise<void> {
	await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
	// Signing out took the subscription along: who signs in again on the browser that they had turned on has it on again.
	const wanted = recall('push') === me().id && Notification.permission === 'granted';
	if (!wanted || lackOf(factsOf(window)) !== null || !(await isSubscribed())) return;
	const { publicKey } = await api.push.get.query();
	await subscribe(api, publicKey);
}

/** Whoever looks at a session has seen what was told of it. */
export async function dismissNotifications(sessionId: SessionId): Promise<void> {
	if (!('serviceWorker' in navigator)) return;
	const registration = await navigator.serviceWorker.getRegistration();
	const shown = (await registration?.getNotifications({ tag: pushTagOf(sessionId) })) ?? [];
	for (const notification of shown) notification.close();
}
