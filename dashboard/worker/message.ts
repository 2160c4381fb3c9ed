/** What arrives in a push message, and which window a tap on it belongs to. Pure: the worker around it only does it. */
import type { PushMessage } from '../../shared/push.ts';

/** A browser wants to show something for every message; what can't be read still says that somebody should look. */
const unreadable: PushMessage = { title: 'Baton', body: '', url: '/', tag: 'baton' };

/** A path of this house: no scheme, no other host. */
const isPath = (text: string): boolean => /^\/(?![/\\])/.test(text);

export function readMessage(text: string): PushMessage {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return unreadable;
	}
	if (typeof value !== 'object' || value === null) return unreadable;
	const { title, body, url, tag }: { readonly [K in keyof PushMessage]?: unknown } = value;
	if (typeof title !== 'string' || typeof body !== 'string' || typeof tag !== 'string') return unreadable;
	return { title, body, tag, url: typeof url === 'string' && isPath(url) ? url : '/' };
}

/** As much of a window as the choice needs. */
export interface OpenWindow {
	readonly url: string;
	readonly focused: boolean;
	readonly visibilityState: string;
}

/** Pages of this house that are no dashboard. */
const isDashboard = (url: string): boolean => !/^\/(?:demo|metrics|healthz|readyz)\b/.test(new URL(url).pathname);

/** The dashboard to bring to the front: the one that shows it already, else the one that was looked at last. Null: none is open. */
export function chooseWindow<W extends OpenWindow>(windows: readonly W[], path: string): W | null {
	const dashboards = windows.filter(({ url }) => isDashboard(url));
	const shows = ({ url }: W): boolean => new URL(url).pathname === path;
	return (
		dashboards.find(shows) ??
		dashboards.find(({ focused }) => focused) ??
		dashboards.find(({ visibilityState }) => visibilityState === 'visible') ??
		dashboards[0] ??
		null
	);
}

/** What the worker asks of a window, over a port on which the window answers. */
export interface OpenRequest {
	readonly type: 'baton.open';
	readonly url: string;
}

export const isOpenRequest = (value: unknown): value is OpenRequest =>
	typeof value === 'object' &&
	value !== null &&
	'type' in value &&
	value.type === 'baton.open' &&
	'url' in value &&
	typeof value.url === 'string' &&
	isPath(value.url);
