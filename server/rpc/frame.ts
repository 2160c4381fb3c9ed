import type { Entry } from '../../shared/entry.ts';

/**
 * How much JSON a feed puts into one frame, in UTF-16 units: three times as many bytes at most, below what a stalled
 * socket may hold (I24). One entry or one card is always shorter.
 */
export const frameUnits = 64 * 1024;

/** As many of the entries as fit into one frame, and one at least. */
export function frameOf(entries: readonly Entry[]): readonly Entry[] {
	// One goes whatever its length: no need to measure it.
	if (entries.length < 2) return entries;
	let room = frameUnits;
	const end = entries.findIndex((entry) => {
		room -= JSON.stringify(entry).length;
		return room < 0;
	});
	return end < 0 ? entries : entries.slice(0, Math.max(1, end));
}
