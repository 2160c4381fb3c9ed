/** `move --to URL`: every row into another, empty Postgres, and the proof that both sides hold the same. */
import { sql, type Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import { type DatabaseConfig, openRaw, type RawDatabase } from '../store/database.ts';
import type { Database } from '../store/schema.ts';
import { stampOf } from './archive-file.ts';
import { createDigester, type Digest, isSame } from './digest.ts';
import { prepareTables } from './load.ts';
import { OperatorFault } from './operator-fault.ts';
import { fillPostgres, refuseFilled, refuseRunning } from './places.ts';
import { type RowSink, readAtOnce, readTable } from './snapshot.ts';
import { insertLines, raiseSequences, type Table } from './tables.ts';
import { rowsText } from './words.ts';

export interface MoveDeps {
	/** Nobody else has it open. */
	readonly from: DatabaseConfig;
	readonly to: string;
	readonly clock: Clock;
	readonly say: (line: string) => void;
}

const progressRows = 100_000;

export async function move({ from, to, clock, say }: MoveDeps): Promise<readonly string[]> {
	const target = await openRaw({ kind: 'postgres', url: to });
	try {
		await refuseFilled(target.db, 'The database that you move to');
		const source = await openRaw(from);
		try {
			if (source.kind === 'postgres') await refuseRunning(source.db);
			return await copy(source, target, `moved_${stampOf(clock.now()).replaceAll('-', '_')}`, say);
		} finally {
			await source.close();
		}
	} finally {
		await target.close();
	}
}

async function copy(
	source: RawDatabase,
	target: RawDatabase,
	asideName: string,
	say: (line: string) => void,
): Promise<readonly string[]> {
	const { value, aside } = await fillPostgres(target.db, asideName, async (trx) => {
		const receiver = createReceiver(trx, say);
		await readAtOnce(source.db, receiver);
		return receiver.compare();
	});
	// Its tables were empty.
	if (aside !== null) await sql`drop schema ${sql.id(aside)} cascade`.execute(target.db);
	return [
		...value,
		'Both sides hold the same. Next: set DATABASE_URL to the new database and start Baton.',
		'The old one is as it was: delete it when you are content.',
	];
}

function createReceiver(trx: Transaction<Database>, say: (line: string) => void) {
	const read = new Map<Table, Digest>();
	let rows = 0;
	let nextSaid = progressRows;
	return {
		async begin({ tables, migrations }) {
			if (migrations.length === 0) throw new OperatorFault('There is nothing to move: this database was never used.');
			const shape = tables.map(({ name, columns }) => ({ name, columns: [...columns] }));
			await prepareTables(trx, { migrations: [...migrations], tables: shape });
		},
		async table(table, readRows) {
			const digester = createDigester();
			await readRows(async (lines) => {
				digester.add(lines);
				await insertLines(trx, table, lines);
				rows += lines.length;
				if (rows < nextSaid) return;
				say(`${rows} rows so far`);
				nextSaid += progressRows;
			});
			read.set(table, digester.result());
		},
		gone: () => Promise.resolve(),
		end: () => raiseSequences(trx, [...read.keys()]),
		/** Reads back all that was written. One line a table; throws if a single row differs. */
		async compare(): Promise<readonly string[]> {
			say('Comparing both sides');
			const lines: string[] = [];
			for (const [table, here] of read) {
				const digester = createDigester();
				await readTable(trx, table, (part) => digester.add(part));
				const there = digester.result();
				if (!isSame(here, there)) {
					throw new OperatorFault(
						`"${table.name}" is not the same on both sides (${rowsText(here.rows)} ${here.hex}, ${rowsText(there.rows)} ${there.hex}): nothing was moved.`,
					);
				}
				lines.push(`✔ ${table.name}: ${rowsText(here.rows)}, ${here.hex.slice(0, 16)} on both sides`);
			}
			return lines;
		},
	} satisfies RowSink & { compare(): Promise<readonly string[]> };
}
