/** PGlite: Postgres inside this process, in a folder. No fsync: safe against `kill -9`, not against a power cut. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PGlite } from '@electric-sql/pglite';
import { lockFolder } from './lock.ts';
import { StartFault } from './start-fault.ts';

/** A whole database that is about to take the place of `database`. */
export const restoredName = 'database.restored';

export interface EmbeddedOptions {
	/** The data folder; the database lies in `database` under it. */
	readonly folder: string;
	/** Told at the beginning of whatever takes seconds, for the operator. */
	readonly onProgress?: ((message: string) => void) | undefined;
}

export interface Embedded {
	readonly pglite: PGlite;
	/** The database is whole and migrated: from now on a start opens it. */
	keep(): void;
	close(): Promise<void>;
}

/**
 * A new database without any table, packed by the build: to make one here takes seconds and 300 MB more than to unpack it.
 * Sources that were never built do without.
 */
const packedDatabase = fileURLToPath(new URL('../../dist/database/empty.tar.gz', import.meta.url));

/**
 * An instance over a folder, or in memory. Knowledge search needs both extensions.
 * @param packed where the packed one lies that a new database begins with, if it is there; null: make it here
 */
export async function createPglite(dataDir?: string, packed: string | null = packedDatabase): Promise<PGlite> {
	const isNew = dataDir === undefined || !existsSync(dataDir) || readdirSync(dataDir).length === 0;
	const loadDataDir =
		isNew && packed !== null && existsSync(packed)
			? new Blob([readFileSync(packed)], { type: 'application/x-gzip' })
			: undefined;
	// Loaded here, not above: 27 MB that a start on Postgres can do without.
	const [{ PGlite }, { unaccent }, { pg_trgm }] = await Promise.all([
		import('@electric-sql/pglite'),
		import('@electric-sql/pglite/contrib/unaccent'),
		import('@electric-sql/pglite/contrib/pg_trgm'),
	]);
	return PGlite.create({
		...(dataDir === undefined ? {} : { dataDir }),
		...(loadDataDir === undefined ? {} : { loadDataDir }),
		extensions: { unaccent, pg_trgm },
		// Its own cache, all of it resident before long; files stay in the system's cache anyway. By default 128 MB.
		startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
		// bigint: counts and times in ms, all below 2^53.
		parsers: { 20: Number },
	});
}

export async function openEmbedded({ folder, onProgress }: EmbeddedOptions): Promise<Embedded> {
	const lock = lockFolder(folder);
	const data = join(folder, 'database');
	const unfinished = join(folder, 'database.unfinished');
	const restored = join(folder, restoredName);
	try {
		// A restore that was killed between its two renames: what it made is whole.
		if (!existsSync(data) && existsSync(restored)) renameSync(restored, data);
		// A first start that was killed half-way leaves a folder that will not open. Nothing can be in it yet.
		if (existsSync(unfinished)) rmSync(data, { recursive: true, force: true });
		const first = !existsSync(data);
		if (first) {
			writeFileSync(unfinished, '');
			mkdirSync(data);
		}
		onProgress?.(first ? 'Making the database: a few seconds, this first time only.' : 'Opening the database.');
		const pglite = await createPglite(data);
		return {
			pglite,
			keep: () => rmSync(unfinished, { force: true }),
			async close() {
				if (!pglite.closed) await pglite.close();
				lock.release();
			},
		};
	} catch (cause) {
		lock.release();
		if (cause instanceof StartFault) throw cause;
		throw new StartFault(
			`The database in ${data} can not be opened: check free space and permissions, or restore a backup of the folder.`,
			cause,
		);
	}
}
