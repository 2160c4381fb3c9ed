/** Who is kept out of which site, and whose tokens are worth nothing any more. */
import { type Kysely, sql } from 'kysely';
import type { BlockId, SessionId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { BlockKind } from '../../shared/trust.ts';
import { faulting } from './journal-faults.ts';
import type { Database } from './schema.ts';

export interface Block {
	readonly id: BlockId;
	readonly siteId: SiteId;
	readonly kind: BlockKind;
	/** A visitor's id, or an address range. */
	readonly target: string;
	readonly sessionId: SessionId | null;
	readonly note: string;
	readonly by: string;
	readonly at: number;
}

export interface Forgotten {
	readonly siteId: SiteId;
	readonly visitorHash: string;
	readonly at: number;
}

/** Rejects with `StoreFault` only. */
export interface BlockStore {
	all(): Promise<readonly Block[]>;
	/** One that is there already stays as it is. */
	add(block: Block): Promise<void>;
	/** False: the site has no such block. */
	remove(siteId: SiteId, id: BlockId): Promise<boolean>;
	removeVisitor(siteId: SiteId, visitorId: VisitorId): Promise<void>;
	forgotten(): Promise<readonly Forgotten[]>;
	forget(one: Forgotten): Promise<void>;
	/** Forgets those that were forgotten before. */
	removeForgotten(before: number): Promise<void>;
}

export function createBlockStore(db: Kysely<Database>): BlockStore {
	return {
		all: () =>
			faulting(async () => {
				const rows = await db.selectFrom('blocks').selectAll().orderBy('created_at').orderBy('id').execute();
				return rows.map((row) => ({
					id: row.id,
					siteId: row.site_id,
					kind: row.kind,
					target: row.target,
					sessionId: row.session_id,
					note: row.note,
					by: row.by_name,
					at: row.created_at,
				}));
			}),
		add: ({ id, siteId, kind, target, sessionId, note, by, at }) =>
			faulting(async () => {
				await db
					.insertInto('blocks')
					.values({ id, site_id: siteId, kind, target, session_id: sessionId, note, by_name: by, created_at: at })
					.onConflict((conflict) => conflict.columns(['site_id', 'kind', 'target']).doNothing())
					.execute();
			}),
		remove: (siteId, id) =>
			faulting(async () => {
				const { numDeletedRows } = await db
					.deleteFrom('blocks')
					.where('site_id', '=', siteId)
					.where('id', '=', id)
					.executeTakeFirst();
				return numDeletedRows === 1n;
			}),
		removeVisitor: (siteId, visitorId) =>
			faulting(async () => {
				await db
					.deleteFrom('blocks')
					.where('site_id', '=', siteId)
					.where('kind', '=', 'visitor')
					.where('target', '=', visitorId)
					.execute();
			}),
		forgotten: () =>
			faulting(async () => {
				const rows = await db.selectFrom('forgotten').selectAll().execute();
				return rows.map(({ site_id: siteId, visitor_hash: visitorHash, at }) => ({ siteId, visitorHash, at }));
			}),
		forget: ({ siteId, visitorHash, at }) =>
			faulting(async () => {
				await db
					.insertInto('forgotten')
					.values({ site_id: siteId, visitor_hash: visitorHash, at })
					.onConflict((conflict) =>
						conflict.columns(['site_id', 'visitor_hash']).doUpdateSet({ at: sql<number>`excluded.at` }),
					)
					.execute();
			}),
		removeForgotten: (before) =>
			faulting(async () => {
				await db.deleteFrom('forgotten').where('at', '<', before).execute();
			}),
	};
}
