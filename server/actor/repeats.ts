/** I13: the same `(session, clientId)` gets the same ack for ever; another body under it is a conflict, the first stays. */
import { bodyDigest, entryDigest } from '../../shared/digest.ts';
import type { Ack, Entry } from '../../shared/entry.ts';
import { rememberedIds, type SessionState } from '../../shared/fold.ts';
import type { ClientId, SessionId } from '../../shared/ids.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { SessionEvent } from '../session/events.ts';
import type { Outcome } from './front.ts';
import type { Journal } from './ports.ts';

export type Repeatable = Extract<SessionEvent, { readonly clientId: ClientId }>;

export const isRepeatable = (event: SessionEvent): event is Repeatable => 'clientId' in event;

/** The same digest as the entry's that carries the client id. */
function digestOf(event: Repeatable): string {
	switch (event.type) {
		case 'visitor.said':
		case 'agent.said':
			return bodyDigest('message', event.text);
		case 'visitor.asked':
			return bodyDigest('asked-for-human');
		case 'visitor.wentBackToAi':
		case 'agent.released':
			return bodyDigest('released');
		case 'agent.tookOver':
			return bodyDigest('took-over');
		case 'agent.kept':
			return bodyDigest('kept');
		case 'agent.whispered':
			return bodyDigest('whisper', event.text);
		case 'visitor.leftAddress':
			return bodyDigest('left-address', event.email);
		case 'agent.answeredLate':
			return bodyDigest('late-answer', event.text);
		case 'agent.resolved':
			return bodyDigest('resolved', String(event.done));
		default:
			return unreachable(event);
	}
}

/** What the command was told when it came first, as the state remembers it (the last 64); null: it seems new. */
export function findRemembered(state: SessionState, event: Repeatable): Outcome | null {
	const known = state.recent.find((one) => one.clientId === event.clientId);
	return known === undefined ? null : verdict(known.digest, event, known);
}

/** Whether older commands than the remembered ones may exist: their ids are known to the store alone. */
export const mayBeOlder = (state: SessionState): boolean => state.recent.length >= rememberedIds;

/** Asks the store: after a unique violation, or before a command is refused that may be an old one repeated. */
export async function findStored(journal: Journal, id: SessionId, event: Repeatable): Promise<Outcome | null> {
	const entry = await journal.find(id, event.clientId);
	if (entry === null) return null;
	return verdict(entryDigest(entry), event, entry);
}

function verdict(digest: string, event: Repeatable, { seq, gen }: Ack): Outcome {
	if (digest === digestOf(event)) return { ok: true, ack: { seq, gen } };
	return { ok: false, refusal: { code: 'message.conflict', detail: {} } };
}

/** What a command is acknowledged with: the entry that carries its client id, else the last one written. */
export function ackFor(event: SessionEvent, wrote: readonly Entry[], after: SessionState): Ack {
	const entry = isRepeatable(event) ? wrote.find((one) => one.clientId === event.clientId) : wrote.at(-1);
	return { seq: entry?.seq ?? after.lastSeq, gen: entry?.gen ?? after.gen };
}
