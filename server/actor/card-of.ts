import type { Card } from '../../shared/card.ts';
import { noGen } from '../../shared/ids.ts';
import type { SessionActor } from './front.ts';
import type { Projection, SessionFacts } from './ports.ts';

/** The session as a monitoring page shows it; null: not on the live list. */
export function cardOf(actor: SessionActor): Card | null {
	const { state, presence, session, setAsideAt, stored } = actor;
	// Its transcript can't be folded, and it had not left: somebody must look after it (I26).
	if (state.mode === 'new' && setAsideAt !== null && stored?.mode !== 'left')
		return bareCard(session, stored, setAsideAt);
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
				: { memberId: holder.memberId, name: holder.name, lostDeadline: holder.lostDeadline, away: holder.away },
		generating: actor.answering !== null,
		needsHuman: setAsideAt === null ? state.needsHuman : { why: 'set-aside', at: setAsideAt },
		waitingSince: state.unanswered?.at ?? null,
		overdue: actor.overdue,
		typing: presence.visitorTyping,
		watchers: presence.watchers,
	};
}

/** A session that was set aside, from what its row knows: no state is asked, because none may be had. */
export function bareCard(session: SessionFacts, stored: Projection | null, at: number): Card {
	const mode = stored === null || stored.mode === 'left' ? 'ai-responding' : stored.mode;
	const holderId = stored?.holderId ?? null;
	return {
		id: session.id,
		gen: stored?.gen ?? noGen,
		mode,
		presence: 'away',
		facts: session.facts,
		page: session.page,
		openedAt: stored?.openedAt ?? session.createdAt,
		reopened: false,
		messages: stored?.messages ?? 0,
		last: null,
		heard: null,
		holder: holderId === null ? null : { memberId: holderId, name: '', lostDeadline: null },
		generating: false,
		needsHuman: { why: 'set-aside', at },
		waitingSince: null,
		overdue: null,
		typing: false,
		watchers: [],
	};
}
