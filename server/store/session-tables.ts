import type { Page, VisitorFacts } from '../../shared/card.ts';
import type { EntryKind, MissedWhy } from '../../shared/entry.ts';
import type { ClientId, Epoch, Gen, MemberId, Seq, SessionId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { Language } from '../../shared/text/language.ts';
import type { Projection } from '../actor/ports.ts';
import type { Json } from './account-tables.ts';

export interface SessionTables {
	sessions: {
		id: SessionId;
		site_id: SiteId;
		visitor_id: VisitorId;
		previous_id: SessionId | null;
		language: Language;
		facts: Json<VisitorFacts>;
		page: Json<Page> | null;
		created_at: number;
		/** I14: who may write. Raised by each claim. */
		epoch: Epoch;
		/** The process that has claimed it last; null on an embedded database. */
		owner: string | null;
		last_seq: Seq;
		mode: Projection['mode'];
		gen: Gen;
		holder_id: MemberId | null;
		messages: number;
		last_at: number;
		opened_at: number;
		wake_at: number | null;
		missed_at: number | null;
		missed_why: MissedWhy | null;
		missed_question: Seq | null;
		resolved_at: number | null;
		resolved_by: MemberId | null;
		contact: string | null;
		late_at: number | null;
	};
	entries: {
		session_id: SessionId;
		seq: Seq;
		gen: Gen;
		at: number;
		kind: EntryKind;
		client_id: ClientId | null;
		/** What the entry's kind adds: everything that has no column of its own. */
		body: Json<object>;
	};
}
