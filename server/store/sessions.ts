/** What the directory asks of the projection. */
import type { Kysely } from 'kysely';
import type { SessionIndex } from '../actor/ports.ts';
import { faulting } from './journal-faults.ts';
import { factColumns, factsOf } from './journal-rows.ts';
import type { Database } from './schema.ts';

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
		toWake: () =>
			faulting(async () => {
				const rows = await db
					.selectFrom('sessions')
					.select(['id', 'site_id'])
					.where('mode', '<>', 'left')
					.orderBy('wake_at')
					.orderBy('id')
					.execute();
				return rows.map((row) => ({ id: row.id, siteId: row.site_id }));
			}),
	};
}
