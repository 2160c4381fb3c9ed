/** What of the transcript is this conversation. Pure. */
import type { Entry } from '../../shared/entry.ts';
import { unreachable } from '../../shared/unreachable.ts';

/** "End chat" closes a conversation: what comes later, in the same session, starts on a clean sheet. */
export function visibleEntries(entries: readonly Entry[]): readonly Entry[] {
	const end = entries.findLastIndex((entry) => entry.kind === 'left' && entry.why === 'visitor');
	return end < 0 ? entries : entries.slice(end + 1);
}

/** The entries that are drawn; the rest changes state only. */
export function isDrawn(entry: Entry): boolean {
	switch (entry.kind) {
		case 'message':
		case 'ai-failed':
		case 'took-over':
		case 'released':
		case 'asked-for-human':
		case 'late-answer':
			return true;
		case 'opened':
		case 'left':
		case 'kept':
		case 'agent-lost':
		case 'agent-back':
		case 'turn-started':
		case 'left-address':
		case 'resolved':
			return false;
		default:
			return unreachable(entry);
	}
}

/** Who speaks: author and time stand once above a run of theirs. */
export function speakerOf(entry: Entry): string | null {
	if (entry.kind === 'ai-failed') return 'ai';
	if (entry.kind === 'late-answer') return `late ${entry.seq}`;
	if (entry.kind !== 'message') return null;
	return entry.author === 'agent' ? `agent ${entry.name}` : entry.author;
}

const runMs = 5 * 60_000;

export function startsRun(entry: Entry, before: Entry | undefined): boolean {
	if (before === undefined) return true;
	return speakerOf(entry) !== speakerOf(before) || entry.at - before.at > runMs;
}
