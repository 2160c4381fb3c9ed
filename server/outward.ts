/** The ways out of the house, wired: who is told of what, and through which channel. */
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { createOutbox, type RunningOutbox } from './outbox/outbox.ts';
import type { AlertRoute, Channels, OutboxStore } from './outbox/ports.ts';
import type { Stores } from './store/stores.ts';
import type { WebhooksDeps } from './webhooks/webhooks.ts';

export interface Outward {
	readonly store: OutboxStore;
	/** The ways out that are set up; each kind once. */
	readonly channels: Channels;
	/** Besides the members' own. */
	readonly routes?: readonly AlertRoute[] | undefined;
	/** Where staff reach the dashboard, for links in messages; `publicUrl` unless said otherwise. */
	readonly baseUrl?: (() => string) | undefined;
	/** Where webhooks may lead; private networks too unless said otherwise. */
	readonly webhookReach?: WebhooksDeps['reach'] | undefined;
	/** 0 ≤ x < 1. */
	readonly random: () => number;
}

export interface OutwardHouse {
	readonly clock: Clock;
	readonly log: Log;
	readonly newId: () => string;
	readonly stores: Stores;
}

export function createOutward(
	{ store, channels, routes = [], random }: Outward,
	{ clock, log, newId, stores }: OutwardHouse,
): RunningOutbox {
	// An embedded database has no other process.
	return createOutbox({ clock, log, store, channels, routes, newId, random, alone: stores.kind === 'pglite' });
}
