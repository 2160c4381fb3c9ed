/** Who has done what. Changes of control are read from the transcripts, so that they are never told twice or differently. */
import { type Kysely, sql } from 'kysely';
import type { AccountId, MemberId, SessionId, SiteId } from '../../shared/ids.ts';
import type { AuditDetail, AuditKind, AuditView } from '../../shared/trust.ts';
import { faulting } from './journal-faults.ts';
import type { Database } from './schema.ts';

export interface AuditRow {
	readonly accountId: AccountId;
	readonly at: number;
	readonly kind: AuditKind;
	readonly memberId: MemberId | null;
	readonly by: string;
	readonly siteId: SiteId | null;
	readonly sessionId: SessionId | null;
	readonly detail: AuditDetail;
}

export interface AuditQuery {
	readonly accountId: AccountId;
	/** Older than this one. */
	readonly before: { readonly at: number; readonly id: string } | null;
	readonly kind: AuditKind | null;
	readonly memberId: MemberId | null;
	readonly limit: number;
}

/** Rejects with `StoreFault` only. */
export interface AuditStore {
	add(row: AuditRow): Promise<void>;
	/** Newest first. */
	page(query: AuditQuery): Promise<readonly AuditView[]>;
	removeBefore(at: number): Promise<void>;
	/** Chats that are gone are named nowhere. */
	forgetSessions(ids: readonly SessionId[]): Promise<void>;
}

interface Found {
	readonly id: string;
	readonly at: number;
	readonly kind: AuditKind;
	readonly member_id: MemberId | null;
	readonly by_name: string;
	readonly site_id: SiteId | null;
	readonly session_id: SessionId | null;
	readonly detail: AuditDetail;
}

// As text with a fixed width, in the alphabet's own order: one key for both kinds of rows, and pages never overlap.
const auditId = sql<string>`'a' || lpad(audit.id::text, 19, '0') collate "C"`;
const entryId = sql<string>`'e' || entries.session_id || '.' || lpad(entries.seq::text, 10, '0') collate "C"`;
/** Who was released had taken over before. */
const holder = sql<MemberId | null>`(coalesce(
	entries.body ->> 'memberId',
	(
		select taken.body ->> 'memberId' from entries taken
		where taken.session_id = entries.session_id and taken.seq < entries.seq and taken.kind = 'took-over'
		order by taken.seq desc limit 1
	)
))::uuid`;

export function createAuditStore(db: Kysely<Database>): AuditStore {
	function stored({ accountId, before, kind, memberId, limit }: AuditQuery): Promise<readonly Found[]> {
		let rows = db
			.selectFrom('audit')
			.select([auditId.as('id'), 'at', 'kind', 'member_id', 'by_name', 'site_id', 'session_id', 'detail'])
			.where('account_id', '=', accountId);
		if (kind !== null) rows = rows.where('kind', '=', kind);
		if (memberId !== null) rows = rows.where('member_id', '=', memberId);
		if (before !== null) {
			rows = rows.where('at', '<=', before.at);
			rows = rows.where(sql<boolean>`(at, ${auditId}) < (${before.at}::bigint, ${before.id})`);
		}
		return rows.orderBy('at', 'desc').orderBy(auditId, 'desc').limit(limit).execute();
	}

	function control({ accountId, before, kind, memberId, limit }: AuditQuery): Promise<readonly Found[]> {
		let rows = db
			.selectFrom('entries')
			.innerJoin('sessions', 'sessions.id', 'entries.session_id')
			.innerJoin('sites', 'sites.id', 'sessions.site_id')
			.leftJoin('members', (join) => join.on(sql<boolean>`members.id = ${holder}`))
			.select([
				entryId.as('id'),
				'entries.at',
				sql<AuditKind>`entries.kind`.as('kind'),
				holder.as('member_id'),
				sql<string>`coalesce(members.email, entries.body ->> 'name')`.as('by_name'),
				'sessions.site_id',
				'entries.session_id',
				sql<AuditDetail>`'{}'::jsonb`.as('detail'),
			])
			.where('sites.account_id', '=', accountId)
			// By a person: what deadlines did is nobody's deed.
			.where(sql<boolean>`entries.kind in ('took-over', 'released')`)
			.where(sql<boolean>`(entries.kind = 'took-over' or entries.body ->> 'why' = 'left')`);
		if (kind !== null) rows = rows.where(sql<boolean>`entries.kind = ${kind}`);
		if (memberId !== null) rows = rows.where(sql<boolean>`${holder} = ${memberId}::uuid`);
		if (before !== null) {
			rows = rows.where('entries.at', '<=', before.at);
			rows = rows.where(sql<boolean>`(entries.at, ${entryId}) < (${before.at}::bigint, ${before.id})`);
		}
		return rows.orderBy('entries.at', 'desc').orderBy(entryId, 'desc').limit(limit).execute();
	}

	return {
		add: ({ accountId, at, kind, memberId, by, siteId, sessionId, detail }) =>
			faulting(async () => {
				await db
					.insertInto('audit')
					.values({
						account_id: accountId,
						at,
						kind,
						member_id: memberId,
						by_name: by,
						site_id: siteId,
						session_id: sessionId,
						detail: JSON.stringify(detail),
					})
					.execute();
			}),
		page: (query) =>
			faulting(async () => {
				const fromEntries = query.kind === null || query.kind === 'took-over' || query.kind === 'released';
				const rows = [...(await stored(query)), ...(fromEntries ? await control(query) : [])];
				const newestFirst = rows.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
				return newestFirst.slice(0, query.limit).map((row) => ({
					id: row.id,
					kind: row.kind,
					at: row.at,
					memberId: row.member_id,
					by: row.by_name,
					siteId: row.site_id,
					sessionId: row.session_id,
					detail: row.detail,
				}));
			}),
		removeBefore: (at) =>
			faulting(async () => {
				await db.deleteFrom('audit').where('at', '<', at).execute();
			}),
		forgetSessions: (ids) =>
			faulting(async () => {
				await sql`update audit set session_id = null where session_id = any(${ids}::text[])`.execute(db);
			}),
	};
}
