/** Writes an archive's lines, in order; see archive-format.ts. */
import { createHash } from 'node:crypto';
import { type ArchiveHeader, type ArchiveMark, formatVersion } from './archive-format.ts';
import { createDigester } from './digest.ts';
import type { RowSink } from './snapshot.ts';

export interface ArchiveWriterDeps {
	/** Resolves when it takes more. */
	readonly write: (text: string) => Promise<void>;
	readonly about: Pick<ArchiveHeader, 'app' | 'madeAt' | 'secret'>;
	/** Told how many rows there are so far. */
	readonly onRows: (rows: number) => void;
}

export interface ArchiveWriter extends RowSink {
	readonly rows: number;
}

const goneInOneLine = 1_000;

export function createArchiveWriter({ write, about, onRows }: ArchiveWriterDeps): ArchiveWriter {
	const sha256 = createHash('sha256');
	let tables = 0;
	let rows = 0;

	function put(text: string): Promise<void> {
		sha256.update(text);
		return write(text);
	}

	const mark = (value: ArchiveMark): Promise<void> => put(`${JSON.stringify(value)}\n`);

	return {
		get rows() {
			return rows;
		},
		begin(shape) {
			const header: ArchiveHeader = {
				baton: 'archive',
				version: formatVersion,
				...about,
				migrations: [...shape.migrations],
				tables: shape.tables.map(({ name, columns }) => ({ name, columns: [...columns] })),
			};
			return put(`${JSON.stringify(header)}\n`);
		},
		async table({ name }, read) {
			const digester = createDigester();
			await mark({ table: name });
			await read(async (lines) => {
				digester.add(lines);
				rows += lines.length;
				await put(`${lines.join('\n')}\n`);
				onRows(rows);
			});
			await mark({ end: name, digest: digester.result() });
			tables += 1;
		},
		async gone(sessions) {
			for (let at = 0; at < sessions.length; at += goneInOneLine) {
				await mark({ gone: sessions.slice(at, at + goneInOneLine) });
			}
		},
		async end() {
			const trailer = { tables, rows, sha256: sha256.digest('hex') };
			await write(`${JSON.stringify({ trailer } satisfies ArchiveMark)}\n`);
		},
	};
}
