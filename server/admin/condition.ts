/** How the database is, as far as SQL tells, and what a running server has found around itself. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { RawDatabase } from '../store/database.ts';
import { appliedMigrations, migrations } from '../store/migrate.ts';

export const condition = z.object({
	version: z.string(),
	bytes: z.number(),
	/** Of those that searching needs. */
	missingExtensions: z.array(z.string()),
	/** Known here and not applied there, and the other way round. */
	pending: z.array(z.string()),
	newer: z.array(z.string()),
	/** ms since 1970 by the database's clock. */
	now: z.number(),
	/** One sentence each, of how the server is reached. */
	findings: z.array(z.string()),
});
export type Condition = z.infer<typeof condition>;

export const neededExtensions: readonly string[] = ['pg_trgm', 'unaccent'];

export async function conditionOf({ db }: RawDatabase, findings: readonly string[]): Promise<Condition> {
	const { rows } = await sql<{ version: string; bytes: number; now: number; extensions: readonly string[] }>`
		select
			current_setting('server_version') as version,
			pg_database_size(current_database()) as bytes,
			(extract(epoch from clock_timestamp()) * 1000)::bigint as now,
			(select coalesce(json_agg(extname::text), '[]') from pg_extension) as extensions`.execute(db);
	const [row] = rows;
	if (row === undefined) throw new Error('the database answered with nothing');
	const applied = await appliedMigrations(db);
	return {
		version: row.version,
		bytes: row.bytes,
		now: row.now,
		missingExtensions: neededExtensions.filter((name) => !row.extensions.includes(name)),
		pending: Object.keys(migrations).filter((name) => !applied.includes(name)),
		newer: applied.filter((name) => !(name in migrations)),
		findings: [...findings],
	};
}
