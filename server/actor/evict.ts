/** Sessions that are deleted: nothing of them stays in memory, and what they still write meets no row. */
import type { SessionId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { SessionActor } from './front.ts';
import type { LiveLists } from './live-lists.ts';
import type { SessionFacts } from './ports.ts';

export interface SessionMemory {
	readonly actors: Map<SessionId, SessionActor>;
	readonly byVisitor: Map<string, SessionActor>;
	readonly lists: Pick<LiveLists, 'of'>;
	/** There are fewer of them now. */
	readonly fewer: () => void;
}

export const visitorKey = (siteId: SiteId, visitorId: VisitorId): string => `${siteId}/${visitorId}`;

/** Gone at once; resolves with which ones when what they were about to write is decided. */
export async function evict(
	{ actors, byVisitor, lists, fewer }: SessionMemory,
	fits: (session: SessionFacts) => boolean,
): Promise<readonly SessionId[]> {
	const removed = [...actors.values()].filter(({ session }) => fits(session));
	for (const actor of removed) {
		const { id, siteId, visitorId } = actor.session;
		const key = visitorKey(siteId, visitorId);
		actors.delete(id);
		if (byVisitor.get(key) === actor) byVisitor.delete(key);
		lists.of(siteId).put(id, null);
		// Whoever reads it finds out that it is gone.
		actor.changed.wake();
	}
	fewer();
	await Promise.all(removed.map((actor) => actor.stop()));
	return removed.map(({ session }) => session.id);
}
