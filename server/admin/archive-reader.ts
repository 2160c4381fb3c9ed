/** Reads an archive's lines and hands out what they are; whatever is not as archive-format.ts says is one sentence. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { type ArchiveHeader, type ArchiveMark, archiveHeader, archiveMark, formatVersion } from './archive-format.ts';
import { createDigester, isSame } from './digest.ts';
import { OperatorFault } from './operator-fault.ts';

export type ArchivePart =
	| { readonly type: 'header'; readonly header: ArchiveHeader }
	| { readonly type: 'table'; readonly name: string }
	| { readonly type: 'rows'; readonly lines: readonly string[] }
	| { readonly type: 'table-end'; readonly name: string; readonly rows: number }
	| { readonly type: 'gone'; readonly sessions: readonly string[] }
	/** All of it was there, and nothing else. */
	| { readonly type: 'end'; readonly rows: number };

const mostRows = 1_000;
const mostUnits = 1024 * 1024;
/** Longer than any row that Baton writes by far. */
const longestLine = 64 * 1024 * 1024;

const strange = (file: string, cause?: unknown) =>
	new OperatorFault(`${file} is no archive of Baton's: name a file that backup or export has written.`, cause);
const damaged = (file: string, cause?: unknown) =>
	new OperatorFault(`${file} is damaged or cut short: nothing was changed; use another copy of it.`, cause);

export async function* readArchive(file: string): AsyncGenerator<ArchivePart, void, undefined> {
	const sha256 = createHash('sha256');
	let digester = createDigester();
	let open: string | null = null;
	let batch: string[] = [];
	let units = 0;
	let tables = 0;
	let rows = 0;
	let isHeader = true;
	let ended = false;

	function* flush(): Generator<ArchivePart> {
		if (batch.length === 0) return;
		digester.add(batch);
		rows += batch.length;
		yield { type: 'rows', lines: batch };
		[batch, units] = [[], 0];
	}

	for await (const line of linesOf(file)) {
		if (ended) throw damaged(file);
		if (isHeader) {
			yield { type: 'header', header: headerOf(file, line) };
			isHeader = false;
		} else if (line.startsWith('[')) {
			if (open === null) throw damaged(file);
			batch.push(line);
			units += line.length;
			if (batch.length >= mostRows || units >= mostUnits) yield* flush();
		} else {
			yield* flush();
			const mark = markOf(file, line);
			if ('trailer' in mark) {
				const isWhole = open === null && mark.trailer.tables === tables && mark.trailer.rows === rows;
				if (!isWhole || mark.trailer.sha256 !== sha256.digest('hex')) throw damaged(file);
				ended = true;
				continue;
			}
			if ('table' in mark) {
				if (open !== null) throw damaged(file);
				open = mark.table;
				digester = createDigester();
				yield { type: 'table', name: open };
			} else if ('end' in mark) {
				const held = digester.result();
				if (open !== mark.end || !isSame(held, mark.digest)) throw damaged(file);
				open = null;
				tables += 1;
				yield { type: 'table-end', name: mark.end, rows: held.rows };
			} else {
				yield { type: 'gone', sessions: mark.gone };
			}
		}
		sha256.update(line);
		sha256.update('\n');
	}
	if (!ended) throw damaged(file);
	yield { type: 'end', rows };
}

/** The header alone, before anything is changed. */
export async function readHeader(file: string): Promise<ArchiveHeader> {
	for await (const line of linesOf(file)) return headerOf(file, line);
	throw damaged(file);
}

function headerOf(file: string, line: string): ArchiveHeader {
	const parsed = archiveHeader.safeParse(parseJson(line));
	if (!parsed.success) throw strange(file, parsed.error);
	if (parsed.data.version > formatVersion) {
		throw new OperatorFault(`${file} was written by a newer Baton (${parsed.data.app}): use that version.`);
	}
	return parsed.data;
}

function markOf(file: string, line: string): ArchiveMark {
	const parsed = archiveMark.safeParse(parseJson(line));
	if (!parsed.success) throw damaged(file, parsed.error);
	return parsed.data;
}

async function* linesOf(file: string): AsyncGenerator<string, void, undefined> {
	const source = createReadStream(file, { highWaterMark: 256 * 1024 });
	const gunzip = createGunzip({ chunkSize: 256 * 1024 });
	source.on('error', (error) => gunzip.destroy(error));
	const text = source.pipe(gunzip).setEncoding('utf8');
	let held = '';
	try {
		for await (const piece of text) {
			// A chunk of a stream with an encoding is a string.
			const parts = (held + String(piece)).split('\n');
			held = parts.pop() ?? '';
			if (held.length > longestLine) throw damaged(file);
			yield* parts;
		}
		if (held !== '') throw damaged(file);
	} catch (error) {
		throw faultOf(file, error);
	} finally {
		source.destroy();
		gunzip.destroy();
	}
}

function faultOf(file: string, error: unknown): unknown {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const message = error instanceof Error ? error.message : '';
	if (code === 'ENOENT') return new OperatorFault(`There is no file ${file}: check its name.`, error);
	if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR') {
		return new OperatorFault(`${file} can not be read (${message}): check its name and its permissions.`, error);
	}
	if (code === 'Z_DATA_ERROR' && message.includes('header check')) return strange(file, error);
	if (code.startsWith('Z_')) return damaged(file, error);
	return error;
}

function parseJson(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		// The schema refuses it.
		return null;
	}
}
