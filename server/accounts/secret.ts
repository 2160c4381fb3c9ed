/** The one secret of a house, and the keys that are drawn from it: one for each use, so that none opens another's lock. */
import { hkdfSync } from 'node:crypto';
import {
	closeSync,
	fsyncSync,
	linkSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { FillRandom } from '../../shared/ids.ts';

export type KeyUse = 'visitor-token' | 'demo-facts' | 'web-push' | 'archive-mark';

export interface Secret {
	/** 32 bytes, the same at each start. */
	keyFor(use: KeyUse): Buffer;
}

/** The file can't be read or made; the message is one sentence for the operator. */
export class SecretFault extends Error {
	constructor(message: string, cause?: unknown) {
		super(message, { cause });
		this.name = 'SecretFault';
	}
}

export interface SecretOptions {
	/** `SECRET_KEY`; null: the one in the data folder. */
	readonly secretKey: string | null;
	readonly dataDir: string;
	readonly fill: FillRandom;
}

export function openSecret({ secretKey, dataDir, fill }: SecretOptions): Secret {
	const secret = secretKey ?? keptSecret(dataDir, fill);
	return { keyFor: (use) => Buffer.from(hkdfSync('sha256', secret, '', `baton ${use}`, 32)) };
}

/** Where the secret lies if the environment names none. */
export const secretFile = (dataDir: string): string => join(dataDir, 'secret.key');

/** Null: there is none yet. */
export const readKeptSecret = (dataDir: string): string | null => read(secretFile(dataDir));

function keptSecret(dataDir: string, fill: FillRandom): string {
	const file = secretFile(dataDir);
	try {
		return read(file) ?? make(dataDir, file, fill);
	} catch (error) {
		if (error instanceof SecretFault) throw error;
		throw new SecretFault(
			`The secret in ${file} can not be read or made: check the permissions of the folder, or set SECRET_KEY.`,
			error,
		);
	}
}

/** Null: it is not there. A damaged one is not replaced: visitors and their conversations hang on it. */
function read(file: string): string | null {
	let text: string;
	try {
		text = readFileSync(file, 'utf8').trim();
	} catch (error) {
		if (isCode(error, 'ENOENT')) return null;
		throw error;
	}
	if (text.length >= 32) return text;
	throw new SecretFault(
		`The secret in ${file} is damaged: restore it from a backup, or delete the file; visitors then begin new conversations.`,
	);
}

function make(dataDir: string, file: string, fill: FillRandom): string {
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const secret = Buffer.from(fill(new Uint8Array(32))).toString('base64url');
	const name = Buffer.from(fill(new Uint8Array(8))).toString('hex');
	// Whole on the disk before it has its name, so that a crash leaves no half of it; and only one process names it.
	const unnamed = join(dataDir, `secret.${name}`);
	const descriptor = openSync(unnamed, 'wx', 0o600);
	try {
		writeSync(descriptor, `${secret}\n`);
		fsyncSync(descriptor);
		return nameIt(unnamed, file) ? secret : (read(file) ?? secret);
	} finally {
		closeSync(descriptor);
		rmSync(unnamed, { force: true });
	}
}

/** False: another process was faster. */
function nameIt(unnamed: string, file: string): boolean {
	try {
		linkSync(unnamed, file);
	} catch (error) {
		if (isCode(error, 'EEXIST')) return false;
		// Some network and container file systems have no links.
		renameSync(unnamed, file);
	}
	return true;
}

const isCode = (error: unknown, code: string): boolean =>
	error instanceof Error && 'code' in error && error.code === code;
