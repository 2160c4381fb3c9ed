/** Columns of kinds that a later migration may bring go out as lines and come back as they were. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readTable } from '../../server/admin/snapshot.ts';
import { insertLines, raiseSequences, type Table, tablesOf } from '../../server/admin/tables.ts';
import { describeStores } from '../support/store.ts';

describeStores('any table', (store) => {
	test('numbers that the database gives, computed columns, bytes, arrays, times and nothing', async () => {
		const { db } = store();
		await sql`create table above (id uuid primary key)`.execute(db);
		await sql`create table "Odd name" (
			id bigint generated always as identity primary key,
			above_id uuid references above (id) on delete cascade,
			word text, loud text generated always as (upper(word)) stored,
			raw bytea, tags text[], at timestamptz, share double precision, price numeric(10, 2), fine boolean, facts jsonb
		)`.execute(db);
		await sql`insert into above values ('0199a000-0000-7000-8000-000000000001')`.execute(db);
		await sql`insert into "Odd name" (above_id, word, raw, tags, at, share, price, fine, facts) values
			('0199a000-0000-7000-8000-000000000001', 'a "b" \\ ž', '\\x00ff10', '{a,"b,c",NULL,""}', '2026-01-02 03:04:05.678901+02', 0.1, 12.30, true, '{"b": 1, "a": [null, 1e300]}'),
			(null, null, null, null, null, 'NaN', null, null, null)`.execute(db);
		const tables = await tablesOf(db);
		const names = tables.map(({ name }) => name);
		expect(names.indexOf('above')).toBeLessThan(names.indexOf('Odd name'));
		expect(names).not.toContain('kysely_migration');
		const odd = tables.find(({ name }) => name === 'Odd name') as Table;
		expect(odd.columns.map(({ name }) => name)).not.toContain('loud');
		const all = () => sql`select * from "Odd name" order by id`.execute(db);
		const { rows: before } = await all();
		const lines: string[] = [];
		await db.transaction().execute((trx) => readTable(trx, odd, (part) => void lines.push(...part)));
		await sql`delete from "Odd name"`.execute(db);
		await sql`alter table "Odd name" alter column id restart with 1`.execute(db);
		await insertLines(db, odd, lines);
		await raiseSequences(db, [odd]);
		expect((await all()).rows).toEqual(before);
		const { rows } = await sql`insert into "Odd name" (word) values ('next') returning id, loud`.execute(db);
		expect(rows).toEqual([{ id: 3, loud: 'NEXT' }]);
	});
});
