/** Who is kept out and who was forgotten, in memory: hot paths ask without waiting. Read again, because others may write. */
import { createHash } from 'node:crypto';
import type { SiteId, VisitorId } from '../../shared/ids.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Gate } from '../rpc/trust-ports.ts';
import type { Block, BlockStore } from '../store/blocks.ts';
import { parseRange, type Range } from './ranges.ts';

export interface GateNews {
	/** Somebody may be connected who is kept out now. */
	blocksChanged(): void;
	/** Somebody was erased from a site, here or by another process. */
	forgotten(siteId: SiteId, visitorHash: string): void;
}

export interface RunningGate extends Gate {
	blocksOf(siteId: SiteId): readonly Block[];
	/** Reads again; a call while a reading runs waits for the next one. */
	refresh(): Promise<void>;
	start(news: GateNews): Promise<void>;
	stop(): Promise<void>;
}

export interface GateDeps {
	readonly store: Pick<BlockStore, 'all' | 'forgotten'>;
	readonly clock: Clock;
	readonly log: Log;
	/** How long what another process wrote may stay unnoticed; null: there is none. */
	readonly rereadMs: number | null;
}

export const hashOf = (visitorId: VisitorId): string => createHash('sha256').update(visitorId).digest('hex');

interface OfSite {
	readonly blocks: Block[];
	readonly visitors: Set<string>;
	readonly ranges: Range[];
}

const keyOf = (siteId: SiteId, visitorHash: string): string => `${siteId}/${visitorHash}`;

export function createGate({ store, clock, log, rereadMs }: GateDeps): RunningGate {
	let sites: ReadonlyMap<SiteId, OfSite> = new Map();
	/** Null: nothing was read yet. */
	let forgotten: ReadonlySet<string> | null = null;
	let news: GateNews | null = null;
	let tail: Promise<void> = Promise.resolve();
	let queued: Promise<void> | null = null;
	let timer: Timer | null = null;
	let stopped = false;

	function sorted(blocks: readonly Block[]): ReadonlyMap<SiteId, OfSite> {
		const found = new Map<SiteId, OfSite>();
		for (const block of blocks) {
			const of = found.get(block.siteId) ?? { blocks: [], visitors: new Set(), ranges: [] };
			found.set(block.siteId, of);
			of.blocks.push(block);
			if (block.kind === 'visitor') of.visitors.add(block.target);
			else {
				const range = parseRange(block.target);
				if (range !== null) of.ranges.push(range);
			}
		}
		return found;
	}

	async function read(): Promise<void> {
		const [blocks, rows] = [await store.all(), await store.forgotten()];
		const known = forgotten;
		sites = sorted(blocks);
		forgotten = new Set(rows.map((row) => keyOf(row.siteId, row.visitorHash)));
		news?.blocksChanged();
		// What was there at the start has been done.
		if (known === null) return;
		for (const { siteId, visitorHash } of rows) {
			if (!known.has(keyOf(siteId, visitorHash))) news?.forgotten(siteId, visitorHash);
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

	function arm(ms: number): void {
		timer = clock.setTimer(ms, () => {
			void refresh()
				.catch((error: unknown) =>
					log.warn({ err: error }, 'blocks could not be read again; the last known ones count'),
				)
				.finally(() => {
					if (!stopped) arm(ms);
				});
		});
	}

	return {
		standing(siteId, visitorId) {
			if (sites.get(siteId)?.visitors.has(visitorId) === true) return 'blocked';
			// Most houses have forgotten nobody: no hash is made for nothing.
			if (forgotten === null || forgotten.size === 0) return 'open';
			return forgotten.has(keyOf(siteId, hashOf(visitorId))) ? 'forgotten' : 'open';
		},
		bars: (siteId, address) => sites.get(siteId)?.ranges.some((range) => range.holds(address)) === true,
		blocksOf: (siteId) => sites.get(siteId)?.blocks ?? [],
		refresh,
		async start(listener) {
			news = listener;
			await refresh();
			if (rereadMs !== null) arm(rereadMs);
		},
		async stop() {
			stopped = true;
			timer?.cancel();
			await tail;
		},
	};
}
