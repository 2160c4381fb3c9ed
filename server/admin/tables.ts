/** What tables there are, asked of the database itself: a table that a later migration adds is copied like the others. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../store/schema.ts';

export interface Column {
	readonly name: string;
	/** As Postgres writes it, with its bounds. */
	readonly type: string;
}

export interface Table {
	readonly name: string;
	/** Without those that the database computes. */
	readonly columns: readonly Column[];
}

interface ColumnRow extends Column {
	readonly table: string;
}

/** Kysely's own books are written by migrations, not copied. */
const inScope = sql`c.relnamespace = current_schema()::text::regnamespace and c.relkind in ('r', 'p') and c.relname not like 'kysely\\_%'`;

/** Parents before their children, and otherwise by name: the same order in every database. */
export async function tablesOf(db: Kysely<Database>): Promise<readonly Table[]> {
	const { rows: columns } = await sql<ColumnRow>`
		select c.relname::text as "table", a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type
		from pg_class c
		join pg_attribute a on a.attrelid = c.oid
		where ${inScope} and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		order by c.relname::text collate "C", a.attnum`.execute(db);
	const { rows: references } = await sql<{ child: string; parent: string }>`
		select distinct c.relname::text as child, p.relname::text as parent
		from pg_constraint f
		join pg_class c on c.oid = f.conrelid
		join pg_class p on p.oid = f.confrelid
		where ${inScope} and f.contype = 'f'`.execute(db);
	const tables = new Map<string, Column[]>();
	for (const { table, name, type } of columns) {
		const known = tables.get(table) ?? [];
		known.push({ name, type });
		tables.set(table, known);
	}
	return parentsFirst([...tables.keys()], references).map((name) => ({ name, columns: tables.get(name) ?? [] }));
}

function parentsFirst(
	names: readonly string[],
	references: readonly { readonly child: string; readonly parent: string }[],
): readonly string[] {
	const ordered = new Set<string>();
	const waiting = new Set(names);
	const isFree = (name: string): boolean =>
		references.every(({ child, parent }) => child !== name || parent === name || ordered.has(parent));
	while (waiting.size > 0) {
		const next = [...waiting].find(isFree);
		if (next === undefined) throw new Error(`these tables refer to each other: ${[...waiting].join(', ')}`);
		waiting.delete(next);
		ordered.add(next);
	}
	return [...ordered];
}

/**
 * One row as one line: a JSON array of the columns' texts. The text of a value is the one form that Postgres promises to
 * read back as the same value, in every version and in PGlite.
 */
export const lineOf = ({ columns }: Table, of: string): RawBuilder<string> =>
	sql`json_build_array(${sql.join(columns.map(({ name }) => sql`${sql.ref(`${of}.${name}`)}::text`))})::text`;

/** Puts lines back. The types are the database's own words, never a file's. */
export async function insertLines(db: Kysely<Database>, { name, columns }: Table, lines: readonly string[]) {
	const values = columns.map(({ type }, at) => sql`(line ->> ${sql.lit(at)})::${sql.raw(type)}`);
	await sql`
		insert into ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column.name)))})
		overriding system value
		select ${sql.join(values)} from jsonb_array_elements(${`[${lines.join(',')}]`}::jsonb) as line`.execute(db);
}

/** After rows were put in with the numbers that they had: the next number is a new one. */
export async function raiseSequences(db: Kysely<Database>, tables: readonly Table[]): Promise<void> {
	for (const table of tables) {
		for (const column of table.columns) {
			const { rows } = await sql<{ sequence: string | null }>`
				select pg_get_serial_sequence(${sql.lit(`"${table.name}"`)}, ${sql.lit(column.name)}) as sequence`.execute(db);
			const sequence = rows[0]?.sequence ?? null;
			if (sequence === null) continue;
			await sql`
				select setval(${sequence}::regclass, most) from (select max(${sql.ref(column.name)}) as most from ${sql.table(table.name)}) as held
				where most is not null`.execute(db);
		}
	}
}

export async function countRows(db: Kysely<Database>, { name }: Table): Promise<number> {
	const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(name)}`.execute(db);
	return rows[0]?.count ?? 0;
}

/** The first table that holds a row; null: all are empty. */
export async function firstFilled(db: Kysely<Database>, tables: readonly Table[]): Promise<string | null> {
	for (const { name } of tables) {
		const { rows } = await sql<{ filled: boolean }>`select exists (select from ${sql.table(name)}) as filled`.execute(
			db,
		);
		if (rows[0]?.filled === true) return name;
	}
	return null;
}
