/** An outbox over a real store, channels whose answers the test says, and time that it moves. */
import { randomUUID } from 'node:crypto';
import { silentLog } from '../../server/log.ts';
import { createOutbox, type RunningOutbox } from '../../server/outbox/outbox.ts';
import type { AlertRoute, Channel, Channels, Delivery, Draft, OutboxStore, Sent } from '../../server/outbox/ports.ts';
import { createOutboxStore } from '../../server/store/outbox.ts';
import { createManualClock, type ManualClock } from '../net/support/manual-clock.ts';
import type { TestStore } from '../support/store.ts';

export const draftOf = (changes: Partial<Draft> = {}): Draft => ({
	key: randomUUID(),
	channel: 'webhook',
	target: 'hook-1',
	siteId: null,
	about: 'test',
	payload: { text: 'Hello' },
	expiresAfterMs: null,
	...changes,
});

export const sent: Sent = { kind: 'sent' };
export const down: Sent = { kind: 'failed', error: 'Connection refused', again: true };
export const gone: Sent = { kind: 'failed', error: 'No such address', again: false };

/** Lets the database and everything behind it come to rest. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await holds())) await new Promise<void>((resolve) => setImmediate(resolve));
}

export interface Tried {
	readonly delivery: Delivery;
	readonly signal: AbortSignal;
	readonly at: number;
	answer(sent: Sent): void;
}

/** `answers`: what it says at once; null: the test answers by hand. */
export function scriptedChannel(clock: ManualClock, answers: (delivery: Delivery) => Sent | null) {
	const tried: Tried[] = [];
	const channel: Channel = {
		kind: 'webhook',
		send: (delivery, signal) =>
			new Promise((answer) => {
				tried.push({ delivery, signal, at: clock.monotonic(), answer });
				signal.addEventListener('abort', () => answer(down));
				const said = answers(delivery);
				if (said !== null) answer(said);
			}),
	};
	return { channel, tried };
}

export interface Post {
	readonly clock: ManualClock;
	readonly store: OutboxStore;
	readonly tried: readonly Tried[];
	readonly outbox: RunningOutbox;
	/** Another process on the same database, with the same channel. */
	another(): RunningOutbox;
	/** Moves time on by small steps, so that what is due in between is done. */
	pass(ms: number, step?: number): Promise<void>;
	states(target?: string): Promise<readonly string[]>;
}

export function openPost(
	database: TestStore,
	answers: (delivery: Delivery) => Sent | null,
	routes: readonly AlertRoute[] = [],
	changed: (store: OutboxStore) => OutboxStore = (store) => store,
): Post {
	const clock = createManualClock();
	const store = changed(createOutboxStore(database.db));
	const { channel, tried } = scriptedChannel(clock, answers);
	const channels: Channels = { webhook: channel };
	let underWay = 0;
	/** So that `pass` knows when the store is at rest. */
	const counted = new Proxy(store, {
		get(target, name, receiver) {
			const method: unknown = Reflect.get(target, name, receiver);
			if (typeof method !== 'function') return method;
			return async (...values: readonly unknown[]) => {
				underWay += 1;
				try {
					return await Reflect.apply(method, target, values);
				} finally {
					underWay -= 1;
				}
			};
		},
	});
	const open = () =>
		createOutbox({
			...{ clock, log: silentLog, store: counted, channels, routes, alone: false },
			newId: () => randomUUID(),
			random: () => 0.5,
		});

	async function rest(): Promise<void> {
		for (let quiet = 0; quiet < 5; quiet += 1) {
			await new Promise<void>((resolve) => setImmediate(resolve));
			if (underWay > 0) quiet = 0;
		}
	}

	return {
		clock,
		store,
		tried,
		outbox: open(),
		another: open,
		async pass(ms, step = 5_000) {
			await rest();
			for (let left = ms; left > 0; left -= step) {
				clock.advance(Math.min(step, left));
				await rest();
			}
		},
		async states(target = 'hook-1') {
			const rows = await database.db
				.selectFrom('deliveries')
				.select(['state', 'attempts'])
				.where('target', '=', target)
				.orderBy('created_at')
				.orderBy('key')
				.execute();
			return rows.map(({ state, attempts }) => `${state} ${attempts}`);
		},
	};
}
