/** A stored transcript for a member's eyes, part after part, without waking its session. */
import { projectFor } from '../../shared/audience.ts';
import type { Entry } from '../../shared/entry.ts';
import { noSeq, type Seq, type SessionId } from '../../shared/ids.ts';
import type { Journal } from '../actor/ports.ts';
import { frameOf } from './frame.ts';

/** Entries read at once; as many of them go as fit into one frame. */
const entriesAtOnce = 50;

export interface TranscriptPart {
	readonly entries: readonly Entry[];
	/** Read so far: some entries are nobody's to see. */
	readonly reached: Seq;
	readonly more: boolean;
}

export async function readPart(
	journal: Pick<Journal, 'read'>,
	sessionId: SessionId,
	after: Seq = noSeq,
): Promise<TranscriptPart> {
	const read = await journal.read(sessionId, after, entriesAtOnce);
	const part = frameOf(read);
	return {
		entries: part.map((entry) => projectFor('member', entry)).filter((entry) => entry !== null),
		reached: part.at(-1)?.seq ?? after,
		more: part.length < read.length || read.length === entriesAtOnce,
	};
}
