/** What of the transcript is this conversation. Pure. */
import type { Entry, EntryKind } from '../../shared/entry.ts';

/** "End chat" closes a conversation: what comes later, in the same session, starts on a clean sheet. */
export function visibleEntries(entries: readonly Entry[]): readonly Entry[] {
	const end = entries.findLastIndex((entry) => entry.kind === 'left' && entry.why === 'visitor');
	return end < 0 ? entries : entries.slice(end + 1);
}

const drawn: readonly EntryKind[] = ['message', 'ai-failed', 'took-over', 'released', 'asked-for-human', 'late-answer'];

/** The entries that are drawn; the rest changes state only. */
export const isDrawn = ({ kind }: Entry): boolean => drawn.includes(kind);

/** Who speaks: author and time stand once above a run of theirs. */
export function speakerOf(entry: Entry): string | null {
	if (entry.kind === 'ai-failed') return 'ai';
	if (entry.kind === 'late-answer') return 'late';
	if (entry.kind !== 'message') return null;
	return entry.author === 'agent' ? `agent ${entry.name}` : entry.author;
}

const runMs = 5 * 60_000;

export function startsRun(entry: Entry, before: Entry | undefined): boolean {
	if (before === undefined) return true;
	return speakerOf(entry) !== speakerOf(before) || entry.at - before.at > runMs;
}
