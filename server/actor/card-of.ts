import type { Card } from '../../shared/card.ts';
import type { SessionActor } from './front.ts';

/** The session as a monitoring page shows it; null: not on the live list. */
export function cardOf(actor: SessionActor): Card | null {
	const { state, presence, session } = actor;
	if (state.mode === 'new' || state.mode === 'left') return null;
	const { holder } = state;
	return {
		id: session.id,
		gen: state.gen,
		mode: state.mode,
		presence: presence.online ? 'online' : 'away',
		facts: session.facts,
		page: presence.page,
		openedAt: state.openedAt,
		reopened: state.openedSeq > 1,
		messages: state.messages,
		last: state.last,
		heard: state.heard,
		holder:
			holder?.memberId === undefined
				? null
				: { memberId: holder.memberId, name: holder.name, lostDeadline: holder.lostDeadline },
		generating: actor.turn !== null,
		needsHuman: actor.setAsideAt === null ? state.needsHuman : { why: 'set-aside', at: actor.setAsideAt },
		waitingSince: state.unanswered?.at ?? null,
		overdue: actor.overdue,
		typing: presence.visitorTyping,
		watchers: presence.watchers,
	};
}
