import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '../../server/store/database.ts';
import { migrate, migrations } from '../../server/store/migrate.ts';
import { testPostgres } from '../support/postgres.ts';
import { root } from '../support/prepared.ts';
import { describeStores } from '../support/store.ts';

test('every file in migrations/ is in the list, in the order of its number', () => {
	const files = readdirSync(join(root, 'migrations')).map((name) => name.replace(/\.ts$/, ''));
	expect(Object.keys(migrations)).toEqual(files.sort());
});

describeStores('the database', (store) => {
	test('bigint columns come back as numbers and jsonb columns as values', async () => {
		const { db } = store();
		const row = { id: '0199a000-0000-7000-8000-000000000001', plan: 'pro', created_at: 1_790_000_000_123 } as never;
		await db.insertInto('accounts').values(row).execute();
		const rows = await db.selectFrom('accounts').selectAll().execute();
		expect(rows).toEqual([row]);
	});

	test('migrations do nothing a second time', async () => {
		expect(await migrate(store().db)).toEqual([]);
	});

	test('a newer schema is refused in one sentence and left alone', async () => {
		const newer = { ...migrations, '9999-later': { up: async () => {} } };
		expect(await migrate(store().db, newer)).toEqual(['9999-later']);
		await expect(migrate(store().db)).rejects.toMatchObject({
			name: 'StartFault',
			message:
				'This database was last used by a newer Baton (it has 9999-later): run that version, or restore a backup made before it.',
		});
		expect(await migrate(store().db, newer)).toEqual([]);
	});

	test('a migration that fails leaves nothing of itself', async () => {
		const known = {
			...migrations,
			'9999-later': { up: async () => {} },
			'9999-then': {
				up: async (db: Parameters<typeof migrate>[0]) => {
					await sql`create table half_made (id integer)`.execute(db);
					await sql`create table accounts (id integer)`.execute(db);
				},
			},
		};
		await expect(migrate(store().db, known)).rejects.toMatchObject({ name: 'StartFault' });
		const there = await sql<{ there: boolean }>`select to_regclass('half_made') is not null as there`.execute(
			store().db,
		);
		expect(there.rows).toEqual([{ there: false }]);
	});
});

test('several processes that start at once on an empty Postgres all succeed', async () => {
	const server = await testPostgres();
	await server.query('create database empty');
	const url = server.url('empty');
	const opened = await Promise.all(Array.from({ length: 4 }, () => openDatabase({ kind: 'postgres', url })));
	const names = await sql<{ name: string }>`select name from kysely_migration`.execute(
		opened[0]?.db ?? expect.unreachable(),
	);
	expect(names.rows.map((row) => row.name)).toEqual(Object.keys(migrations));
	await Promise.all(opened.map((database) => database.close()));
	await server.dropDatabase('empty');
});
