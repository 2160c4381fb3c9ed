/** The same test on both databases. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../server/store/database.ts';
import { testPostgres } from './postgres.ts';
import { cacheFolder, prepared } from './prepared.ts';

export type StoreKind = OpenDatabase['kind'];
export const storeKinds: readonly StoreKind[] = ['pglite', 'postgres'];

export interface TestStore extends OpenDatabase {
	/** Postgres only: where it is, for a second process or a second pool. */
	readonly url: string | null;
	/** Empties every table. */
	clear(): Promise<void>;
}

/** Makes `folder` a data folder with an empty, migrated PGlite: a start on it takes half a second instead of five. */
export async function fillDataFolder(folder: string): Promise<void> {
	mkdirSync(cacheFolder, { recursive: true });
	const home = await prepared(cacheFolder, 'pglite', async (making) => {
		const database = await openDatabase({ kind: 'pglite', folder: making });
		await database.close();
	});
	cpSync(join(home, 'database'), join(folder, 'database'), { recursive: true });
}

/** A fresh, migrated, empty database, gone after `close`. */
export async function openTestStore(kind: StoreKind): Promise<TestStore> {
	if (kind === 'postgres') {
		const server = await testPostgres();
		const name = await server.createDatabase();
		const database = await openDatabase({ kind, url: server.url(name) });
		return testStoreOf(database, server.url(name), () => server.dropDatabase(name));
	}
	const folder = mkdtempSync(join(tmpdir(), 'baton-pglite-'));
	await fillDataFolder(folder);
	const database = await openDatabase({ kind, folder });
	return testStoreOf(database, null, () => rmSync(folder, { recursive: true, force: true }));
}

function testStoreOf(database: OpenDatabase, url: string | null, remove: () => Promise<void> | void): TestStore {
	return {
		...database,
		url,
		async clear() {
			const tables = await database.db.introspection.getTables();
			const names = tables.map((table) => sql.table(table.name));
			await sql`truncate ${sql.join(names)} cascade`.execute(database.db);
		},
		async close() {
			await database.close();
			await remove();
		},
	};
}

/** Registers the suite once for each database. `store()` is the open one, shared by the suite's tests. */
export function describeStores(name: string, suite: (store: () => TestStore) => void): void {
	for (const kind of storeKinds) {
		describe(`${name} on ${kind}`, () => {
			let open: TestStore | undefined;
			beforeAll(async () => {
				open = await openTestStore(kind);
			}, 60_000);
			afterAll(() => open?.close());
			suite(() => {
				if (open === undefined) throw new Error('the store is open only while tests run');
				return open;
			});
		});
	}
}
