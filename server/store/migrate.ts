/** Brings the tables up to date. Forward only; the list is static, so that a bundle or a moved folder changes nothing. */
import { type Kysely, sql } from 'kysely';
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration';
import * as accounts from '../../migrations/0001-accounts.ts';
import * as sessions from '../../migrations/0002-sessions.ts';
import * as knowledge from '../../migrations/0003-knowledge.ts';
import * as processes from '../../migrations/0004-processes.ts';
import * as alerts from '../../migrations/0005-alerts.ts';
import * as webhooks from '../../migrations/0006-webhooks.ts';
import * as push from '../../migrations/0007-push.ts';
import * as missed from '../../migrations/0008-missed.ts';
import * as trust from '../../migrations/0009-trust.ts';
import * as history from '../../migrations/0010-history.ts';
import { StartFault } from './start-fault.ts';

export type Migrations = Readonly<Record<string, Migration>>;

/** By name, in order. A released one is frozen: changes come as a new one after the last. */
export const migrations: Migrations = {
	'0001-accounts': accounts,
	'0002-sessions': sessions,
	'0003-knowledge': knowledge,
	'0004-processes': processes,
	'0005-alerts': alerts,
	'0006-webhooks': webhooks,
	'0007-push': push,
	'0008-missed': missed,
	'0009-trust': trust,
	'0010-history': history,
};

/** The names of what was applied to this database, in order; none where nothing ever was. */
export async function appliedMigrations<T>(db: Kysely<T>): Promise<readonly string[]> {
	const there = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(db);
	if (there.rows[0]?.there !== true) return [];
	const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
	return rows.map((row) => row.name);
}

async function appliedAndKnown<T>(db: Kysely<T>, known: Migrations): Promise<readonly string[]> {
	const applied = await appliedMigrations(db);
	const newer = applied.filter((name) => !(name in known));
	if (newer.length === 0) return applied;
	throw new StartFault(
		`This database was last used by a newer Baton (it has ${newer.join(', ')}): run that version, or restore a backup made before it.`,
	);
}

async function migratorOf<T>(db: Kysely<T>, known: Migrations): Promise<Migrator> {
	const { rows } = await sql<{ name: string }>`select current_schema()::text as name`.execute(db);
	// Named, or it would take the books of another schema for ours: a restore puts the old tables into one.
	const migrationTableSchema = rows[0]?.name ?? 'public';
	return new Migrator({ db, migrationTableSchema, provider: { getMigrations: () => Promise.resolve({ ...known }) } });
}

function namesOf({ error, results }: MigrationResultSet): readonly string[] {
	if (error === undefined) return (results ?? []).map((result) => result.migrationName);
	// A migration that knows what the operator must do says it in its own words.
	const told = error instanceof Error && error.name === 'MigrationRefused' ? error.message : null;
	throw new StartFault(told ?? 'The database could not be brought up to date; nothing in it was changed.', error);
}

/**
 * Resolves to the names that were applied now. Several processes may call it at once on one Postgres: they take turns
 * on an advisory lock, so the connection must have no statement timeout. All or nothing: one transaction.
 * `before` is told when there is something to lose: tables that are about to change.
 */
export async function migrate<T>(
	db: Kysely<T>,
	known: Migrations = migrations,
	before: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly string[]> {
	const applied = await appliedAndKnown(db, known);
	if (applied.length > 0 && applied.length < Object.keys(known).length) await before();
	return namesOf(await (await migratorOf(db, known)).migrateToLatest());
}

/** As far as `last`, one of the known: to take in what was written under an older version. */
export async function migrateAsFarAs<T>(
	db: Kysely<T>,
	last: string,
	known: Migrations = migrations,
): Promise<readonly string[]> {
	await appliedAndKnown(db, known);
	return namesOf(await (await migratorOf(db, known)).migrateTo(last));
}
