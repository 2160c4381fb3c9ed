/** What comes from a provider → the database in it: the bare file, one that is gzipped, or one in a gzipped tar archive. */
import { gunzipSync } from 'node:zlib';
import { maxCountryFileBytes } from '../visitor/country-file.ts';

export type Unpacked =
	| { readonly ok: true; readonly bytes: Buffer }
	| { readonly ok: false; readonly problem: 'archive-broken' | 'archive-large' | 'archive-empty' | 'zip' };

const blockBytes = 512;
/** An archive holds a licence and a read-me beside the database. */
const maxUnpackedBytes = maxCountryFileBytes + 1024 * 1024;

export function unpackCountryFile(given: Buffer): Unpacked {
	if (given.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return { ok: false, problem: 'zip' };
	let bytes = given;
	if (given[0] === 0x1f && given[1] === 0x8b) {
		try {
			bytes = gunzipSync(given, { maxOutputLength: maxUnpackedBytes });
		} catch (error) {
			const isLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
			return { ok: false, problem: isLarge ? 'archive-large' : 'archive-broken' };
		}
	}
	return isTar(bytes) ? fromTar(bytes) : { ok: true, bytes };
}

const isTar = (bytes: Buffer): boolean => bytes.subarray(257, 262).toString('latin1') === 'ustar';

/** The first regular file whose name ends as a database's does. */
function fromTar(bytes: Buffer): Unpacked {
	for (let at = 0; at + blockBytes <= bytes.length; ) {
		const header = bytes.subarray(at, at + blockBytes);
		// Two blocks of nothing end an archive.
		if (header[0] === 0) break;
		const size = Number.parseInt(textAt(header, 124, 12), 8);
		const begin = at + blockBytes;
		if (!Number.isSafeInteger(size) || size < 0 || begin + size > bytes.length)
			return { ok: false, problem: 'archive-broken' };
		const isFile = header[156] === 0x30 || header[156] === 0;
		if (isFile && textAt(header, 0, 100).endsWith('.mmdb'))
			return { ok: true, bytes: bytes.subarray(begin, begin + size) };
		at = begin + Math.ceil(size / blockBytes) * blockBytes;
	}
	return { ok: false, problem: 'archive-empty' };
}

const textAt = (header: Buffer, at: number, length: number): string =>
	header
		.toString('latin1', at, at + length)
		.split('\0', 1)
		.join('')
		.trim();
