import type { AlertKind, AlertWhy } from '../../shared/alert.ts';
import type { Seq, SessionId, SiteId } from '../../shared/ids.ts';
import type { About, ChannelKind, DeliveryView } from '../outbox/ports.ts';
import type { Json } from './account-tables.ts';

export interface OutboxTables {
	/** Entries that somebody is to be told of and nobody has looked who. Gone once that is known. */
	alerts: {
		session_id: SessionId;
		seq: Seq;
		kind: AlertKind;
		at: number;
		why: AlertWhy | null;
		page: string;
		country: string | null;
		/** Others leave it alone until then. */
		taken_until: number;
		attempts: number;
	};
	deliveries: {
		id: string;
		key: string;
		channel: ChannelKind;
		target: string;
		site_id: SiteId | null;
		about: About;
		/** Emptied when it has ended, unless it may be sent again. */
		payload: Json<object>;
		created_at: number;
		expires_at: number | null;
		/** Next attempt, or when it ended. */
		due_at: number;
		taken_until: number;
		attempts: number;
		state: DeliveryView['state'];
		error: string;
	};
}
