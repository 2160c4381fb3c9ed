/** What is kept for privacy and order. */
import { type AuditStore, createAuditStore } from './audit.ts';
import { type BlockStore, createBlockStore } from './blocks.ts';
import type { OpenDatabase } from './database.ts';
import { createKeepingStore, type KeepingStore } from './keeping.ts';

export interface TrustStores {
	readonly blocks: BlockStore;
	readonly keeping: KeepingStore;
	readonly audit: AuditStore;
}

export function createTrustStores({ db, kind }: Pick<OpenDatabase, 'db' | 'kind'>): TrustStores {
	return { blocks: createBlockStore(db), keeping: createKeepingStore(db, kind), audit: createAuditStore(db) };
}
