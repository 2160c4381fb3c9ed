/** Reads every row of a database as it stood at one moment. */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
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

export interface Breathing {
	readonly clock: Clock;
	/** Between two pages. */
	readonly restMs: number;
	readonly signal: AbortSignal;
}

/** A table as it was, on the one connection that an embedded database has. */
interface Copy {
	readonly of: Table;
	readonly name: string;
}

/**
 * While visitors write, on the one connection of an embedded database. Everything but the entries is copied aside in one
 * short transaction, inside the database; then all is read in pages, with rests between in which commits go on. What
 * comes out is the moment of that transaction: entries are only added, under numbers without a hole (I12), so those up to
 * each session's `last_seq` of that moment are all there was. Sessions that are deleted while we read are told of at the
 * end: what was erased is in no backup that is finished later. No other table refers to entries, so they may come last.
 */
export async function readWhileRunning(db: Kysely<Database>, sink: RowSink, breathing: Breathing): Promise<void> {
	const copies: Copy[] = [];
	try {
		const { entries, migrations } = await db.transaction().execute(async (trx) => {
			const tables = await tablesOf(trx);
			for (const [at, of] of tables.entries()) {
				if (of.name === 'entries') continue;
				const name = `backup_copy_${at}`;
				await sql`create temp table ${sql.table(name)} as select * from ${sql.table(of.name)}`.execute(trx);
				copies.push({ of, name });
			}
			return {
				entries: tables.filter(({ name }) => name === 'entries'),
				migrations: await appliedMigrations(trx),
			};
		});
		await sink.begin({ tables: [...copies.map(({ of }) => of), ...entries], migrations });
		for (const copy of copies) await sink.table(copy.of, (take) => readCopy(db, copy, take, breathing));
		const sessions = copies.find(({ of }) => of.name === 'sessions');
		if (sessions !== undefined) {
			const marks = sql.table(sessions.name);
			await sql`alter table ${marks} add primary key (id)`.execute(db);
			await sql`analyze ${marks}`.execute(db);
			for (const table of entries) await sink.table(table, (take) => readEntries(db, table, marks, take, breathing));
			const { rows } = await sql<{ id: string }>`
				select m.id from ${marks} as m where not exists (select from sessions as s where s.id = m.id)`.execute(db);
			await sink.gone(rows.map(({ id }) => id));
		}
		await sink.end();
	} finally {
		for (const { name } of copies) await sql`drop table if exists ${sql.table(name)}`.execute(db);
	}
}

async function rest({ clock, restMs, signal }: Breathing): Promise<void> {
	await sleep(clock, restMs, signal);
	signal.throwIfAborted();
}

/** In the order in which the rows lie: nothing changes a copy. */
async function readCopy(
	db: Kysely<Database>,
	{ of, name }: Copy,
	take: TakeLines,
	breathing: Breathing,
): Promise<void> {
	let place = '(0,0)';
	for (;;) {
		const { rows } = await sql<{ line: string; place: string }>`
			select ${lineOf(of, 't')} as line, t.ctid::text as place
			from ${sql.table(name)} as t where t.ctid > ${place}::tid order by t.ctid limit ${sql.lit(pageRows)}`.execute(db);
		const last = rows.at(-1);
		if (last === undefined) return;
		place = last.place;
		await take(rows.map(({ line }) => line));
		await rest(breathing);
	}
}

async function readEntries(
	db: Kysely<Database>,
	table: Table,
	marks: RawBuilder<unknown>,
	take: TakeLines,
	breathing: Breathing,
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
		await rest(breathing);
	}
}
