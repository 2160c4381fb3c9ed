/** What is to be told and sent beyond the dashboards, and what came of it. */
import { type Kysely, sql } from 'kysely';
import type { OutboxStore } from '../outbox/ports.ts';
import { faulting } from './journal-faults.ts';
import { createAlertQueue } from './outbox-alerts.ts';
import { type DeliveryRow, insertDeliveries, keptPayload, keySession, takenColumns, takenOf } from './outbox-rows.ts';
import type { Database } from './schema.ts';

export function createOutboxStore(db: Kysely<Database>): OutboxStore {
	return {
		...createAlertQueue(db),

		takeDue: ({ now, until, limit, channels, without }) =>
			faulting(async () => {
				// One a receiver: `heads` looks without a lock, and whoever has taken a row since is skipped or seen below.
				const { rows } = await sql<DeliveryRow>`
					with heads as materialized (
						select distinct on (channel, target) id from deliveries d
						where state = 'waiting' and due_at <= ${now}::bigint and taken_until <= ${now}::bigint
							and channel = any(${channels}::text[])
							and not (channel || ' ' || target = any(${without.map(({ channel, target }) => `${channel} ${target}`)}::text[]))
							and not exists (
								select from deliveries o
								where o.channel = d.channel and o.target = d.target and o.state = 'waiting'
									and o.taken_until > ${now}::bigint
							)
						order by channel, target, due_at, created_at
					), picked as materialized (
						select id from deliveries
						where id in (select id from heads) and state = 'waiting' and taken_until <= ${now}::bigint
						order by due_at limit ${limit} for update skip locked
					)
					update deliveries d set taken_until = ${until}::bigint, attempts = attempts + 1
					from picked where d.id = picked.id
					returning ${takenColumns}`.execute(db);
				return rows.map(takenOf);
			}),

		addTaken: (draft, now, until) =>
			faulting(async () => {
				await insertDeliveries(db, [draft], now, until);
				const { rows } = await sql<DeliveryRow>`
					update deliveries d set attempts = attempts + 1 where id = ${draft.id}::uuid
					returning ${takenColumns}`.execute(db);
				return rows[0] === undefined ? null : takenOf(rows[0]);
			}),

		hasten: ({ channel, target }, now) =>
			faulting(async () => {
				await db
					.updateTable('deliveries')
					.set({ due_at: now })
					.where('channel', '=', channel)
					.where('target', '=', target)
					.where('state', '=', 'waiting')
					.where('due_at', '>', now)
					.execute();
			}),

		untake: () =>
			faulting(async () => {
				await db.updateTable('alerts').set({ taken_until: 0 }).where('taken_until', '>', 0).execute();
				await db
					.updateTable('deliveries')
					.set({ taken_until: 0 })
					.where('state', '=', 'waiting')
					.where('taken_until', '>', 0)
					.execute();
			}),

		ended: ({ id, attempt }, ending) =>
			faulting(async () => {
				// The number of the attempt is the fence: who was too slow changes nothing.
				const mine = db
					.updateTable('deliveries')
					.where('id', '=', id)
					.where('attempts', '=', attempt)
					.where('state', '=', 'waiting');
				switch (ending.state) {
					case 'sent':
					case 'failed':
						await mine
							.set({ state: ending.state, due_at: ending.at, taken_until: 0, payload: keptPayload })
							.set(ending.state === 'sent' ? {} : { error: ending.error })
							.execute();
						break;
					case 'waiting':
						await mine.set({ due_at: ending.dueAt, taken_until: 0, error: ending.error }).execute();
						break;
					case 'untried':
						await mine.set({ taken_until: 0, attempts: attempt - 1 }).execute();
						break;
				}
			}),

		forget: (sessions) =>
			faulting(async () => {
				await db
					.deleteFrom('alerts')
					.where('session_id', 'in', [...sessions])
					.execute();
				// Whoever sends because of a chat names it in the key.
				// One by one: without statistics, and an embedded database has none, many at once are looked for in all rows.
				for (const id of sessions) await sql`delete from deliveries where ${keySession} = ${id}`.execute(db);
			}),

		sweep: ({ now, ended, waiting }) =>
			faulting(async () => {
				await db
					.updateTable('deliveries')
					.set({ state: 'failed', due_at: now, payload: keptPayload })
					.set({ error: sql<string>`case when error = '' then 'It was too late to send it.' else error end` })
					.where('state', '=', 'waiting')
					.where('taken_until', '<=', now)
					.where((eb) => eb.or([eb('expires_at', '<=', now), eb('created_at', '<', waiting)]))
					.execute();
				await db.deleteFrom('deliveries').where('state', '<>', 'waiting').where('due_at', '<', ended).execute();
			}),

		log: ({ siteId, target }, limit) =>
			faulting(async () => {
				let found = db
					.selectFrom('deliveries')
					.select(['id', 'about', 'created_at', 'state', 'attempts', 'error', 'due_at'])
					.where('target', '=', target)
					.orderBy('created_at', 'desc')
					.orderBy('id', 'desc')
					.limit(limit);
				if (siteId !== undefined) found = found.where('site_id', siteId === null ? 'is' : '=', siteId);
				const rows = await found.execute();
				return rows.map(({ created_at: createdAt, due_at: at, ...row }) => ({ ...row, createdAt, at }));
			}),

		resend: ({ target, id }, now) =>
			faulting(async () => {
				// One that is being tried at this moment stays as it is: it is on its way.
				const { numUpdatedRows } = await db
					.updateTable('deliveries')
					.set({ state: 'waiting', due_at: now, attempts: 0, error: '', expires_at: null })
					.set({ created_at: sql<number>`case when state = 'waiting' then created_at else ${now}::bigint end` })
					.where(sql<boolean>`id::text = ${id}`)
					.where('target', '=', target)
					.where('channel', '=', 'webhook')
					.where('taken_until', '<=', now)
					.executeTakeFirst();
				return numUpdatedRows === 1n;
			}),

		toldSince: ({ channel, target }, since) =>
			faulting(async () => {
				const rows = await db
					.selectFrom('deliveries')
					.select(['key', 'created_at'])
					.where('target', '=', target)
					.where('created_at', '>', since)
					.where('channel', '=', channel)
					.orderBy('created_at', 'desc')
					.limit(200)
					.execute();
				return rows.map((row) => ({ key: row.key, at: row.created_at }));
			}),
	};
}
