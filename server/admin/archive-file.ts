/** A file that is either whole under its name or not there: written beside it, flushed to the disk, then named. */
import { once } from 'node:events';
import { type FileHandle, mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createGzip } from 'node:zlib';
import { OperatorFault } from './operator-fault.ts';

export type Write = (text: string) => Promise<void>;

/** For its owner alone: conversations, e-mail addresses and keys are in it. */
const mode = 0o600;

/** Where the bytes go: a test plants a full disk here. */
export type OpenFile = (path: string) => Promise<FileHandle>;

const openNew: OpenFile = (path) => open(path, 'wx', mode);

export async function writeArchiveFile(
	path: string,
	fill: (write: Write) => Promise<void>,
	openFile: OpenFile = openNew,
): Promise<void> {
	const folder = dirname(path);
	const unfinished = `${path}.unfinished`;
	let file: FileHandle | undefined;
	try {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		await rm(unfinished, { force: true });
		file = await openFile(unfinished);
		await compressInto(file, fill);
		await file.sync();
		await file.close();
		await rename(unfinished, path);
		await flushFolder(folder);
	} catch (error) {
		await file?.close().catch(() => {});
		await rm(unfinished, { force: true }).catch(() => {});
		throw faultOf(path, error);
	}
}

async function compressInto(file: FileHandle, fill: (write: Write) => Promise<void>): Promise<void> {
	const gzip = createGzip({ level: 5, chunkSize: 256 * 1024 });
	const done = drainInto(file, gzip);
	// It may fail while nobody waits for it; whoever writes next is told.
	done.catch(() => {});
	try {
		await fill(async (text) => {
			// Destroyed: the disk took no more.
			if (gzip.destroyed) return done;
			if (!gzip.write(text)) await Promise.race([once(gzip, 'drain'), done]);
		});
		gzip.end();
		await done;
	} finally {
		gzip.destroy();
	}
}

async function drainInto(file: FileHandle, compressed: AsyncIterable<Buffer>): Promise<void> {
	// Goes on where it is, and does not stop half-way as a single write may.
	for await (const bytes of compressed) await file.writeFile(bytes);
}

/** The name is on the disk too. Not every file system has folders that can be flushed. */
async function flushFolder(folder: string): Promise<void> {
	try {
		const handle = await open(folder);
		try {
			await handle.sync();
		} finally {
			await handle.close();
		}
	} catch {
		// The file itself is whole; a name that is lost in a power cut leaves the older backups.
	}
}

const forbidding: readonly string[] = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'EEXIST'];

function faultOf(path: string, error: unknown): unknown {
	const code = error instanceof Error && 'code' in error ? error.code : null;
	if (code === 'ENOSPC' || code === 'EDQUOT') {
		return new OperatorFault(`There is no room on the disk for ${path}: free some, or name a file elsewhere.`, error);
	}
	if (typeof code === 'string' && forbidding.includes(code)) {
		return new OperatorFault(`${path} can not be written (${code}): check the folder and its permissions.`, error);
	}
	return error;
}

/** Bytes that this user may still write where the path lies; null: the system does not say. */
export async function freeBytes(path: string): Promise<number | null> {
	for (let folder = path; ; folder = dirname(folder)) {
		try {
			const { bavail, bsize } = await statfs(folder);
			return bavail * bsize;
		} catch {
			// Not made yet: its parent will hold it.
			if (folder === dirname(folder)) return null;
		}
	}
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-29-184500`, in UTC: sorts by time. */
export function stampOf(now: number): string {
	const at = new Date(now);
	const day = [at.getUTCFullYear(), twoDigits(at.getUTCMonth() + 1), twoDigits(at.getUTCDate())].join('-');
	return `${day}-${[at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(twoDigits).join('')}`;
}

export const backupFolder = (dataDir: string): string => join(dataDir, 'backups');
