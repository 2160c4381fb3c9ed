/** The same test on both databases. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../server/store/database.ts';
import { fillDataFolder } from './data-folder.ts';
import { testPostgres } from './postgres.ts';

export { fillDataFolder };

export type StoreKind = OpenDatabase['kind'];
export const storeKinds: readonly StoreKind[] = ['pglite', 'postgres'];

export interface TestStore extends OpenDatabase {
	/** Postgres only: where it is, for a second process or a second pool. */
	readonly url: string | null;
	/** Empties every table. */
	clear(): Promise<void>;
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
