/** What the servers on one Postgres know of each other. */
import { type Kysely, sql } from 'kysely';
import type { NeighbourStore } from '../actor/ports.ts';
import { applicationPrefix } from './database.ts';
import { faulting } from './journal-faults.ts';
import type { Database } from './schema.ts';

// The system ends the connections of a process that dies in whatever way, and Postgres notices at once.
const connected = sql<boolean>`exists (
	select from pg_stat_activity a
	where a.datname = current_database() and a.application_name = ${applicationPrefix} || processes.id
)`;

export function createNeighbourStore(db: Kysely<Database>, id: string): NeighbourStore {
	return {
		beat: ({ members, away, visitors }) =>
			faulting(async () => {
				await db
					.insertInto('processes')
					.values({
						id,
						beat: 1,
						members: JSON.stringify(members),
						away: JSON.stringify(away),
						visitors: JSON.stringify(visitors),
					})
					.onConflict((conflict) =>
						conflict.column('id').doUpdateSet((row) => ({
							beat: sql<number>`processes.beat + 1`,
							members: row.ref('excluded.members'),
							away: row.ref('excluded.away'),
							visitors: row.ref('excluded.visitors'),
						})),
					)
					.execute();
				return db
					.selectFrom('processes')
					.select(['id', 'beat', 'members', 'away', 'visitors', connected.as('connected')])
					.where('id', '<>', id)
					.execute();
			}),
		positions: (ids) =>
			faulting(async () => {
				const rows = await db
					.selectFrom('sessions')
					.select(['id', 'epoch', 'last_seq'])
					.where(sql<boolean>`id = any(${ids}::text[])`)
					.execute();
				return rows.map((row) => ({ id: row.id, epoch: row.epoch, lastSeq: row.last_seq }));
			}),
		// A beat that came meanwhile: it lives after all.
		bury: (other, beat) =>
			faulting(async () => {
				await db.deleteFrom('processes').where('id', '=', other).where('beat', '=', beat).execute();
			}),
		leave: () =>
			faulting(async () => {
				await db.deleteFrom('processes').where('id', '=', id).execute();
			}),
	};
}
