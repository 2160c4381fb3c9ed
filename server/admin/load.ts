/** Puts an archive into empty tables, inside the caller's transaction: all of it or nothing. */
import { sql, type Transaction } from 'kysely';
import { unreachable } from '../../shared/unreachable.ts';
import { migrate, migrateAsFarAs, migrations } from '../store/migrate.ts';
import type { Database } from '../store/schema.ts';
import type { ArchiveHeader } from './archive-format.ts';
import type { ArchivePart } from './archive-reader.ts';
import { OperatorFault } from './operator-fault.ts';
import { countRows, insertLines, raiseSequences, type Table, tablesOf } from './tables.ts';

export interface Loaded {
	readonly rows: number;
	/** Applied after the rows were in: the archive is of an older Baton. */
	readonly migrated: readonly string[];
}

/** Whether this program knows the tables that the archive was made of. */
export function refuseNewer(header: ArchiveHeader): void {
	const newer = header.migrations.filter((name) => !(name in migrations));
	if (newer.length === 0) return;
	throw new OperatorFault(
		`This file was written by a newer Baton (${header.app}; it has ${newer.join(', ')}): use that version.`,
	);
}

/** The tables as they were when the rows were written, and nothing in them. */
export async function prepareTables(
	trx: Transaction<Database>,
	wanted: Pick<ArchiveHeader, 'migrations' | 'tables'>,
): Promise<ReadonlyMap<string, Table>> {
	await migrateAsFarAs(trx, wanted.migrations.at(-1) ?? '');
	const tables = await tablesOf(trx);
	const known = new Map(tables.map((table) => [table.name, table]));
	for (const { name, columns } of wanted.tables) {
		if (JSON.stringify(known.get(name)?.columns) === JSON.stringify(columns)) continue;
		throw new OperatorFault(`The table "${name}" is another one here than in the file: it was changed by hand.`);
	}
	// What a migration itself has put there is among the rows to come.
	await sql`truncate ${sql.join(tables.map(({ name }) => sql.table(name)))}`.execute(trx);
	return known;
}

export async function load(
	trx: Transaction<Database>,
	parts: AsyncIterable<ArchivePart>,
	onRows: (rows: number) => void,
): Promise<Loaded> {
	let tables: ReadonlyMap<string, Table> = new Map();
	let open: Table | null = null;
	let rows = 0;
	for await (const part of parts) {
		switch (part.type) {
			case 'header':
				refuseNewer(part.header);
				tables = await prepareTables(trx, part.header);
				break;
			case 'table': {
				const table = tables.get(part.name);
				if (table === undefined)
					throw new OperatorFault(`The file holds a table that it did not announce: ${part.name}.`);
				open = table;
				break;
			}
			case 'rows':
				if (open !== null) await insertLines(trx, open, part.lines);
				rows += part.lines.length;
				onRows(rows);
				break;
			case 'table-end': {
				const stored = open === null ? 0 : await countRows(trx, open);
				if (stored === part.rows) break;
				throw new OperatorFault(`Of ${part.rows} rows of "${part.name}" ${stored} arrived: nothing was changed.`);
			}
			case 'gone':
				await sql`delete from sessions where id = any(${part.sessions}::text[])`.execute(trx);
				break;
			case 'end':
				break;
			default:
				unreachable(part);
		}
	}
	await raiseSequences(trx, [...tables.values()]);
	return { rows, migrated: await migrate(trx) };
}
