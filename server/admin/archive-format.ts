/**
 * The one file that holds everything: gzipped lines of JSON. A header; of each table its name, its rows and its end; then
 * what was deleted meanwhile; then a trailer with the SHA-256 of all that stands before it. It says nothing of how a
 * database keeps its pages, so it outlives a change of the embedded database's major version.
 */
import { z } from 'zod';

export const formatVersion = 1;

const count = z.int().min(0);
const digest = z.object({ rows: count, hex: z.string().regex(/^[0-9a-f]{64}$/) });
const column = z.object({ name: z.string().min(1).max(63), type: z.string().min(1).max(200) });

/** What visitors' tokens hang on: the key itself if it lies in the data folder, else how to tell that it is the same. */
const secret = z.discriminatedUnion('kept', [
	z.object({ kept: z.literal('here'), key: z.string().min(32).max(1_000) }),
	z.object({ kept: z.literal('elsewhere'), mark: z.string().max(100) }),
	z.object({ kept: z.literal('left-out') }),
]);
export type ArchiveSecret = z.infer<typeof secret>;

export const archiveHeader = z.object({
	baton: z.literal('archive'),
	version: z.int(),
	/** Of the Baton that wrote it. */
	app: z.string().max(100),
	/** ISO 8601. */
	madeAt: z.string().max(40),
	migrations: z.array(z.string().max(200)).min(1).max(10_000),
	tables: z.array(z.object({ name: z.string().min(1).max(63), columns: z.array(column).min(1).max(1_000) })).max(1_000),
	secret,
});
export type ArchiveHeader = z.infer<typeof archiveHeader>;

/** Every line that is no row (rows are arrays) and no header. */
export const archiveMark = z.union([
	z.strictObject({ table: z.string() }),
	z.strictObject({ end: z.string(), digest }),
	z.strictObject({ gone: z.array(z.string()) }),
	z.strictObject({ trailer: z.strictObject({ tables: count, rows: count, sha256: z.string() }) }),
]);
export type ArchiveMark = z.infer<typeof archiveMark>;
