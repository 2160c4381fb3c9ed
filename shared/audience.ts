import type { Entry } from './entry.ts';
import { unreachable } from './unreachable.ts';

export type Audience = 'visitor' | 'member';

/** Who may see which entry (SPEC section 2). Notes and everything internal never reach a visitor socket (I4). */
export function maySee(audience: Audience, entry: Entry): boolean {
	switch (entry.kind) {
		case 'opened':
		case 'message':
		case 'took-over':
		case 'released':
		case 'asked-for-human':
		case 'ai-failed':
		case 'left':
		case 'left-address':
		case 'late-answer':
			return true;
		case 'kept':
		case 'agent-lost':
		case 'agent-back':
		case 'resolved':
		case 'whisper':
			return audience === 'member';
		case 'turn-started':
			return false;
		default:
			return unreachable(entry);
	}
}

/** The entry as its audience may see it, or null. Member ids stay in the house; each side sees its own client ids only. */
export function projectFor(audience: Audience, entry: Entry): Entry | null {
	if (!maySee(audience, entry)) return null;
	const fromVisitor =
		entry.kind === 'message'
			? entry.author === 'visitor'
			: entry.kind === 'asked-for-human' || entry.kind === 'left-address';
	const { clientId, ...rest } = entry;
	const bare: Entry = rest;
	const ownsId = clientId !== undefined && fromVisitor === (audience === 'visitor');
	const seen: Entry = ownsId ? { ...bare, clientId } : bare;
	// Whom the team keeps out is not told so by their own chat, should they be let in again.
	if (audience === 'visitor' && seen.kind === 'left' && seen.why === 'blocked') return { ...seen, why: 'grace' };
	if (audience === 'member' || !('memberId' in seen)) return seen;
	const { memberId: _hidden, ...shown } = seen;
	return shown;
}
