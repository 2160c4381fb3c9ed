/** Puts a country database into the data folder: whole or not at all, and readable for the server's user alone. */
import {
	chownSync,
	closeSync,
	fchmodSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FillRandom } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import { ownCountryFile } from '../visitor/geo.ts';

export interface InstallDeps {
	readonly dataDir: string;
	readonly bytes: Buffer;
	readonly clock: Pick<Clock, 'now'>;
	readonly fill: FillRandom;
}

/** Null: it is there. Else a sentence for the person at the keyboard; what was there before still is. */
export function installCountryFile({ dataDir, bytes, clock, fill }: InstallDeps): string | null {
	const target = ownCountryFile(dataDir);
	const folder = dirname(target);
	const unnamed = `${target}.${Buffer.from(fill(new Uint8Array(6))).toString('hex')}`;
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		clearRemains(folder, clock.now());
		writeDurably(unnamed, bytes);
		giveToOwnerOf(dataDir, [folder, unnamed]);
		renameSync(unnamed, target);
		syncFolder(folder);
		return null;
	} catch (error) {
		remove(unnamed);
		return sentenceOf(error, folder);
	}
}

function writeDurably(path: string, bytes: Buffer): void {
	const descriptor = openSync(path, 'wx', 0o600);
	try {
		// Whatever the mask of this user is.
		fchmodSync(descriptor, 0o600);
		writeFileSync(descriptor, bytes);
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

/** Root may run the command; the server that reads the file does not. */
function giveToOwnerOf(dataDir: string, paths: readonly string[]): void {
	if (process.getuid?.() !== 0) return;
	const { uid, gid } = statSync(dataDir);
	for (const path of paths) chownSync(path, uid, gid);
}

function syncFolder(folder: string): void {
	const descriptor = openSync(folder, 'r');
	try {
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

const hourMs = 3_600_000;

/** A command that was killed leaves its half; another that is at work now does not look like that. */
function clearRemains(folder: string, now: number): void {
	const prefix = `${basename(ownCountryFile(''))}.`;
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		if (name.startsWith(prefix) && now - statSync(path).mtimeMs > hourMs) rmSync(path, { force: true });
	}
}

function remove(path: string): void {
	try {
		rmSync(path, { force: true });
	} catch {
		// The fault that led here is the one to tell.
	}
}

function sentenceOf(error: unknown, folder: string): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	switch (code) {
		case 'ENOSPC':
		case 'EDQUOT':
		// A limit of this shell's, `ulimit -f`.
		case 'EFBIG':
			return `There is no room for the file in ${folder}: free some space and run the command again. The old data stays in use.`;
		case 'EACCES':
		case 'EPERM':
		case 'EROFS':
			return `${folder} can not be written: run the command as the user that runs Baton. The old data stays in use.`;
		default:
			return `The file could not be put into ${folder} (${code}). The old data stays in use.`;
	}
}
