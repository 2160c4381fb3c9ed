/** Chats as they are given out whole, and as they are deleted: those that are old, and those of one visitor. */
import { type Kysely, sql } from 'kysely';
import type { SessionId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { SessionFacts } from '../actor/ports.ts';
import { faulting } from './journal-faults.ts';
import { factColumns, factsOf } from './journal-rows.ts';
import type { Database } from './schema.ts';

/** A chat that may be deleted. */
export interface OldSession {
	readonly id: SessionId;
	readonly entries: number;
}

export interface RetentionRun {
	readonly ranAt: number | null;
	readonly deleted: number;
}

/** Rejects with `StoreFault` only. */
export interface KeepingStore {
	/** All chats of a visitor on a site, oldest first. */
	ofVisitor(siteId: SiteId, visitorId: VisitorId): Promise<readonly SessionFacts[]>;
	/** With their entries. */
	remove(ids: readonly SessionId[]): Promise<void>;
	/** Chats that have ended and whose last entry is older. */
	old(siteId: SiteId, before: number, limit: number): Promise<readonly OldSession[]>;
	/** Those of them that still are; which ones went. */
	removeOld(ids: readonly SessionId[], before: number): Promise<readonly SessionId[]>;
	/** Gives the room of deleted rows back where the database does not do so by itself. */
	tidy(): Promise<void>;
	/** The site is this process's to clean until then; false: it is another one's. */
	claim(siteId: SiteId, now: number, until: number): Promise<boolean>;
	/** Looked after for now: nobody need do it again before `nextAt`. */
	ran(siteId: SiteId, at: number, nextAt: number, deleted: number): Promise<void>;
	lastRun(siteId: SiteId): Promise<RetentionRun>;
}

export function createKeepingStore(db: Kysely<Database>, kind: 'pglite' | 'postgres'): KeepingStore {
	return {
		ofVisitor: (siteId, visitorId) =>
			faulting(async () => {
				const rows = await db
					.selectFrom('sessions')
					.select(factColumns)
					.where('site_id', '=', siteId)
					.where('visitor_id', '=', visitorId)
					.orderBy('created_at')
					.orderBy('id')
					.execute();
				return rows.map(factsOf);
			}),
		remove: (ids) =>
			faulting(async () => {
				await sql`delete from sessions where id = any(${ids}::text[])`.execute(db);
			}),
		old: (siteId, before, limit) =>
			faulting(async () => {
				const rows = await db
					.selectFrom('sessions')
					.select(['id', 'last_seq'])
					.where('site_id', '=', siteId)
					.where('mode', '=', 'left')
					.where('last_at', '<', before)
					.limit(limit)
					.execute();
				return rows.map(({ id, last_seq: entries }) => ({ id, entries }));
			}),
		// Asked again: somebody may have come back meanwhile.
		removeOld: (ids, before) =>
			faulting(async () => {
				const { rows } = await sql<{ id: SessionId }>`
					delete from sessions where id = any(${ids}::text[]) and mode = 'left' and last_at < ${before}::bigint
					returning id
				`.execute(db);
				return rows.map(({ id }) => id);
			}),
		tidy: () =>
			faulting(async () => {
				// An embedded database has no autovacuum, and so no statistics either.
				if (kind === 'pglite')
					for (const table of ['entries', 'sessions']) await sql`vacuum (analyze) ${sql.table(table)}`.execute(db);
			}),
		claim: (siteId, now, until) =>
			faulting(async () => {
				const { rows } = await sql`
					insert into retention (site_id, claimed_until, deleted) values (${siteId}::uuid, ${until}::bigint, 0)
					on conflict (site_id) do update set claimed_until = excluded.claimed_until
					where retention.claimed_until < ${now}::bigint
					returning site_id
				`.execute(db);
				return rows.length === 1;
			}),
		ran: (siteId, at, nextAt, deleted) =>
			faulting(async () => {
				await db
					.updateTable('retention')
					.set({ claimed_until: nextAt, ran_at: at, deleted })
					.where('site_id', '=', siteId)
					.execute();
			}),
		lastRun: (siteId) =>
			faulting(async () => {
				const row = await db
					.selectFrom('retention')
					.select(['ran_at', 'deleted'])
					.where('site_id', '=', siteId)
					.executeTakeFirst();
				return { ranAt: row?.ran_at ?? null, deleted: row?.deleted ?? 0 };
			}),
	};
}
