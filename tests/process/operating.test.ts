/** `npm run admin` as a person runs it, beside a server and without one; and what a start does to an older or newer database. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedFolder } from '../../server/config.ts';
import { kyselyOver, openRaw } from '../../server/store/database.ts';
import { createPglite, openEmbedded } from '../../server/store/embedded.ts';
import { migrateAsFarAs } from '../../server/store/migrate.ts';
import { fillHouse } from '../admin/support/house.ts';
import { ownerWithSite } from '../support/clients.ts';
import { fillDataFolder } from '../support/data-folder.ts';
import { freePort, type RunningServer, runToEnd, startServer } from '../support/server.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'baton-operating-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const admin = (env: Readonly<Record<string, string>>, ...words: readonly string[]) =>
	runToEnd('admin/main.ts', env, words);

describe('beside a running server', () => {
	let server: RunningServer;
	let env: Readonly<Record<string, string>>;
	beforeAll(async () => {
		server = await startServer();
		env = { DATA_DIR: server.dataDir, PORT: String(server.port) };
		chmodSync(server.dataDir, 0o700);
	});
	afterAll(() => server.remove());

	test('a backup is made, what needs a stop is refused, and after a restore the house is as it was', async () => {
		const { wire, site } = await ownerWithSite(server.base);
		const made = await admin(env, 'backup');
		expect(made.code, made.stderr).toBe(0);
		expect(made.stdout).toMatch(/^Backed up \d+ rows to .*backups\/baton-.*\nIt holds all conversations.*SECRET KEY/);
		const [name = ''] = readdirSync(join(server.dataDir, 'backups'));
		const file = join(server.dataDir, 'backups', name);
		for (const words of [
			['restore', file],
			['import', file],
			['move', '--to', 'postgres://127.0.0.1:1/x'],
		]) {
			const refused = await admin(env, ...words);
			expect([refused.code, refused.stderr]).toEqual([
				1,
				'Baton is running: stop it first, then give this command again.\n',
			]);
		}
		await wire.client.sites.remove.mutate({ siteId: site.id });
		wire.close();
		expect(await server.stop()).toBe(0);
		const restored = await admin(env, 'restore', file);
		expect(restored.code, restored.stderr).toBe(0);
		await server.restart();
		const again = await ownerWithSite(server.base, 'other.example');
		const sites = await again.wire.client.sites.list.query();
		again.wire.close();
		expect(sites.map(({ id }) => id)).toContain(site.id);
	});

	test('the doctor finds a healthy house healthy, and names each thing that is wrong with its mending', async () => {
		const healthy = await admin(env, 'doctor');
		expect(healthy.code, healthy.stdout + healthy.stderr).toBe(0);
		expect(healthy.stdout).toMatch(/^✔ Server: ready at http/m);
		expect(healthy.stdout).toMatch(/^✔ Database: embedded/m);
		expect(healthy.stdout).toMatch(/^✔ Schema: up to date\.$/m);
		expect(healthy.stdout).not.toMatch(/✘/);
		const mute = createServer((socket) => socket.end('421 go away\r\n'));
		const port = await freePort();
		await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve));
		chmodSync(server.dataDir, 0o755);
		chmodSync(join(server.dataDir, 'secret.key'), 0o644);
		const ill = await admin(
			{ ...env, PUBLIC_URL: `https://127.0.0.1:${port}`, SMTP_URL: `smtp://127.0.0.1:${port}?from=chat@example.com` },
			'doctor',
		);
		chmodSync(server.dataDir, 0o700);
		chmodSync(join(server.dataDir, 'secret.key'), 0o600);
		mute.close();
		expect(ill.code).toBe(1);
		const wrong = ill.stderr.split('\n').filter((line) => line.startsWith('✘'));
		expect(wrong).toEqual([
			expect.stringMatching(
				/^✘ PUBLIC_URL is https.*TRUSTED_PROXIES is 0.*: set TRUSTED_PROXIES to the number of proxies/,
			),
			expect.stringMatching(/^✘ Data folder: other users may enter .*: chmod 700 /),
			expect.stringMatching(/^✘ Secret key: other users may read .*: chmod 600 /),
			expect.stringMatching(/^✘ Public address: .* does not answer from this machine/),
			expect.stringMatching(
				/^✘ Mail: 127\.0\.0\.1:\d+ answers, but not as a mail server that takes mail: check SMTP_URL/,
			),
		]);
	});
});

describe('while no server runs', () => {
	test('the doctor says so, and finds a taken port, a database that is away and a variable that is wrong', async () => {
		const dataDir = join(folder, 'still');
		mkdirSync(embeddedFolder(dataDir), { recursive: true, mode: 0o700 });
		await fillDataFolder(embeddedFolder(dataDir));
		const other = createServer();
		const port = await freePort();
		await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
		const taken = await admin({ DATA_DIR: dataDir, PORT: String(port) }, 'doctor');
		other.close();
		expect(taken.stderr).toMatch(/^· Server: none runs on this data folder\.$/m);
		expect(taken.stderr).toMatch(/^✘ Port: another program has \d+ on 127\.0\.0\.1: stop it, or set PORT$/m);
		expect(taken.stderr).toMatch(/^✔ Schema: up to date\.$/m);
		const away = await admin(
			{ DATA_DIR: dataDir, PORT: '0', DATABASE_URL: `postgres://x:secret@127.0.0.1:${port}/x` },
			'doctor',
		);
		expect(away.stderr).toMatch(
			/^✘ Database: The database 127\.0\.0\.1:\d+ can not be reached .*: start it, or correct DATABASE_URL\.$/m,
		);
		expect(away.stderr).not.toContain('secret@');
		const bad = await admin({ DATA_DIR: dataDir, PORT: 'x' }, 'doctor');
		expect([bad.code, bad.stderr]).toEqual([1, expect.stringMatching(/^✘ A variable is wrong: PORT must be/)]);
	});

	test('a start on an older embedded database backs it up first, and that can be brought back', async () => {
		const dataDir = join(folder, 'older');
		const embedded = await openEmbedded({ folder: embeddedFolder(dataDir) });
		const db = kyselyOver(embedded.pglite);
		await migrateAsFarAs(db, '0003-knowledge');
		await fillHouse({ kind: 'pglite', db }, { sessions: 2, entries: 2 });
		embedded.keep();
		await embedded.close();
		const blocked = join(dataDir, 'backups');
		writeFileSync(blocked, '');
		const refused = await runToEnd('main.ts', { PORT: '0', DATA_DIR: dataDir });
		expect(refused.code).toBe(1);
		expect(refused.stderr).toMatch(
			/^.* can not be .*Nothing was changed; to upgrade without a backup, set BACKUP_BEFORE_UPGRADE=off\.\n$/,
		);
		rmSync(blocked);
		const started = await runToEnd('main.ts', { PORT: '0', DATA_DIR: dataDir });
		expect(started.stdout).toMatch(/backing it up first\.\nBacked up to .*before-upgrade-.*\n[\s\S]*Baton is running/);
		const [name = ''] = readdirSync(blocked);
		const restored = await admin({ DATA_DIR: dataDir }, 'restore', join(blocked, name));
		expect(restored.code, restored.stderr).toBe(0);
		expect(restored.stdout).toMatch(/^Restored \d+ rows .*\nThe tables were brought up to date: 0004-processes/);
		const database = await openRaw({ kind: 'pglite', folder: embeddedFolder(dataDir) });
		const { rows } = await sql<{ count: number }>`select count(*) as count from entries`.execute(database.db);
		await database.close();
		expect(rows).toEqual([{ count: 4 }]);
		// Up to date: the next start makes none. What does not fit together among the settings is said at the start.
		const next = await runToEnd('main.ts', { PORT: '0', DATA_DIR: dataDir, HOST: '0.0.0.0' });
		expect(next.stdout).toMatch(/^✘ PUBLIC_URL is not set, and others reach this server: set it to the address/m);
		expect(readdirSync(blocked)).toEqual([name]);
	});

	test('an older program refuses the database of a newer one, and leaves it alone', async () => {
		const dataDir = join(folder, 'newer');
		mkdirSync(embeddedFolder(dataDir), { recursive: true, mode: 0o700 });
		await fillDataFolder(embeddedFolder(dataDir));
		const pglite = await createPglite(join(embeddedFolder(dataDir), 'database'));
		await sql`insert into kysely_migration (name, timestamp) values ('9999-later', 'now')`.execute(kyselyOver(pglite));
		await pglite.close();
		const { code, stderr } = await runToEnd('main.ts', { PORT: '0', DATA_DIR: dataDir });
		expect([code, stderr]).toEqual([
			1,
			'This database was last used by a newer Baton (it has 9999-later): run that version, or restore a backup made before it.\n',
		]);
		expect(existsSync(join(dataDir, 'backups'))).toBe(false);
		const doctor = await admin({ DATA_DIR: dataDir, PORT: '0' }, 'doctor');
		expect(doctor.stderr).toMatch(
			/^✘ Schema: the database was last used by a newer Baton \(9999-later\): run that version/m,
		);
	});
});
