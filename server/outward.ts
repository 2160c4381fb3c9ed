/** The ways out of the house, wired: who is told of what, and through which channel. */
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { createOutbox, type RunningOutbox } from './outbox/outbox.ts';
import type { AlertRoute, Channels, OutboxStore } from './outbox/ports.ts';
import type { Stores } from './store/stores.ts';

export interface Outward {
	readonly store: OutboxStore;
	/** The ways out that are set up; each kind once. */
	readonly channels: Channels;
	/** Besides the members' own. */
	readonly routes?: readonly AlertRoute[] | undefined;
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
