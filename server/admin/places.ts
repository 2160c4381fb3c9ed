/** Where an archive's rows may go: an empty database, or one whose old rows are put aside. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql, type Transaction } from 'kysely';
import { embeddedFolder } from '../config.ts';
import { applicationPrefix, kyselyOver } from '../store/database.ts';
import { createPglite, restoredName } from '../store/embedded.ts';
import { lockFolder } from '../store/lock.ts';
import { appliedMigrations } from '../store/migrate.ts';
import type { Database } from '../store/schema.ts';
import { OperatorFault } from './operator-fault.ts';
import { firstFilled, tablesOf } from './tables.ts';

type Fill<T> = (trx: Transaction<Database>) => Promise<T>;

export interface Filled<T> {
	readonly value: T;
	/** Where the old rows are; null: there were none. */
	readonly aside: string | null;
}

/** No server is connected. The embedded database is guarded by its lock instead. */
export async function refuseRunning(db: Kysely<Database>): Promise<void> {
	const { rows } = await sql<{ running: boolean }>`
		select exists (
			select from pg_stat_activity where datname = current_database() and application_name like ${`${applicationPrefix}_%`}
		) as running`.execute(db);
	if (rows[0]?.running !== true) return;
	throw new OperatorFault('A Baton is running on this database: stop it first.');
}

/** Throws unless there is no row that could be lost. `name` is what the operator calls the database. */
export async function refuseFilled(db: Kysely<Database>, name: string): Promise<void> {
	const tables = await tablesOf(db);
	if (tables.length > 0 && (await appliedMigrations(db)).length === 0) {
		throw new OperatorFault(`${name} holds tables that are not Baton's: make an empty one.`);
	}
	const filled = await firstFilled(db, tables);
	if (filled === null) return;
	throw new OperatorFault(
		`${name} is not empty (there are rows in "${filled}"): make an empty one, or use restore, which puts the old rows aside.`,
	);
}

/**
 * In one transaction: our tables go into a schema of their own, `fill` makes new ones and fills them. What was there can
 * be looked at, and brought back, until somebody drops that schema.
 */
export async function fillPostgres<T>(db: Kysely<Database>, asideName: string, fill: Fill<T>): Promise<Filled<T>> {
	return db.transaction().execute(async (trx) => {
		const { rows: tables } = await sql<{ name: string }>`
			select c.relname::text as name from pg_class c
			where c.relnamespace = current_schema()::text::regnamespace and c.relkind in ('r', 'p')`.execute(trx);
		if (tables.length > 0) {
			await makeSchema(trx, asideName);
			for (const { name } of tables) {
				await sql`alter table ${sql.table(name)} set schema ${sql.id(asideName)}`.execute(trx);
			}
		}
		return { value: await fill(trx), aside: tables.length > 0 ? asideName : null };
	});
}

async function makeSchema(trx: Transaction<Database>, name: string): Promise<void> {
	try {
		await sql`create schema ${sql.id(name)}`.execute(trx);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === '42501')) throw error;
		throw new OperatorFault(
			'The database user may not put the old tables aside: "grant create on database … to …;" as its owner, or name an empty database.',
			error,
		);
	}
}

/**
 * A new database is made beside the old one and takes its place only when it is whole; a kill between the two renames is
 * mended by the next opening. Throws `StartFault` while a server runs.
 */
export async function fillEmbedded<T>(
	dataDir: string,
	asideName: string,
	{
		check,
		fill,
		beforeSwap,
	}: {
		/** Of what is there now; null: it is put aside unseen, even if it can not be opened any more. */
		readonly check: ((db: Kysely<Database>) => Promise<void>) | null;
		readonly fill: Fill<T>;
		readonly beforeSwap: () => void;
	},
): Promise<Filled<T>> {
	const folder = embeddedFolder(dataDir);
	const lock = lockFolder(folder);
	const at = (name: string): string => join(folder, name);
	const making = at('database.restoring');
	try {
		// What an earlier restore left when it was killed: it finished its work, or it did not.
		if (existsSync(at(restoredName)) && !existsSync(at('database'))) renameSync(at(restoredName), at('database'));
		rmSync(at(restoredName), { recursive: true, force: true });
		const isThere = existsSync(at('database')) && !existsSync(at('database.unfinished'));
		if (isThere && check !== null) await inEmbedded(at('database'), check);
		rmSync(making, { recursive: true, force: true });
		mkdirSync(making, { mode: 0o700 });
		const value = await inEmbedded(making, (db) => db.transaction().execute(fill));
		beforeSwap();
		renameSync(making, at(restoredName));
		if (isThere) renameSync(at('database'), at(asideName));
		else rmSync(at('database'), { recursive: true, force: true });
		renameSync(at(restoredName), at('database'));
		rmSync(at('database.unfinished'), { force: true });
		return { value, aside: isThere ? at(asideName) : null };
	} catch (error) {
		rmSync(making, { recursive: true, force: true });
		throw error;
	} finally {
		lock.release();
	}
}

async function inEmbedded<T>(folder: string, run: (db: Kysely<Database>) => Promise<T>): Promise<T> {
	const pglite = await createPglite(folder);
	try {
		return await run(kyselyOver(pglite));
	} finally {
		await pglite.close();
	}
}
