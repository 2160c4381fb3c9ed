/**
 * The truth about accounts, kept in memory: hot paths ask it without waiting. Whoever changes something does it through
 * `apply`, which reads everything again: a change made here and one made by another process take the same way in.
 */
import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { AccountStore } from '../store/accounts.ts';
import type { LoginStore } from '../store/logins.ts';
import type { MemberStore } from '../store/members.ts';
import type { SiteStore } from '../store/sites.ts';
import { type AccountChange, changesBetween } from './changes.ts';
import { emptySnapshot, type Rows, type Snapshot, snapshotOf } from './snapshot.ts';
import { stored } from './stored.ts';

export interface AccountStores {
	readonly accounts: Pick<AccountStore, 'all'>;
	readonly members: Pick<MemberStore, 'all'>;
	readonly logins: Pick<LoginStore, 'live'>;
	readonly sites: Pick<SiteStore, 'all'>;
}

export interface Register {
	/** As of the last reading. */
	current(): Snapshot;
	/**
	 * Runs a write and resolves once its effect is in `current` and every listener has been told. Rejects with
	 * `BatonError` only.
	 */
	apply<T>(write: () => Promise<T>): Promise<T>;
	/** Reads again. A call while a reading runs waits for the next one, which begins after the call. */
	refresh(): Promise<void>;
	/**
	 * Reads again where others write too: afterwards what anybody had committed before the call is in `current`. For what
	 * strangers may cause: however often it is called, there are no more than a few readings a second.
	 */
	catchUp(): Promise<void>;
	onChange(listener: (change: AccountChange) => void): () => void;
	/** Reads for the first time, and from then on every `rereadMs`. */
	start(): Promise<void>;
	stop(): Promise<void>;
}

export interface RegisterDeps {
	readonly stores: AccountStores;
	readonly clock: Clock;
	readonly log: Log;
	/** Postgres has other writers (SPEC section 3); an embedded database has none. */
	readonly kind: keyof typeof rereadMs;
}

/** How long a change made by another process, or an expiry, may stay unnoticed. */
export const rereadMs = { postgres: 2_000, pglite: 30_000 } as const;

const catchUpGapMs = 250;

export function createRegister({ stores, clock, log, kind }: RegisterDeps): Register {
	const listeners = new Set<(change: AccountChange) => void>();
	let snapshot: Snapshot = emptySnapshot;
	let tail: Promise<void> = Promise.resolve();
	let queued: Promise<void> | null = null;
	let timer: Timer | null = null;
	let stopped = false;
	/** By the monotonic clock. */
	let readAt = Number.NEGATIVE_INFINITY;

	async function rows(): Promise<Rows> {
		// One after the other: four at once would take half the connections every two seconds.
		const accounts = await stores.accounts.all();
		const members = await stores.members.all();
		const logins = await stores.logins.live(clock.now());
		const sites = await stores.sites.all();
		return { accounts, members, logins, sites };
	}

	async function read(): Promise<void> {
		readAt = clock.monotonic();
		const before = snapshot;
		snapshot = snapshotOf(await rows());
		for (const change of changesBetween(before, snapshot)) tell(change);
	}

	function tell(change: AccountChange): void {
		for (const listener of listeners) {
			try {
				listener(change);
			} catch (error) {
				// One listener's fault must not keep the others from closing a socket.
				log.error({ err: error, change: change.type }, 'a listener of account changes failed');
			}
		}
	}

	function refresh(): Promise<void> {
		if (queued !== null) return queued;
		const mine = tail.then(() => {
			queued = null;
			return read();
		});
		queued = mine;
		tail = mine.catch(() => {});
		return mine;
	}

	function arm(): void {
		timer = clock.setTimer(rereadMs[kind], () => {
			void refresh()
				.catch((error: unknown) =>
					log.warn({ err: error }, 'accounts could not be read again; the last known ones count'),
				)
				.finally(() => {
					if (!stopped) arm();
				});
		});
	}

	return {
		current: () => snapshot,
		async apply(write) {
			try {
				return await stored(write);
			} finally {
				// Also after a fault: its outcome may be unknown, and what happened must be seen.
				await stored(refresh);
			}
		},
		refresh,
		async catchUp() {
			if (kind === 'pglite') return;
			const early = readAt + catchUpGapMs - clock.monotonic();
			if (early > 0) await new Promise<void>((resolve) => void clock.setTimer(early, resolve));
			await refresh();
		},
		onChange(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		async start() {
			await refresh();
			arm();
		},
		async stop() {
			stopped = true;
			timer?.cancel();
			await tail;
		},
	};
}
