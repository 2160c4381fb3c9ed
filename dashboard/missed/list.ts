/** The Missed list as far as it has been asked for; it is asked again when the server says that it looks different. */
import type { SiteId } from '../../shared/ids.ts';
import type { MissedRow } from '../../shared/missed-list.ts';
import { createGrown, type Grown } from '../settings/grown.ts';
import type { Desk } from '../shell/desk.tsx';

export interface Shown {
	readonly rows: readonly MissedRow[];
	readonly next: string | null;
	readonly skewMs: number;
}

export function createMissedList(desk: Desk, siteId: SiteId): Grown<Shown> {
	return createGrown(desk, async (parts): Promise<Shown> => {
		const rows: MissedRow[] = [];
		let next: string | null = null;
		let skewMs = 0;
		for (let part = 0; part < parts && (part === 0 || next !== null); part += 1) {
			const page = await desk.api.missed.list.query({ siteId, ...(next === null ? {} : { cursor: next }) });
			rows.push(...page.rows);
			next = page.next;
			skewMs = page.now - desk.host.clock.now();
		}
		return { rows, next, skewMs };
	});
}
