/** Drives the outbox: sends, waits, repeats, and keeps what is unsent through a reload. */
import type { Ack, Entry } from '../entry.ts';
import { type ClientId, clientIdOf } from '../ids.ts';
import { failureOf } from './failure.ts';
import type { LiveClock, LiveTimer } from './host.ts';
import {
	emptyOutbox,
	nextToSend,
	type OutboxEvent,
	type OutboxItem,
	type OutboxState,
	stepOutbox,
	unsent,
} from './outbox.ts';

/** A place that survives a reload. May be full or forbidden: then it keeps nothing and throws nothing. */
export interface OutboxStorage {
	load(): string | null;
	/** Null: nothing is left to keep. */
	save(text: string | null): void;
}

export interface OutboxOptions<B> {
	/** Resolves with the ack, rejects with whatever tRPC threw. Always called with the item's own client id. */
	readonly send: (item: OutboxItem<B>) => Promise<Ack>;
	readonly clock: LiveClock;
	readonly storage: OutboxStorage;
	readonly makeClientId: () => ClientId;
	/** A body as it was stored; null if it makes no sense. */
	readonly parseBody: (stored: unknown) => B | null;
}

export interface Outbox<B> {
	readonly state: OutboxState<B>;
	/** Told after each change; returns the way to stop listening. */
	subscribe(listener: (state: OutboxState<B>) => void): () => void;
	write(body: B): ClientId;
	retry(clientId: ClientId): void;
	/** Takes a failed item away and gives it back, for the composer. */
	discard(clientId: ClientId): OutboxItem<B> | null;
	/** Forgets everything, sent or not. */
	clear(): void;
	/** The feed begins anew. */
	reset(): void;
	seen(entries: readonly Entry[]): void;
	connected(up: boolean): void;
	stop(): void;
}

interface Stored {
	readonly clientId: string;
	readonly body: unknown;
	readonly writtenAt: number;
}

function isStored(value: unknown): value is Stored {
	if (typeof value !== 'object' || value === null) return false;
	if (!('clientId' in value && 'writtenAt' in value && 'body' in value)) return false;
	return typeof value.clientId === 'string' && typeof value.writtenAt === 'number';
}

function restore<B>(text: string | null, parseBody: (stored: unknown) => B | null): readonly OutboxItem<B>[] {
	if (text === null) return [];
	try {
		const list: unknown = JSON.parse(text);
		if (!Array.isArray(list)) return [];
		return list.filter(isStored).flatMap(({ clientId, body, writtenAt }) => {
			const parsed = parseBody(body);
			if (parsed === null) return [];
			return [{ clientId: clientIdOf(clientId), body: parsed, writtenAt, status: { kind: 'sending', attempts: 0 } }];
		});
	} catch {
		// Another version wrote it, or a person did.
		return [];
	}
}

function toText(items: readonly OutboxItem<unknown>[]): string | null {
	if (items.length === 0) return null;
	return JSON.stringify(items.map(({ clientId, body, writtenAt }) => ({ clientId, body, writtenAt })));
}

export function createOutbox<B>(options: OutboxOptions<B>): Outbox<B> {
	const { send, clock, storage, makeClientId, parseBody } = options;
	const listeners = new Set<(state: OutboxState<B>) => void>();
	const stored = storage.load();
	let kept = stored;
	let state: OutboxState<B> = { ...emptyOutbox, items: restore(stored, parseBody) };
	let timer: LiveTimer | null = null;
	let stopped = false;

	function step(event: OutboxEvent<B>): void {
		if (stopped) return;
		const before = state;
		state = stepOutbox(state, event);
		if (state === before) return;
		const text = toText(unsent(state));
		if (text !== kept) storage.save(text);
		kept = text;
		pump();
		for (const listener of [...listeners]) listener(state);
	}

	function pump(): void {
		timer?.cancel();
		timer = null;
		const item = nextToSend(state);
		if (item === null) return;
		const ms = state.notBefore - clock.monotonic();
		if (ms > 0) {
			timer = clock.setTimer(ms, pump);
			return;
		}
		const { clientId } = item;
		state = stepOutbox(state, { type: 'started', clientId });
		send(item).then(
			(ack) => step({ type: 'acked', clientId, ack }),
			(thrown: unknown) => step({ type: 'failed', clientId, failure: failureOf(thrown), now: clock.monotonic() }),
		);
	}

	return {
		get state() {
			return state;
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		write(body) {
			const clientId = makeClientId();
			step({ type: 'written', clientId, body, at: clock.now() });
			return clientId;
		},
		retry: (clientId) => step({ type: 'retried', clientId }),
		discard(clientId) {
			const item = state.items.find((one) => one.clientId === clientId && one.status.kind === 'failed') ?? null;
			if (item !== null) step({ type: 'discarded', clientId });
			return item;
		},
		clear: () => step({ type: 'cleared' }),
		reset: () => step({ type: 'reset' }),
		seen: (entries) => step({ type: 'seen', entries }),
		connected: (up) => step({ type: 'connection', up }),
		stop() {
			stopped = true;
			timer?.cancel();
		},
	};
}
