/** Deliveries as rows, and back. */
import { type Kysely, sql } from 'kysely';
import type { SiteId } from '../../shared/ids.ts';
import type { About, ChannelKind, NewDelivery, TakenDelivery } from '../outbox/ports.ts';
import type { Database } from './schema.ts';

export interface DeliveryRow {
	readonly id: string;
	readonly channel: ChannelKind;
	readonly target: string;
	readonly site_id: SiteId | null;
	readonly about: About;
	readonly payload: object;
	readonly created_at: number;
	readonly expires_at: number | null;
	readonly attempts: number;
}

export const takenColumns = sql`
	d.id, d.channel, d.target, d.site_id, d.about, d.payload, d.created_at, d.expires_at, d.attempts`;

export const takenOf = (row: DeliveryRow): TakenDelivery => ({
	delivery: {
		id: row.id,
		channel: row.channel,
		target: row.target,
		siteId: row.site_id,
		about: row.about,
		payload: row.payload,
		createdAt: row.created_at,
		attempt: row.attempts,
	},
	expiresAt: row.expires_at,
});

/** Only webhooks are sent again by hand. What else was told, words of visitors among it, need not be kept. */
export const keptPayload = sql<string>`case when channel = 'webhook' then payload else '{}'::jsonb end`;

/** The chat that a delivery's key names; null: none. Written as in the index `deliveries_of_session`, which is used for it. */
export const keySession = sql<string | null>`substring(key from 'session_[0-9A-Za-z]{22}')`;

/** I30: what may wait for one receiver; what comes then is written down as given up. */
const waitingPerReceiver = 1_000;

/** Known keys are left alone; what goes with a site that is gone, or tells of a chat that is erased, is left out. */
export async function insertDeliveries(
	db: Kysely<Database>,
	drafts: readonly NewDelivery[],
	now: number,
	takenUntil: number,
): Promise<void> {
	if (drafts.length === 0) return;
	await sql`
		insert into deliveries (
			id, key, channel, target, site_id, about, payload, created_at, expires_at, due_at, taken_until, state, error
		)
		select
			id, key, channel, target, site_id, about, payload, ${now}::bigint, expires_at, ${now}::bigint, ${takenUntil}::bigint,
			case when full_up then 'failed' else 'waiting' end,
			case when full_up then 'Too much waits for this receiver.' else '' end
		from (
			select n.*, ${takenUntil}::bigint = 0 and ${waitingPerReceiver} <= (
				select count(*) from deliveries w where w.channel = n.channel and w.target = n.target and w.state = 'waiting'
			) as full_up
			from json_to_recordset(${JSON.stringify(drafts.map((draft) => rowOf(draft, now)))}::json) as n (
				id uuid, key text, channel text, target text, site_id uuid, about text, payload jsonb, expires_at bigint
			)
			where (n.site_id is null or exists (select from sites where sites.id = n.site_id))
				and (${keySession} is null or exists (select from sessions where sessions.id = ${keySession}))
		) as drafts
		on conflict (key) do nothing`.execute(db);
}

function rowOf(draft: NewDelivery, now: number): object {
	return {
		id: draft.id,
		key: draft.key,
		channel: draft.channel,
		target: draft.target,
		site_id: draft.siteId,
		about: draft.about,
		payload: draft.payload,
		expires_at: draft.expiresAfterMs === null ? null : now + draft.expiresAfterMs,
	};
}

/**
 * What waited when these rows were written down was told by whoever went on with them, or is news no more: nothing of it is
 * sent. Says how many. Webhooks may still be sent again by hand.
 */
export async function giveUpWaiting(db: Kysely<Database>, now: number, error: string): Promise<number> {
	const alerts = await db.deleteFrom('alerts').executeTakeFirst();
	const deliveries = await db
		.updateTable('deliveries')
		.set({ state: 'failed', due_at: now, taken_until: 0, payload: keptPayload, error })
		.where('state', '=', 'waiting')
		.executeTakeFirst();
	return Number(alerts.numDeletedRows + deliveries.numUpdatedRows);
}
