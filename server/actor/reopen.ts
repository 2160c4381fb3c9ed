/** A session that had left begins again, with what this visit knows of the visitor and what waits for them. */
import type { Page } from '../../shared/card.ts';
import type { EarlierAnswer } from '../session/events.ts';
import type { SessionActor } from './front.ts';
import type { Held } from './holds.ts';
import type { SessionFacts } from './ports.ts';
import { faultOf } from './set-aside.ts';

export const isLive = (actor: SessionActor): boolean => actor.state.mode !== 'left' && actor.state.mode !== 'new';

interface Visit extends Pick<SessionFacts, 'facts' | 'language'> {
	readonly page: Page | null;
}

export async function reopen(
	{ actor, release }: Held,
	{ language, facts, page }: Visit,
	earlier: readonly EarlierAnswer[],
): Promise<SessionActor> {
	try {
		actor.describe({ language, facts });
		if (page !== null) actor.setPage(page);
		// Its own stand in it already.
		const others = earlier.filter(({ of }) => of.sessionId !== actor.session.id);
		const outcome = await actor.tell({ type: 'visitor.opened', earlier: others });
		if (!isLive(actor)) throw faultOf(outcome);
		return actor;
	} finally {
		release();
	}
}
