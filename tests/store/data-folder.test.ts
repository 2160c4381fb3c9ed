/** The data folder: one process at a time, and nothing acknowledged is lost when that one is killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../server/store/database.ts';
import { lockFolder } from '../../server/store/lock.ts';
import { type SiteId, sessionIdOf } from '../../shared/ids.ts';
import { fillDataFolder } from '../support/data-folder.ts';
import { makeSite, openJournal, transcriptOf } from './transcripts.ts';

let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'baton-data-'));
});
afterEach(() => {
	for (const child of children.splice(0)) child.kill('SIGKILL');
	rmSync(folder, { recursive: true, force: true });
});

const writerFile = fileURLToPath(new URL('./journal-writer.ts', import.meta.url));

/** Starts a process that writes to the folder, or with no site only holds it. `complaints` is all of its stderr. */
function start(args: readonly string[], onLine: (line: string) => void) {
	const child = spawn(process.execPath, ['--liftoff-only', writerFile, folder, ...args], { stdio: 'pipe' });
	children.push(child);
	let complaints = '';
	child.stderr.on('data', (bytes) => {
		complaints += String(bytes);
	});
	createInterface({ input: child.stdout }).on('line', onLine);
	const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	return { kill: () => child.kill('SIGKILL'), exited, complaints: () => complaints };
}

async function killed(
	args: readonly string[],
	when: (lines: readonly string[]) => boolean,
): Promise<readonly string[]> {
	const lines: string[] = [];
	const writer = start(args, (line) => {
		lines.push(line);
		if (when(lines)) writer.kill();
	});
	await writer.exited;
	expect(writer.complaints()).toBe('');
	return lines;
}

test('I11: whatever was acknowledged before a kill -9 is there, dense, and nothing else but what was on its way', async () => {
	await fillDataFolder(folder);
	const prepare = await openDatabase({ kind: 'pglite', folder });
	const siteId: SiteId = await makeSite(prepare);
	await prepare.close();
	const last = new Map<string, number>();
	for (const length of [40, 200]) {
		const lines = await killed([siteId], (all) => all.length === length);
		for (const line of lines.slice(1)) {
			const [id = '', seq] = line.split(' ');
			expect(Number(seq)).toBe((last.get(id) ?? 0) + 1);
			last.set(id, Number(seq));
		}
	}
	expect(last.size).toBe(16);
	const database = await openDatabase({ kind: 'pglite', folder });
	try {
		for (const [id, acknowledged] of last) {
			const seqs = (await transcriptOf(openJournal(database), sessionIdOf(id))).map((entry) => entry.seq);
			expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, at) => at + 1));
			// At most the one commit that was on its way beyond what was acknowledged.
			expect([acknowledged, acknowledged + 1]).toContain(seqs.length);
		}
	} finally {
		await database.close();
	}
}, 60_000);

test('a second process on the folder is refused in one sentence, and a kill -9 of the first frees it', async () => {
	await fillDataFolder(folder);
	const open = Promise.withResolvers<void>();
	const first = start([], () => open.resolve());
	await open.promise;
	const second = openDatabase({ kind: 'pglite', folder });
	await expect(second).rejects.toMatchObject({
		name: 'StartFault',
		message: `Another Baton is running on the data folder ${folder}: stop it, or give this one its own DATA_DIR.`,
	});
	first.kill();
	await first.exited;
	const third = await openDatabase({ kind: 'pglite', folder });
	await third.close();
	expect(first.complaints()).toBe('');
}, 60_000);

test('the lock is held once in a process too, and can be taken again after its release', () => {
	const lock = lockFolder(folder);
	expect(() => lockFolder(folder)).toThrow(/Another Baton is running/);
	lock.release();
	lockFolder(folder).release();
});

test('a new data folder is closed to other users', () => {
	const own = join(folder, 'data');
	lockFolder(own).release();
	expect(statSync(own).mode & 0o777).toBe(0o700);
});

test('a data folder that can not be made is one sentence', () => {
	const file = join(folder, 'file');
	writeFileSync(file, '');
	expect(() => lockFolder(join(file, 'data'))).toThrow(
		/^The data folder .* can not be used \(.*\): check DATA_DIR and its permissions\.$/,
	);
});

test('a first start that was cut half-way is begun again', async () => {
	// What a kill -9 in the middle of the making leaves.
	mkdirSync(join(folder, 'database', 'base'), { recursive: true });
	writeFileSync(join(folder, 'database', 'PG_VERSION'), '18\n');
	writeFileSync(join(folder, 'database.unfinished'), '');
	const said: string[] = [];
	const database = await openDatabase({ kind: 'pglite', folder, onProgress: (message) => said.push(message) });
	await makeSite(database);
	await database.close();
	expect(said).toEqual(['Making the database: a few seconds, this first time only.']);
	expect(existsSync(join(folder, 'database.unfinished'))).toBe(false);
	const again = await openDatabase({ kind: 'pglite', folder, onProgress: (message) => said.push(message) });
	expect(await again.db.selectFrom('sites').select('name').execute()).toEqual([{ name: 'A shop' }]);
	await again.close();
	expect(said[1]).toBe('Opening the database.');
}, 60_000);

test('a folder that holds no database of ours is one sentence, and the lock is free again', async () => {
	mkdirSync(join(folder, 'database'));
	writeFileSync(join(folder, 'database', 'PG_VERSION'), '7\n');
	await expect(openDatabase({ kind: 'pglite', folder })).rejects.toMatchObject({ name: 'StartFault' });
	lockFolder(folder).release();
}, 60_000);
