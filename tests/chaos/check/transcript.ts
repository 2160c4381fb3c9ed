/** Walks each stored transcript as a reader would: I1, I2, I3, I4, I5, I7, I8, I10, I12, I18. */
import type { Entry } from '../../../shared/entry.ts';
import { emptyState, foldEntry, type SessionState } from '../../../shared/fold.ts';
import { type SessionId, shortSessionId } from '../../../shared/ids.ts';
import { maxAttempts } from '../../../shared/limits.ts';
import type { Findings } from './report.ts';

const changesControl = ({ kind }: Entry): boolean =>
	kind === 'opened' || kind === 'took-over' || kind === 'released' || kind === 'left';

export function checkTranscript(id: SessionId, entries: readonly Entry[], findings: Findings): void {
	let before: SessionState = emptyState;
	let answered = 0;
	entries.forEach((entry, index) => {
		const at = `entry ${entry.seq} (${entry.kind}) of ${shortSessionId(id)}`;
		findings.holds('I12', entry.seq === index + 1, () => `${at} stands at place ${index + 1}`);
		control(before, entry, at, findings);
		const after = foldEntry(before, entry);
		leavings(before, entry, entries[index + 1], after, at, findings);
		const closes =
			(entry.kind === 'message' && entry.author === 'ai' && !entry.interrupted) || entry.kind === 'ai-failed';
		if (closes) {
			findings.holds('I18', entry.answersUpTo > answered, () => `${at} answers for a second time`);
			answered = Math.max(answered, entry.answersUpTo);
		}
		if (after.attempts > maxAttempts) findings.fault('I18', `${at} is attempt ${after.attempts}`);
		before = after;
	});
	const aiHolds = before.mode === 'ai-responding' || before.mode === 'released';
	if (aiHolds) {
		const open = before.unanswered;
		findings.holds('I18', open === null, () => `message ${open?.seq} of ${shortSessionId(id)} was never answered`);
	}
}

function control(before: SessionState, entry: Entry, at: string, findings: Findings): void {
	const held = before.mode === 'taken-over';
	const raised = before.gen + (changesControl(entry) ? 1 : 0);
	findings.holds('I2', entry.gen === raised, () => `${at} has gen ${entry.gen} where ${raised} is due`);
	switch (entry.kind) {
		case 'took-over':
			findings.holds('I2', !held, () => `${at} makes a second controller`);
			break;
		case 'message':
			if (entry.author === 'ai') findings.holds('I1', !held, () => `${at} while a human answers`);
			if (entry.author !== 'agent') break;
			findings.holds(
				'I4',
				held && before.holder?.memberId === entry.memberId,
				() => `${at} is by somebody who does not hold the session`,
			);
			break;
		case 'whisper':
			if (!held) break;
			findings.holds(
				'I3',
				before.holder?.memberId === entry.memberId,
				() => `${at} is by somebody while another holds the session`,
			);
			break;
		case 'turn-started':
			findings.holds('I5', !held, () => `${at} while a human answers`);
			break;
		case 'agent-lost':
			if (!held) findings.fault('I9', `${at} without a holder`);
			break;
		default:
	}
}

/** Entries are stamped by a wall clock, and a deadline is kept on a monotonic one. */
const clockSlackMs = 1_000;

function leavings(
	before: SessionState,
	entry: Entry,
	next: Entry | undefined,
	after: SessionState,
	at: string,
	findings: Findings,
): void {
	if (before.mode === 'left') {
		findings.holds('I10', entry.kind === 'opened', () => `${at} after the session had left`);
	}
	if (entry.kind !== 'released') return;
	const turn = next?.kind === 'turn-started';
	const due = after.unanswered !== null;
	findings.holds('I7', turn === due, () => `${at} ${due ? 'is followed by no turn' : 'starts a turn for nothing'}`);
	if (entry.why !== 'agent-gone') return;
	const deadline = before.holder?.lostDeadline ?? null;
	findings.holds(
		'I8',
		deadline !== null && entry.at >= deadline - clockSlackMs,
		() => `${at} for an agent whose time was not over (${deadline === null ? 'never lost' : deadline - entry.at})`,
	);
}
