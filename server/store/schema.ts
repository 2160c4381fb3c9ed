import type { AccountTables } from './account-tables.ts';
import type { KnowledgeTables } from './knowledge-tables.ts';
import type { OutboxTables } from './outbox-tables.ts';
import type { ProcessTables } from './process-tables.ts';
import type { PushTables } from './push-tables.ts';
import type { SessionTables } from './session-tables.ts';
import type { TrustTables } from './trust-tables.ts';
import type { WebhookTables } from './webhook-tables.ts';

/** All tables, by the names that the migrations give them. */
export interface Database
	extends AccountTables,
		SessionTables,
		KnowledgeTables,
		ProcessTables,
		OutboxTables,
		WebhookTables,
		PushTables,
		TrustTables {}
