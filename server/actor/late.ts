/** What waits for a visitor who comes back: answers that were given after they had left. */
import type { SiteId, VisitorId } from '../../shared/ids.ts';
import type { EarlierAnswer } from '../session/events.ts';
import type { LateAnswers } from './ports.ts';

export interface Late {
	/** Given since the visitor last opened the chat, in whichever of their sessions. */
	unseen(siteId: SiteId, visitorId: VisitorId): Promise<readonly EarlierAnswer[]>;
	/** What a visitor without a live session would find: an answer, or a question that may still get one. */
	news(siteId: SiteId, visitorId: VisitorId): Promise<'answered' | 'awaited' | null>;
}

/** @param store absent: nobody answers later */
export function createLate(store: LateAnswers | undefined): Late {
	return {
		unseen: async (siteId, visitorId) => (await store?.unseen(siteId, visitorId))?.answers ?? [],
		async news(siteId, visitorId) {
			const waits = await store?.unseen(siteId, visitorId);
			if (waits === undefined) return null;
			if (waits.answers.length > 0) return 'answered';
			return waits.awaited ? 'awaited' : null;
		},
	};
}
