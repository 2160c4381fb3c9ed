/** Brings the tables up to date. Forward only; the list is static, so that a bundle or a moved folder changes nothing. */
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as accounts from '../../migrations/0001-accounts.ts';
import * as sessions from '../../migrations/0002-sessions.ts';
import * as knowledge from '../../migrations/0003-knowledge.ts';
import * as processes from '../../migrations/0004-processes.ts';
import * as trust from '../../migrations/0009-trust.ts';
import { StartFault } from './start-fault.ts';

type Migrations = Readonly<Record<string, Migration>>;

/** By name, in order. A released one is frozen: changes come as a new one after the last. */
export const migrations: Migrations = {
	'0001-accounts': accounts,
	'0002-sessions': sessions,
	'0003-knowledge': knowledge,
	'0004-processes': processes,
	'0009-trust': trust,
};

async function appliedNames<T>(db: Kysely<T>): Promise<readonly string[]> {
	const there = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(db);
	if (there.rows[0]?.there !== true) return [];
	const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
	return rows.map((row) => row.name);
}

/**
 * Resolves to the names that were applied now. Several processes may call it at once on one Postgres: they take turns
 * on an advisory lock, so the connection must have no statement timeout. All or nothing: one transaction.
 */
export async function migrate<T>(db: Kysely<T>, known: Migrations = migrations): Promise<readonly string[]> {
	const newer = (await appliedNames(db)).filter((name) => !(name in known));
	if (newer.length > 0) {
		throw new StartFault(
			`This database was last used by a newer Baton (it has ${newer.join(', ')}): run that version, or restore a backup made before it.`,
		);
	}
	const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...known }) } });
	const { error, results } = await migrator.migrateToLatest();
	if (error !== undefined) {
		// A migration that knows what the operator must do says it in its own words.
		const told = error instanceof Error && error.name === 'MigrationRefused' ? error.message : null;
		throw new StartFault(told ?? 'The database could not be brought up to date; nothing in it was changed.', error);
	}
	return (results ?? []).map((result) => result.migrationName);
}
