/** The history as far as it has been asked for. A search goes back in steps, and stops now and then to be told to go on. */
import type { HistoryKind, HistoryRow } from '../../shared/history.ts';
import type { SiteId } from '../../shared/ids.ts';
import { createGrown, type Grown } from '../settings/grown.ts';
import type { Desk } from '../shell/desk.tsx';

export interface Wish {
	readonly kind: HistoryKind;
	readonly find: string;
}

export interface Shown {
	/** What was asked for when this was found. */
	readonly wish: Wish;
	readonly rows: readonly HistoryRow[];
	/** There may be more behind it. */
	readonly next: string | null;
	readonly skewMs: number;
}

/** Rows that are shown before one asks for more. */
const partLength = 30;
/** Steps that find nothing before the reader is asked whether to go on: some thousands of chats. */
const patience = 25;

export function createHistoryList(desk: Desk, siteId: SiteId, wished: () => Wish): Grown<Shown> {
	return createGrown(desk, async (parts): Promise<Shown> => {
		const wish = wished();
		const rows: HistoryRow[] = [];
		let next: string | null = null;
		let skewMs = 0;
		for (
			let step = 0;
			step === 0 || (next !== null && rows.length < parts * partLength && step < parts * patience);
			step += 1
		) {
			const page = await desk.api.history.list.query({ siteId, ...wish, ...(next === null ? {} : { cursor: next }) });
			rows.push(...page.rows);
			next = page.next;
			skewMs = page.now - desk.host.clock.now();
		}
		return { wish, rows, next, skewMs };
	});
}
