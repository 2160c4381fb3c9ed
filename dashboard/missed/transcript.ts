/** One missed session: its row, and the transcript as far as it is written. */
import type { SessionId } from '../../shared/ids.ts';
import type { MissedTranscript } from '../../shared/missed-list.ts';
import { createStoredTranscript, type Stored } from '../session/stored-transcript.ts';
import type { Desk } from '../shell/desk.tsx';

export type OneMissed = Stored<MissedTranscript>;

export const createTranscript = (desk: Desk, sessionId: SessionId) =>
	createStoredTranscript<MissedTranscript>(desk, (after) =>
		desk.api.missed.read.query({ sessionId, ...(after === undefined ? {} : { after }) }),
	);
