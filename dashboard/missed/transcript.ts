/** One missed session: its row, and the transcript as far as it is written. Read, not watched: nothing is woken by it. */
import type { Entry } from '../../shared/entry.ts';
import type { Seq, SessionId } from '../../shared/ids.ts';
import type { MissedRow } from '../../shared/missed-list.ts';
import { createLoaded, type Loaded } from '../settings/loaded.tsx';
import type { Desk } from '../shell/desk.tsx';

export interface OneMissed {
	readonly row: MissedRow;
	readonly entries: readonly Entry[];
	readonly sendsMail: boolean;
	readonly skewMs: number;
}

export function createTranscript(desk: Desk, sessionId: SessionId): Loaded<OneMissed> {
	let known: readonly Entry[] = [];
	let after: Seq | undefined;
	return createLoaded(desk, async () => {
		for (;;) {
			const page = await desk.api.missed.read.query({ sessionId, ...(after === undefined ? {} : { after }) });
			// Two questions at once would read the same part twice.
			const last = known.at(-1)?.seq ?? 0;
			known = [...known, ...page.entries.filter(({ seq }) => seq > last)];
			after = page.reached;
			if (page.more) continue;
			return { row: page.row, entries: known, sendsMail: page.sendsMail, skewMs: page.now - desk.host.clock.now() };
		}
	});
}
