/** A backup of an embedded database that is at work: chats go on, and what comes out is one moment. */
import { spawnSync } from 'node:child_process';
import { randomBytes, randomFillSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenFile, writeArchiveFile } from '../../server/admin/archive-file.ts';
import { createArchives } from '../../server/admin/archives.ts';
import { backupBeforeUpgrade, backupPath, backupsIn } from '../../server/admin/backup.ts';
import { runAdmin } from '../../server/admin/run.ts';
import { createSystemClock } from '../../server/clock.ts';
import { openRaw } from '../../server/store/database.ts';
import type { SessionId } from '../../shared/ids.ts';
import { commitOf, makeSite, openJournal, said, storedSession } from '../store/transcripts.ts';
import { testPostgres } from '../support/postgres.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { fillHouse } from './support/house.ts';

let folder: string;
let store: TestStore;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'baton-running-'));
	store = await openTestStore('pglite');
});
afterEach(async () => {
	await store.close();
	rmSync(folder, { recursive: true, force: true });
});

const clock = createSystemClock();
const config = () => ({ secretKey: null, dataDir: folder, backupBeforeUpgrade: true });

test('I11, I12: whatever was acknowledged before it began is in it, each transcript whole, and what is erased meanwhile is not', async () => {
	const siteId = await makeSite(store);
	const journal = openJournal(store);
	const sessions = [];
	for (let n = 0; n < 40; n += 1) sessions.push(await storedSession(journal, siteId, 100));
	const acknowledged = new Map<SessionId, number>(sessions.map(({ id }) => [id, 100]));
	const ended = new AbortController();
	const archive = createArchives({ database: store, config: config(), version: '1', clock, beside: ended.signal });
	const file = join(folder, 'running.gz');
	let done = false;
	const written = archive({ kind: 'export', file, secret: false }, () => {}).finally(() => {
		done = true;
	});
	const second = await archive({ kind: 'export', file, secret: false }, () => {});
	expect(second).toMatchObject({ ok: false, lines: [expect.stringMatching(/wait until it is done/)] });
	const [erased] = sessions;
	let commits = 0;
	// Old transcripts grow, new ones begin, and one is erased, all while the pages are read.
	for (let seq = 101; !done; seq += 1) {
		const session = sessions[seq % sessions.length];
		if (session === undefined || session === erased) continue;
		const next = (acknowledged.get(session.id) ?? 0) + 1;
		const outcome = await journal.commit(commitOf({ session, entries: [said(next)], create: false }));
		expect(outcome.kind).toBe('committed');
		acknowledged.set(session.id, next);
		await storedSession(journal, siteId, 2);
		commits += 1;
		if (commits === 3 && erased !== undefined) {
			await store.db.deleteFrom('sessions').where('id', '=', erased.id).execute();
		}
	}
	expect((await written).ok).toBe(true);
	expect(commits).toBeGreaterThan(3);

	const server = await testPostgres();
	const url = server.url(await server.createDatabase());
	const env = { DATA_DIR: join(folder, 'other'), DATABASE_URL: url };
	const fill = (bytes: Uint8Array<ArrayBuffer>) => randomFillSync(bytes);
	const imported = await runAdmin({ words: ['import', file], env, clock, fill, version: '1' });
	expect(imported.exitCode, imported.lines.join('\n')).toBe(0);
	const other = await openRaw({ kind: 'postgres', url });
	const { rows } = await sql<{ id: SessionId; last: number; count: number; highest: number }>`
		select s.id, s.last_seq as last, count(*) as count, max(e.seq) as highest
		from sessions as s join entries as e on e.session_id = s.id group by s.id`.execute(other.db);
	await other.close();
	expect(rows.filter(({ last, count, highest }) => last !== count || last !== highest)).toEqual([]);
	const kept = new Map(rows.map(({ id, count }) => [id, count]));
	expect(sessions.filter(({ id }) => (kept.get(id) ?? 0) < 100)).toEqual([erased]);
	const tables = await store.db.introspection.getTables();
	expect(tables.filter(({ name }) => name.startsWith('backup_'))).toEqual([]);
}, 120_000);

test('a server that ends does not wait for a backup, and leaves no half of one', async () => {
	await fillHouse(store, { sessions: 20, entries: 200 });
	const ended = new AbortController();
	const archive = createArchives({ database: store, config: config(), version: '1', clock, beside: ended.signal });
	const written = archive({ kind: 'backup', file: null, secret: true }, () => {});
	ended.abort();
	await expect(written).rejects.toThrow();
	expect(readdirSync(join(folder, 'backups'))).toEqual([]);
});

/** A disk of one megabyte, where this user may mount one; else a file that takes no more than that. */
function smallDisk(): { readonly at: string; readonly openFile?: OpenFile; end(): void } {
	const at = join(folder, 'disk');
	mkdirSync(at);
	const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at]);
	if (status === 0) return { at, end: () => void spawnSync('umount', [at]) };
	let room = 1_000_000;
	const noRoom = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
	const openFile: OpenFile = async (path) => {
		const handle = await open(path, 'wx');
		const writeFile = handle.writeFile.bind(handle);
		handle.writeFile = (data, ...rest) => {
			room -= Buffer.byteLength(data as Buffer);
			return room < 0 ? Promise.reject(noRoom) : writeFile(data, ...rest);
		};
		return handle;
	};
	return { at, openFile, end: () => {} };
}

test('a full disk is one sentence, and no half of a file is left', async () => {
	const disk = smallDisk();
	try {
		const path = join(disk.at, 'backups', 'x.gz');
		const tooMuch = async (write: (text: string) => Promise<void>): Promise<void> => {
			for (let n = 0; n < 20_000; n += 1) await write(`${randomBytes(100).toString('hex')}\n`);
		};
		await expect(writeArchiveFile(path, tooMuch, disk.openFile)).rejects.toMatchObject({
			name: 'OperatorFault',
			message: `There is no room on the disk for ${path}: free some, or name a file elsewhere.`,
		});
		expect(readdirSync(join(disk.at, 'backups'))).toEqual([]);
	} finally {
		disk.end();
	}
});

test('of the backups before upgrades the last five are kept, and those of a person all', async () => {
	const before = backupBeforeUpgrade({ config: config(), version: '1', clock, say: () => {} });
	const own = backupPath(folder, clock.now());
	const archive = createArchives({ database: store, config: config(), version: '1', clock });
	expect((await archive({ kind: 'backup', file: null, secret: true }, () => {})).ok).toBe(true);
	for (let n = 0; n < 7; n += 1) await before(store);
	const names = backupsIn(folder);
	expect(names.filter((name) => name.startsWith('before-upgrade-'))).toHaveLength(5);
	expect(names.filter((name) => name.startsWith('baton-'))).toHaveLength(1);
	expect(own).toMatch(/backups\/baton-/);
	for (const name of names) expect(statSync(join(folder, 'backups', name)).mode & 0o777).toBe(0o600);
});
