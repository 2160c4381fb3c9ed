/**
 * One process per data folder. Two on one PGlite folder destroy it, and PGlite has no lock of its own; the system frees
 * this one when the process dies in whatever way, which a PID or heartbeat file can't promise.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartFault } from './start-fault.ts';

export interface FolderLock {
	release(): void;
}

/** Node 22 announces SQLite as experimental on each start: true, and nothing that an operator can act on. */
function loadSqlite(): typeof import('node:sqlite') {
	const warn = process.emitWarning;
	process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
		if (String(warning).startsWith('SQLite is an experimental feature')) return;
		Reflect.apply(warn, process, [warning, ...rest]);
	};
	try {
		// Not an import: the warning must come while ours is in place, and only then.
		return process.getBuiltinModule('node:sqlite');
	} finally {
		process.emitWarning = warn;
	}
}

/**
 * Takes the folder (made if absent) or throws `StartFault`.
 * `waitMs`: how long to wait for another process to give it up; it blocks the thread.
 */
export function lockFolder(folder: string, waitMs = 0): FolderLock {
	const { DatabaseSync } = loadSqlite();
	try {
		// Conversations and keys lie in it: for this user alone. A folder that exists keeps the operator's permissions.
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const file = new DatabaseSync(join(folder, 'baton.lock'), { timeout: waitMs });
		try {
			file.exec('begin exclusive');
		} catch (error) {
			file.close();
			throw error;
		}
		return { release: () => file.close() };
	} catch (cause) {
		const message = cause instanceof Error ? cause.message : String(cause);
		if (message.includes('locked')) {
			throw new StartFault(
				`Another Baton is running on the data folder ${folder}: stop it, or give this one its own DATA_DIR.`,
				cause,
			);
		}
		throw new StartFault(
			`The data folder ${folder} can not be used (${message}): check DATA_DIR and its permissions.`,
			cause,
		);
	}
}
