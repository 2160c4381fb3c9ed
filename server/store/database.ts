/** Opens the database, brings its tables up to date and hands out Kysely over it: PGlite in a folder, or Postgres. */
import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import { type Log, silentLog } from '../log.ts';
import { type EmbeddedOptions, openEmbedded } from './embedded.ts';
import { migrate, migrations } from './migrate.ts';
import { createPostgresPool, NoConnection } from './postgres-pool.ts';
import type { Database } from './schema.ts';
import { StartFault } from './start-fault.ts';

export type DatabaseConfig =
	| ({
			readonly kind: 'pglite';
			/** Told before tables that hold something are changed; what it throws ends the opening with nothing changed. */
			readonly beforeMigration?: ((database: RawDatabase) => Promise<void>) | undefined;
	  } & EmbeddedOptions)
	| {
			readonly kind: 'postgres';
			readonly url: string;
			/** This process, where others may be on the same database: it can be told from its connections that it lives. */
			readonly processId?: string | undefined;
			readonly log?: Log | undefined;
			readonly onProgress?: ((message: string) => void) | undefined;
	  };

/** As it lies there, of whatever version. */
export interface RawDatabase {
	readonly kind: DatabaseConfig['kind'];
	readonly db: Kysely<Database>;
}

export interface OpenDatabase extends RawDatabase {
	/** For everything but the journal. bigint columns are numbers, jsonb columns are values. */
	readonly db: Kysely<Database>;
	/** For the journal: on Postgres with its own connections and short bounds, so that no report delays a commit. */
	readonly journalDb: Kysely<Database>;
	/** How many statements of the journal may run at once. */
	readonly journalLanes: number;
	close(): Promise<void>;
}

/**
 * Bounds of one statement. The journal answers a commit after two seconds whatever happens: the server must have given
 * up before that, so that the answer is "refused" and not "unknown". A page of history may take longer.
 */
const journalStatementMs = 1_500;
const statementMs = 15_000;
const connectMs = 2_000;
const journalLanes = 3;
export const applicationPrefix = 'baton ';

/** Rejects with `StartFault` only. */
export function openDatabase(config: DatabaseConfig): Promise<OpenDatabase> {
	return config.kind === 'pglite' ? openPglite(config) : openPostgres(config);
}

export const kyselyOver = (pglite: PGlite): Kysely<Database> =>
	new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) });

async function openPglite({ beforeMigration, ...options }: DatabaseConfig & { kind: 'pglite' }): Promise<OpenDatabase> {
	const embedded = await openEmbedded(options);
	const db = kyselyOver(embedded.pglite);
	try {
		await migrate(db, migrations, () => beforeMigration?.({ kind: 'pglite', db }) ?? Promise.resolve());
	} catch (error) {
		await embedded.close();
		throw error;
	}
	embedded.keep();
	// One thread, one instance: a second statement would only wait inside it.
	return { kind: 'pglite', db, journalDb: db, journalLanes: 1, close: () => embedded.close() };
}

/**
 * Opens what is there and changes nothing: for whoever copies it, whatever version it is of. Rejects with `StartFault`.
 * On Postgres a statement may take as long as it takes.
 */
export async function openRaw(config: DatabaseConfig): Promise<RawDatabase & { close(): Promise<void> }> {
	if (config.kind === 'pglite') {
		const embedded = await openEmbedded(config);
		return { kind: 'pglite', db: kyselyOver(embedded.pglite), close: () => embedded.close() };
	}
	const db = connectTo(config, 2, 0);
	try {
		await sql`select`.execute(db);
	} catch (error) {
		await db.destroy();
		throw startFaultOf(config.url, error);
	}
	return { kind: 'postgres', db, close: () => db.destroy() };
}

function connectTo(
	{ url, processId = '', log = silentLog }: DatabaseConfig & { kind: 'postgres' },
	connections: number,
	statementMs: number,
	fixedTexts = false,
): Kysely<Database> {
	const name = `${applicationPrefix}${processId}`;
	const pool = createPostgresPool({ url, connections, connectMs, statementMs, fixedTexts, log, name });
	return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

async function openPostgres(config: DatabaseConfig & { kind: 'postgres' }): Promise<OpenDatabase> {
	config.onProgress?.('Connecting to the database.');
	// No bound: a second process waits here until the first has migrated.
	const migrating = connectTo(config, 1, 0);
	try {
		await migrate(migrating);
	} catch (error) {
		throw startFaultOf(config.url, error);
	} finally {
		await migrating.destroy();
	}
	const db = connectTo(config, 8, statementMs);
	// One more than the lanes: claims and read-backs do not wait for them.
	const journalDb = connectTo(config, journalLanes + 1, journalStatementMs, true);
	return {
		kind: 'postgres',
		db,
		journalDb,
		journalLanes,
		async close() {
			await Promise.all([db.destroy(), journalDb.destroy()]);
		},
	};
}

function startFaultOf(url: string, error: unknown): StartFault {
	if (error instanceof StartFault) return error;
	const cause = error instanceof NoConnection ? error.cause : error;
	// The host only: an address carries the password.
	const host = URL.canParse(url) ? new URL(url).host : 'of DATABASE_URL';
	const said = cause instanceof Error ? wordsOf(cause) : String(cause);
	return new StartFault(`The database ${host} can not be reached (${said}): start it, or correct DATABASE_URL.`, error);
}

/** A refused name that has several addresses comes as an `AggregateError` without a message of its own. */
function wordsOf(error: Error): string {
	if (error.message !== '') return error.message;
	return error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0].message : error.name;
}
