/** Who wants to hear what, kept in memory: commits ask it without waiting. */
import type { AlertKind } from '../../shared/alert.ts';
import type { SiteId } from '../../shared/ids.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { ListedWebhook, WebhookStore } from '../store/webhooks.ts';

export interface Book {
	wanting(siteId: SiteId, kind: AlertKind): readonly ListedWebhook[];
	/** Reads again. A call while a reading runs waits for the next one, which begins after the call. */
	refresh(): Promise<void>;
	/** Reads for the first time, and from then on every `rereadMs`. */
	start(): Promise<void>;
	stop(): Promise<void>;
}

export interface BookDeps {
	readonly store: Pick<WebhookStore, 'enabled'>;
	readonly clock: Clock;
	readonly log: Log;
	/** How long a change made by another process may stay unnoticed; null: nobody else writes. */
	readonly rereadMs: number | null;
}

export function createBook({ store, clock, log, rereadMs }: BookDeps): Book {
	let bySite: ReadonlyMap<SiteId, readonly ListedWebhook[]> = new Map();
	let tail: Promise<void> = Promise.resolve();
	let queued: Promise<void> | null = null;
	let timer: Timer | null = null;
	let stopped = false;

	async function read(): Promise<void> {
		bySite = Map.groupBy(await store.enabled(), ({ siteId }) => siteId);
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
		if (rereadMs === null || stopped) return;
		timer = clock.setTimer(rereadMs, () => {
			void refresh()
				.catch((error: unknown) =>
					log.warn({ err: error }, 'webhooks could not be read again; the last known ones count'),
				)
				.finally(arm);
		});
	}

	return {
		wanting: (siteId, kind) => (bySite.get(siteId) ?? []).filter(({ events }) => events.includes(kind)),
		refresh,
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
