/**
 * Sends what is due. At least once: a process that dies between sending and writing that down sends again, and receivers
 * tell the two apart by the delivery's id. One at a time to each receiver, so many at once over all.
 */
import { type Clock, sleep } from '../clock.ts';
import type { Log } from '../log.ts';
import { type Ailing, createAiling, receiverKey } from './ailing.ts';
import { attempt, longestAttemptMs } from './attempt.ts';
import { askedMs, backoffMs, maxAttempts } from './backoff.ts';
import { createLoop } from './loop.ts';
import type { Channels, Delivery, Ending, OutboxStore, Receiver, Sent, TakenDelivery } from './ports.ts';

export interface DispatcherDeps {
	readonly clock: Clock;
	readonly log: Log;
	readonly store: OutboxStore;
	readonly channels: Channels;
	/** 0 ≤ x < 1. */
	readonly random: () => number;
	readonly pollMs: number;
	readonly health: (fault: unknown) => void;
}

export interface Dispatcher {
	wake(): void;
	/** An attempt outside the queue; its outcome is written down before it is told. */
	now(taken: TakenDelivery): Promise<Sent>;
	/** Attempts under way are aborted, and due again. */
	stop(): Promise<void>;
}

const atOnce = 16;
/** Places that failing receivers may hold: the others are for those that answer. */
const ailingAtOnce = 6;
/** The attempt, and the time to write down what came of it. */
export const takenMs = longestAttemptMs + 15_000;
const writeAgainMs = 1_000;
const sweepMs = 60 * 60_000;
const keptMs = 30 * 24 * 60 * 60_000;
/** What waits for a way out that is not set up any more. */
const waitingMs = 3 * 24 * 60 * 60_000;

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
	const { clock, log, store, channels, random, pollMs, health } = deps;
	const stopping = new AbortController();
	const ailing = createAiling(clock);
	const busy = new Map<string, { readonly receiver: Receiver; readonly work: Promise<void> }>();
	const besides = new Set<Promise<unknown>>();
	const kinds = Object.values(channels).flatMap((channel) => (channel === undefined ? [] : [channel.kind]));
	let sweptAt = -sweepMs;

	async function take(limit: number, without: readonly Receiver[]): Promise<number> {
		const now = clock.now();
		const busyNow = [...busy.values()].map(({ receiver }) => receiver);
		const taken = await store.takeDue({
			...{ now, until: now + takenMs, limit, channels: kinds },
			without: [...busyNow, ...without],
		});
		for (const one of taken) {
			const { channel, target } = one.delivery;
			const receiver = { channel, target };
			const key = receiverKey(receiver);
			const work = handle(one).finally(() => {
				busy.delete(key);
				loop.wake();
			});
			busy.set(key, { receiver, work });
		}
		return taken.length;
	}

	async function round(): Promise<void> {
		if (clock.monotonic() - sweptAt >= sweepMs) {
			const now = clock.now();
			await store.sweep({ now, ended: now - keptMs, waiting: now - waitingMs });
			sweptAt = clock.monotonic();
		}
		if (kinds.length === 0) return;
		const room = atOnce - busy.size;
		if (room > 0) await take(room, ailing.all);
		const ill = [...busy.values()].filter(({ receiver }) => ailing.has(receiver)).length;
		const left = Math.min(atOnce - busy.size, ailingAtOnce - ill);
		if (left > 0 && ailing.all.length > 0) await take(left, ailing.resting);
	}

	async function handle(taken: TakenDelivery): Promise<void> {
		const { delivery, expiresAt } = taken;
		const at = clock.now();
		if (expiresAt !== null && expiresAt <= at) {
			await write(delivery, { state: 'failed', at, error: 'It was too late to send it.' });
			return;
		}
		const sent = await attempt({ clock, log, stopping: stopping.signal }, channels[delivery.channel], delivery);
		const wasAiling = heed(ailing, delivery, sent);
		await write(delivery, endingOf(taken, sent));
		if (wasAiling) await store.hasten(delivery, clock.now()).catch(() => {});
	}

	function endingOf({ delivery, expiresAt }: TakenDelivery, sent: Sent | null): Ending {
		const at = clock.now();
		if (sent === null) return { state: 'untried' };
		if (sent.kind === 'sent') return { state: 'sent', at };
		const error = sent.error.slice(0, 500);
		if (!sent.again || delivery.attempt >= maxAttempts) return { state: 'failed', at, error };
		const dueAt = Math.round(at + Math.max(backoffMs(delivery.attempt, random()), askedMs(sent.retryAfterMs)));
		if (expiresAt !== null && dueAt >= expiresAt) return { state: 'failed', at, error };
		return { state: 'waiting', dueAt, error };
	}

	/** A store that is away for a moment must not make us send twice. Never rejects. */
	async function write(delivery: Delivery, ending: Ending): Promise<void> {
		const giveUpAt = clock.monotonic() + takenMs - longestAttemptMs;
		for (;;) {
			try {
				await store.ended(delivery, ending);
				return;
			} catch (error) {
				log.warn(
					{ err: error, delivery: delivery.id, state: ending.state },
					'the outcome of a delivery was not stored',
				);
			}
			if (stopping.signal.aborted || clock.monotonic() + writeAgainMs > giveUpAt) return;
			await sleep(clock, writeAgainMs, stopping.signal);
		}
	}

	const loop = createLoop({ clock, pollMs, round, health });

	return {
		wake: loop.wake,
		async now({ delivery }) {
			const work = attempt({ clock, log, stopping: stopping.signal }, channels[delivery.channel], delivery);
			besides.add(work);
			const sent = (await work) ?? { kind: 'failed', error: 'Baton was stopped.', again: true };
			besides.delete(work);
			const at = clock.now();
			await write(delivery, sent.kind === 'sent' ? { state: 'sent', at } : { state: 'failed', at, error: sent.error });
			return sent;
		},
		async stop() {
			stopping.abort();
			await loop.stop();
			await Promise.all([...[...busy.values()].map(({ work }) => work), ...besides]);
		},
	};
}

/** True: a receiver that had failed answers again. */
function heed(ailing: Ailing, receiver: Receiver, sent: Sent | null): boolean {
	if (sent === null) return false;
	if (sent.kind === 'failed' && sent.again) {
		ailing.failed(receiver, askedMs(sent.retryAfterMs));
		return false;
	}
	return ailing.recovered(receiver);
}
