/** Everything that the house keeps, over one open database. */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createAccountStore } from './accounts.ts';
import type { OpenDatabase } from './database.ts';
import { createHistoryStore } from './history.ts';
import { createJournal, type JournalDeps } from './journal.ts';
import { createKnowledgeStore } from './knowledge.ts';
import { createLinkStore } from './links.ts';
import { createLoginStore } from './logins.ts';
import { createMemberStore } from './members.ts';
import { createMissedStore } from './missed.ts';
import { createPushStore } from './push.ts';
import { createSessionIndex } from './sessions.ts';
import { createSiteAi } from './site-ai.ts';
import { createSiteStore } from './sites.ts';
import { createWebhookStore } from './webhooks.ts';

export interface StoresDeps {
	readonly database: OpenDatabase;
	readonly clock: Clock;
	readonly log: Log;
	/** This process, where others may be on the same database. */
	readonly processId?: string | undefined;
	readonly onBatch?: JournalDeps['onBatch'];
}

export function createStores({ database, clock, log, processId, onBatch }: StoresDeps) {
	const { db } = database;
	return {
		kind: database.kind,
		journal: createJournal({ database, clock, log, processId, onBatch }),
		index: createSessionIndex({ db }),
		missed: createMissedStore(db),
		history: createHistoryStore(db),
		accounts: createAccountStore(db),
		members: createMemberStore(db),
		logins: createLoginStore(db),
		links: createLinkStore(db),
		sites: createSiteStore(db),
		siteAi: createSiteAi(db),
		knowledge: createKnowledgeStore(db),
		webhooks: createWebhookStore(db),
		push: createPushStore(db),
	};
}

export type Stores = ReturnType<typeof createStores>;
