/** The same test on both databases. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe } from 'vitest';
import { kyselyOver, type OpenDatabase, openDatabase } from '../../server/store/database.ts';
import { createPglite } from '../../server/store/embedded.ts';
import { packedTables } from './data-folder.ts';
import { testPostgres } from './postgres.ts';

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
		return testStoreOf(database, server.url(name), async () => {
			await database.close();
			await server.dropDatabase(name);
		});
	}
	const { database, truncate } = resting.pop() ?? (await openInMemory());
	return testStoreOf(database, null, async () => {
		await truncate();
		resting.push({ database, truncate });
	});
}

interface InMemory {
	readonly database: OpenDatabase;
	/** Takes away what deleted rows leave behind, too. */
	truncate(): Promise<void>;
}

/** Emptied, for the next file of this worker: to open another takes a second of the processor. */
const resting: InMemory[] = [];

async function openInMemory(): Promise<InMemory> {
	const pglite = await createPglite(undefined, await packedTables());
	const db = kyselyOver(pglite);
	const database: OpenDatabase = { kind: 'pglite', db, journalDb: db, journalLanes: 1, close: () => pglite.close() };
	return {
		database,
		async truncate() {
			const names = (await tableNames(database)).map((name) => sql.table(name));
			await sql`truncate ${sql.join(names)} cascade`.execute(db);
		},
	};
}

const tableNames = async ({ db }: OpenDatabase): Promise<readonly string[]> =>
	(await db.introspection.getTables()).map(({ name }) => name);

function testStoreOf(database: OpenDatabase, url: string | null, close: () => Promise<void>): TestStore {
	return {
		...database,
		url,
		async clear() {
			// To truncate makes new files for each table and index: a hundred times the work for a few rows. The role goes past foreign keys.
			const deletions = (await tableNames(database)).map((name) => `delete from "${name}";`).join(' ');
			const all = `begin set local session_replication_role = replica; ${deletions} end`;
			await sql`do ${sql.lit(all)}`.execute(database.db);
		},
		close,
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
