/** I13: the same `(session, clientId)` gets the same ack for ever; another body under it is a conflict, the first stays. */
import type { Ack, Entry } from '../../shared/entry.ts';
import { bodyDigest, rememberedIds, type SessionState } from '../../shared/fold.ts';
import type { ClientId, SessionId } from '../../shared/ids.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { SessionEvent } from '../session/events.ts';
import type { Journal } from './ports.ts';

export type Repeated =
	| { readonly kind: 'ack'; readonly ack: Ack }
	| { readonly kind: 'conflict' }
	| { readonly kind: 'new' };

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
		default:
			return unreachable(event);
	}
}

/** Asks the state's own memory, and the store only where there may be older ids. */
export async function findRepeat(
	journal: Journal,
	id: SessionId,
	state: SessionState,
	event: Repeatable,
): Promise<Repeated> {
	const known = state.recent.find((one) => one.clientId === event.clientId);
	if (known !== undefined) return verdict(known.digest, event, known);
	return state.recent.length < rememberedIds ? { kind: 'new' } : findStored(journal, id, event);
}

/** Asks the store: the last word after a unique violation. */
export async function findStored(journal: Journal, id: SessionId, event: Repeatable): Promise<Repeated> {
	const entry = await journal.find(id, event.clientId);
	if (entry === null) return { kind: 'new' };
	return verdict(bodyDigest(entry.kind, entry.kind === 'message' ? entry.text : ''), event, entry);
}

function verdict(digest: string, event: Repeatable, { seq, gen }: Ack): Repeated {
	return digest === digestOf(event) ? { kind: 'ack', ack: { seq, gen } } : { kind: 'conflict' };
}

/** What a command is acknowledged with: the entry that carries its client id, else the last one written. */
export function ackFor(event: SessionEvent, wrote: readonly Entry[], after: SessionState): Ack {
	const entry = isRepeatable(event) ? wrote.find((one) => one.clientId === event.clientId) : wrote.at(-1);
	return { seq: entry?.seq ?? after.lastSeq, gen: entry?.gen ?? after.gen };
}
