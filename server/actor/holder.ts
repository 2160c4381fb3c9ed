/**
 * Whether the holder is there and may still hold: the world may have moved while nobody could tell the session, before
 * a commit, while the store was down, or before a restart. Asked after each commit and each folding.
 */
import type { SessionState } from '../../shared/fold.ts';
import type { MemberId } from '../../shared/ids.ts';
import { durations } from '../../shared/limits.ts';
import type { SessionEvent } from '../session/events.ts';

export interface Holders {
	/** Whether the member has a dashboard open. */
	readonly attending: (memberId: MemberId) => boolean;
	/** Whether a member who does not attend said that they would be back. */
	readonly away: (memberId: MemberId) => boolean;
	/** Whether login, role and plan allow the member to hold sessions. */
	readonly mayControl: (memberId: MemberId) => boolean;
}

/** I8: from now on they have half a minute to come back, or as long as a look at another app takes. */
export const lostNow = (now: number, away: boolean): SessionEvent =>
	away
		? { type: 'agent.lost', deadline: now + durations.agentAwayMs, away }
		: { type: 'agent.lost', deadline: now + durations.agentGoneMs };

/** What the session has to be told about its holder; null: nothing. */
function newsOfHolder(state: SessionState, holders: Holders, now: number): SessionEvent | null {
	const holder = state.mode === 'taken-over' ? state.holder : null;
	if (holder?.memberId === undefined) return null;
	if (!holders.mayControl(holder.memberId)) return { type: 'control.returned', gen: state.gen, why: 'authority' };
	const there = holders.attending(holder.memberId);
	if (there === (holder.lostDeadline === null)) return null;
	return there ? { type: 'agent.back' } : lostNow(now, holders.away(holder.memberId));
}

/** `now`: wall clock, ms. */
export function tellOfHolder(
	state: SessionState,
	holders: Holders,
	now: number,
	tell: (make: () => SessionEvent) => void,
): void {
	const news = newsOfHolder(state, holders, now);
	if (news !== null) tell(() => news);
}
