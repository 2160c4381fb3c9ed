/** A transcript as far as it is written: read part after part, not watched, so nothing is woken by it. */
import type { Entry } from '../../shared/entry.ts';
import type { Seq } from '../../shared/ids.ts';
import { createLoaded, type Loaded } from '../settings/loaded.tsx';
import type { Desk } from '../shell/desk.tsx';

/** As `history.read` and `missed.read` answer. */
interface Part {
	readonly entries: readonly Entry[];
	readonly reached: Seq;
	readonly more: boolean;
	readonly now: number;
}

/** What the last part said, with all entries. */
export type Stored<P extends Part> = Omit<P, keyof Part> & {
	readonly entries: readonly Entry[];
	readonly skewMs: number;
};

export function createStoredTranscript<P extends Part>(
	desk: Desk,
	ask: (after: Seq | undefined) => Promise<P>,
): Loaded<Stored<P>> {
	let known: readonly Entry[] = [];
	let after: Seq | undefined;
	return createLoaded(desk, async () => {
		for (;;) {
			const { entries, reached, more, now, ...rest } = await ask(after);
			// Two questions at once would read the same part twice.
			const last = known.at(-1)?.seq ?? 0;
			known = [...known, ...entries.filter(({ seq }) => seq > last)];
			after = reached;
			if (!more) return { ...rest, entries: known, skewMs: now - desk.host.clock.now() };
		}
	});
}
