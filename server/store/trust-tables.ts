import type { ColumnType } from 'kysely';
import type { AccountId, BlockId, MemberId, SessionId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { AuditDetail, AuditKind, BlockKind } from '../../shared/trust.ts';
import type { Json } from './account-tables.ts';

export interface TrustTables {
	blocks: {
		id: BlockId;
		site_id: SiteId;
		kind: BlockKind;
		/** A visitor's id, or an address range. */
		target: VisitorId | string;
		session_id: SessionId | null;
		note: string;
		by_name: string;
		created_at: number;
	};
	forgotten: { site_id: SiteId; visitor_hash: string; at: number };
	retention: {
		site_id: SiteId;
		claimed_until: number;
		ran_at: number | null;
		deleted: number;
	};
	audit: {
		id: ColumnType<number, never, never>;
		account_id: AccountId;
		at: number;
		/** One of `AuditKind`; what a newer version wrote is none of ours. */
		kind: AuditKind;
		member_id: MemberId | null;
		/** Frozen: the e-mail of who did it; empty: the operator, at the server. */
		by_name: string;
		site_id: SiteId | null;
		session_id: SessionId | null;
		detail: Json<AuditDetail>;
	};
}
