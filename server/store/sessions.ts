/** What the directory asks of the projection. */
import { type Kysely, sql } from 'kysely';
import type { SessionIndex } from '../actor/ports.ts';
import { faulting } from './journal-faults.ts';
import { factColumns, factsOf } from './journal-rows.ts';
import type { Database } from './schema.ts';

const wakePart = 2_000;
const held = sql<boolean>`(mode = 'taken-over')`;
const wakeAt = sql<number>`coalesce(wake_at, 0)`;

export function createSessionIndex({ db }: { readonly db: Kysely<Database> }): SessionIndex {
	return {
		latestOf: (siteId, visitorId) =>
			faulting(async () => {
				const row = await db
					.selectFrom('sessions')
					.select(['id', 'last_at', 'mode'])
					.where('site_id', '=', siteId)
					.where('visitor_id', '=', visitorId)
					.orderBy('created_at', 'desc')
					.orderBy('id', 'desc')
					.limit(1)
					.executeTakeFirst();
				return row === undefined ? null : { id: row.id, lastAt: row.last_at, left: row.mode === 'left' };
			}),
		load: (id) =>
			faulting(async () => {
				const row = await db.selectFrom('sessions').select(factColumns).where('id', '=', id).executeTakeFirst();
				return row === undefined ? null : factsOf(row);
			}),
		toWake: (last) =>
			faulting(async () => {
				const all = db
					.selectFrom('sessions')
					.select(['id', 'site_id', 'owner', held.as('held'), wakeAt.as('wake_at')])
					.where('mode', '<>', 'left');
				const rows = await (last === undefined
					? all
					: all.where(sql<boolean>`(not ${held}, ${wakeAt}, id) > (${!last.held}, ${last.wakeAt}::bigint, ${last.id})`)
				)
					.orderBy(sql`not ${held}`)
					.orderBy(wakeAt)
					.orderBy('id')
					.limit(wakePart)
					.execute();
				return rows.map(({ id, site_id, held, wake_at, owner }) => {
					const found = { id, siteId: site_id, held, wakeAt: wake_at };
					return owner === null ? found : { ...found, owner };
				});
			}),
	};
}
