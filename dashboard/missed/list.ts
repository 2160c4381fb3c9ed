/** The Missed list as far as it has been asked for; it is asked again when the server says that it looks different. */
import { type Accessor, createSignal } from 'solid-js';
import type { SiteId } from '../../shared/ids.ts';
import type { MissedRow } from '../../shared/missed-list.ts';
import { createLoaded, type Loaded } from '../settings/loaded.tsx';
import type { Desk } from '../shell/desk.tsx';

export interface Shown {
	readonly rows: readonly MissedRow[];
	readonly next: string | null;
	readonly skewMs: number;
}

export interface MissedList extends Loaded<Shown> {
	/** The next part is on its way. */
	readonly growing: Accessor<boolean>;
	grow(): Promise<void>;
}

export function createMissedList(desk: Desk, siteId: SiteId): MissedList {
	const [growing, setGrowing] = createSignal(false);
	let parts = 1;

	async function ask(): Promise<Shown> {
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
	}

	const loaded = createLoaded(desk, ask);
	return {
		...loaded,
		growing,
		async grow() {
			parts += 1;
			setGrowing(true);
			await loaded.reload();
			setGrowing(false);
		},
	};
}
