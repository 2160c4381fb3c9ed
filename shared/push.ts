/** Web Push as the dashboard and its service worker see it. */
import type { DeviceId } from './ids.ts';

/** What is shown when it arrives: the worker's only input. Plain text; it was encrypted for this browser alone. */
export interface PushMessage {
	readonly title: string;
	readonly body: string;
	/** Where a tap leads, a path of the dashboard. */
	readonly url: string;
	/** A newer one with the same tag takes the place of the one before. */
	readonly tag: string;
}

export interface PushDevice {
	readonly id: DeviceId;
	/** "Chrome 144 · Android"; empty: unknown. */
	readonly label: string;
	readonly createdAt: number;
	/** When the push service last took a message for it; wall clock, ms. */
	readonly lastOkAt: number | null;
	/** It was made under the login that asks. */
	readonly mine: boolean;
}

export interface PushView {
	/** Which a browser must subscribe with, base64url. */
	readonly publicKey: string;
	/** Notifications do not repeat what visitors write. */
	readonly discreet: boolean;
	readonly devices: readonly PushDevice[];
}

/** `error`: the push service's own words, or what stood in the way. */
export type PushTest = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** The tag of everything that is told of one session. */
export const pushTagOf = (sessionId: string): string => `baton-${sessionId}`;
