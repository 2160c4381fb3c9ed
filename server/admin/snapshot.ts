/** Reads every row of a database as it stood at one moment. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { type Clock, sleep } from '../clock.ts';
import { appliedMigrations } from '../store/migrate.ts';
import type { Database } from '../store/schema.ts';
import { lineOf, type Table, tablesOf } from './tables.ts';

export type TakeLines = (lines: readonly string[]) => Promise<void> | void;

/** Where rows go: told once what will come, then of each table, parents first. */
export interface RowSink {
	begin(shape: { readonly tables: readonly Table[]; readonly migrations: readonly string[] }): Promise<void>;
	table(table: Table, read: (take: TakeLines) => Promise<void>): Promise<void>;
	/** Sessions that were told of and have been deleted since. */
	gone(sessions: readonly string[]): Promise<void>;
	end(): Promise<void>;
}

const pageRows = 1_000;

/** One transaction that sees one moment. On an embedded database everybody else waits until it is over. */
export async function readAtOnce(db: Kysely<Database>, sink: RowSink): Promise<void> {
	await db
		.transaction()
		.setIsolationLevel('repeatable read')
		.execute(async (trx) => {
			const tables = await tablesOf(trx);
			await sink.begin({ tables, migrations: await appliedMigrations(trx) });
			for (const table of tables) await sink.table(table, (take) => readTable(trx, table, take));
		});
	await sink.end();
}

export async function readTable(trx: Transaction<Database>, table: Table, take: TakeLines): Promise<void> {
	await sql`declare copied no scroll cursor for select ${lineOf(table, 't')} as line from ${sql.table(table.name)} as t`.execute(
		trx,
	);
	for (;;) {
		const { rows } = await sql<{ line: string }>`fetch ${sql.lit(pageRows)} from copied`.execute(trx);
		if (rows.length === 0) break;
		await take(rows.map((row) => row.line));
	}
	await sql`close copied`.execute(trx);
}

const marks = sql.table('backup_marks');

/**
 * While visitors write, on the one connection of an embedded database. Everything but the entries is read in one short
 * transaction; the entries follow in pages, with rests between in which commits go on. What comes out is the moment of
 * that transaction: entries are only added, under numbers without a hole (I12), so those up to each session's `last_seq`
 * of that moment are all there was. Sessions that are deleted while we read are told of at the end: what was erased is
 * in no backup that is finished later.
 */
export async function readWhileRunning(
	db: Kysely<Database>,
	sink: RowSink,
	{ clock, restMs, signal }: { readonly clock: Clock; readonly restMs: number; readonly signal: AbortSignal },
): Promise<void> {
	let entries: Table | undefined;
	try {
		await db.transaction().execute(async (trx) => {
			const tables = await tablesOf(trx);
			entries = tables.find(({ name }) => name === 'entries');
			const others = tables.filter((table) => table !== entries);
			await sql`create temp table ${marks} as select id, last_seq from sessions`.execute(trx);
			await sql`alter table ${marks} add primary key (id)`.execute(trx);
			await sql`analyze ${marks}`.execute(trx);
			const inOrder = entries === undefined ? others : [...others, entries];
			await sink.begin({ tables: inOrder, migrations: await appliedMigrations(trx) });
			for (const table of others) await sink.table(table, (take) => readTable(trx, table, take));
		});
		const paged = entries;
		if (paged === undefined) return await sink.end();
		await sink.table(paged, (take) =>
			readEntries(db, paged, take, async () => {
				await sleep(clock, restMs, signal);
				signal.throwIfAborted();
			}),
		);
		const { rows } = await sql<{ id: string }>`
			select m.id from ${marks} as m where not exists (select from sessions as s where s.id = m.id)`.execute(db);
		await sink.gone(rows.map(({ id }) => id));
		await sink.end();
	} finally {
		await sql`drop table if exists ${marks}`.execute(db);
	}
}

async function readEntries(
	db: Kysely<Database>,
	table: Table,
	take: TakeLines,
	rest: () => Promise<void>,
): Promise<void> {
	let [id, seq] = ['', 0];
	for (;;) {
		const { rows } = await sql<{ line: string; id: string; seq: number }>`
			select ${lineOf(table, 'e')} as line, e.session_id as id, e.seq
			from entries as e join ${marks} as m on m.id = e.session_id and e.seq <= m.last_seq
			where (e.session_id, e.seq) > (${id}, ${seq}::integer)
			order by e.session_id, e.seq
			limit ${sql.lit(pageRows)}`.execute(db);
		const last = rows.at(-1);
		if (last === undefined) return;
		[id, seq] = [last.id, last.seq];
		await take(rows.map((row) => row.line));
		await rest();
	}
}
