/** Which entries are told of beyond the dashboards. Pure: the actor asks with each commit. */
import type { AlertKind, AlertWhy } from '../../shared/alert.ts';
import type { Entry } from '../../shared/entry.ts';
import type { SessionState } from '../../shared/fold.ts';
import type { Seq } from '../../shared/ids.ts';
import { unreachable } from '../../shared/unreachable.ts';

/** One entry of a commit as something to be told. */
export interface Telling {
	readonly kind: AlertKind;
	readonly seq: Seq;
	readonly why: AlertWhy | null;
}

/** @param before the fold that the step of these entries began with, `opened` that waited for them included */
export function alertsOf(before: SessionState, entries: readonly Entry[]): readonly Telling[] {
	return entries.flatMap((entry) => {
		const what = whatOf(before, entry);
		return what === null ? [] : [{ ...what, seq: entry.seq }];
	});
}

function whatOf(before: SessionState, entry: Entry): Omit<Telling, 'seq'> | null {
	switch (entry.kind) {
		case 'opened':
			return { kind: 'session-opened', why: null };
		case 'message':
			// What was cut short is no word of anybody's to anybody.
			return entry.author === 'ai' && entry.interrupted ? null : { kind: 'message', why: null };
		case 'late-answer':
			// Brought along, it was told of where it was given.
			return entry.of === undefined ? { kind: 'message', why: null } : null;
		case 'asked-for-human':
			return { kind: 'human-asked', why: entry.why };
		case 'ai-failed':
			return { kind: 'ai-failed', why: entry.why };
		case 'took-over':
			return { kind: 'took-over', why: null };
		case 'released':
			return { kind: 'released', why: entry.why };
		case 'left': {
			const why = entry.why === 'blocked' ? null : missedWhy(before);
			return why === null ? null : { kind: 'missed', why };
		}
		case 'left-address':
		case 'resolved':
		case 'kept':
		case 'whisper':
		case 'agent-lost':
		case 'agent-back':
		case 'turn-started':
			return null;
		default:
			return unreachable(entry);
	}
}

/** What a visitor who leaves now has not got. An apology is no answer. Null: nothing. */
export function missedWhy({ needsHuman, unanswered }: SessionState): AlertWhy | null {
	if (needsHuman !== null && needsHuman.why !== 'ai-failed') return needsHuman.why;
	return needsHuman === null && unanswered === null ? null : 'unanswered';
}
