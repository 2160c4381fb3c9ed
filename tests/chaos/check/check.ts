/** Everything that is wrong with a history. Pure; says every fault that it finds and how often each rule was asked. */
import type { SessionId } from '../../../shared/ids.ts';
import type { History } from '../history.ts';
import { checkOps } from './ops.ts';
import { createFindings, type Report } from './report.ts';
import { checkStreams } from './streams.ts';
import { checkTranscript } from './transcript.ts';
import { checkViews } from './views.ts';

export function check(history: History): Report {
	const findings = createFindings();
	checkOps(history, findings);
	// The record's keys are session ids.
	for (const [id, entries] of Object.entries(history.transcripts)) checkTranscript(id as SessionId, entries, findings);
	checkStreams(history, findings);
	checkViews(history, findings);
	return { faults: findings.faults, premises: findings.premises };
}
