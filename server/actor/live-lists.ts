/** The live list of each site. A card that can't be drawn says so: the session is set aside, and an agent sees it (I26). */
import type { SiteId } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { bareCard, cardOf } from './card-of.ts';
import type { SessionActor } from './front.ts';
import { createLiveList, type LiveList } from './live-list.ts';

export interface LiveLists {
	of(siteId: SiteId): LiveList;
	/** Shows the session as it looks now; false: it is on no list. Never throws. */
	show(actor: SessionActor): boolean;
	remove(siteId: SiteId): void;
}

export function createLiveLists({ clock, log }: { readonly clock: Clock; readonly log: Log }): LiveLists {
	const lists = new Map<SiteId, LiveList>();

	function of(siteId: SiteId): LiveList {
		let found = lists.get(siteId);
		if (found === undefined) {
			found = createLiveList();
			lists.set(siteId, found);
		}
		return found;
	}

	function showBare(actor: SessionActor): void {
		const { session, setAsideAt } = actor;
		const list = of(session.siteId);
		const before = list.card(session.id);
		const needsHuman = { why: 'set-aside' as const, at: setAsideAt ?? clock.now() };
		const card = before === null ? bareCard(session, actor.stored, needsHuman.at) : { ...before, needsHuman };
		list.put(session.id, card);
	}

	return {
		of,
		show(actor) {
			try {
				const card = cardOf(actor);
				of(actor.session.siteId).put(actor.session.id, card);
				return card !== null;
			} catch (error) {
				actor.fail(error);
			}
			try {
				showBare(actor);
			} catch (error) {
				log.error({ session: actor.session.id, err: error }, 'a session can not be shown on its list');
			}
			return true;
		},
		remove: (siteId) => void lists.delete(siteId),
	};
}
