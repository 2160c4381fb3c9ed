import type { AccountTables } from './account-tables.ts';
import type { KnowledgeTables } from './knowledge-tables.ts';
import type { ProcessTables } from './process-tables.ts';
import type { SessionTables } from './session-tables.ts';
import type { TrustTables } from './trust-tables.ts';

/** All tables, by the names that the migrations give them. */
export interface Database extends AccountTables, SessionTables, KnowledgeTables, ProcessTables, TrustTables {}
