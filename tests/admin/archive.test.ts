/** backup, restore, export, import and move: what comes back is what was there, or nothing is changed. */
import { createHash, randomFillSync } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runAdmin } from '../../server/admin/run.ts';
import { createSystemClock } from '../../server/clock.ts';
import { type Environment, embeddedFolder } from '../../server/config.ts';
import { openRaw, type RawDatabase } from '../../server/store/database.ts';
import { migrateAsFarAs, migrations } from '../../server/store/migrate.ts';
import { seqOf, sessionIdOf } from '../../shared/ids.ts';
import { fillDataFolder } from '../support/data-folder.ts';
import { testPostgres } from '../support/postgres.ts';
import { contentOf, fillHouse } from './support/house.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'baton-archive-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const admin = (words: readonly string[], env: Environment) =>
	runAdmin({ words, env, clock: createSystemClock(), fill: (bytes) => randomFillSync(bytes), version: '1.2.3' });

/** Succeeds, or says why not. */
async function succeed(words: readonly string[], env: Environment): Promise<readonly string[]> {
	const { exitCode, lines } = await admin(words, env);
	expect(exitCode, lines.join('\n')).toBe(0);
	return lines;
}

interface Place {
	readonly env: Environment & { readonly DATA_DIR: string };
	open<T>(use: (database: RawDatabase) => Promise<T>): Promise<T>;
}

async function opened<T>(
	config: Parameters<typeof openRaw>[0],
	use: (database: RawDatabase) => Promise<T>,
): Promise<T> {
	const database = await openRaw(config);
	try {
		return await use(database);
	} finally {
		await database.close();
	}
}

async function embedded(name: string): Promise<Place> {
	const dataDir = join(folder, name);
	mkdirSync(embeddedFolder(dataDir), { recursive: true, mode: 0o700 });
	await fillDataFolder(embeddedFolder(dataDir));
	return {
		env: { DATA_DIR: dataDir },
		open: (use) => opened({ kind: 'pglite', folder: embeddedFolder(dataDir) }, use),
	};
}

async function onPostgres(name: string): Promise<Place & { readonly url: string }> {
	const server = await testPostgres();
	const url = server.url(await server.createDatabase());
	const dataDir = join(folder, name);
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	return { url, env: { DATA_DIR: dataDir, DATABASE_URL: url }, open: (use) => opened({ kind: 'postgres', url }, use) };
}

const places = { pglite: embedded, postgres: onPostgres } as const;
const kinds = ['pglite', 'postgres'] as const;

/** With a trailer that fits: what somebody would have who means it. */
function sealed(text: string): Buffer {
	const body = text.slice(0, text.lastIndexOf('{"trailer"'));
	const sha256 = createHash('sha256').update(body).digest('hex');
	return gzipSync(text.replace(/"sha256":"[0-9a-f]+"/, `"sha256":"${sha256}"`));
}

function filledWith(place: Place, size: Parameters<typeof fillHouse>[1]) {
	return place.open(async (database) => {
		await fillHouse(database, size);
		return contentOf(database);
	});
}

const filled = { sessions: 40, entries: 30 };
const allEmpty = (content: Readonly<Record<string, { readonly rows: number }>>) =>
	Object.values(content).every(({ rows }) => rows === 0);

// An embedded database that is made anew takes seconds, more on a machine that has much to do.
const patience = { timeout: 120_000 };

describe.each(kinds)('on %s', patience, (kind) => {
	test('a backup that is restored over later changes brings back every row, and keeps what was there', async () => {
		const place = await places[kind]('house');
		writeFileSync(join(place.env.DATA_DIR, 'secret.key'), `${'a'.repeat(43)}\n`, { mode: 0o600 });
		const before = await filledWith(place, filled);
		expect(['sites', 'members', 'passages', 'sessions'].filter((name) => before[name]?.rows === 0)).toEqual([]);
		expect(before['entries']?.rows).toBe(1_200);
		const [said, warned] = await succeed(['backup'], place.env);
		const [name = ''] = readdirSync(join(place.env.DATA_DIR, 'backups'));
		const file = join(place.env.DATA_DIR, 'backups', name);
		expect(name).toMatch(/^baton-\d{4}-\d\d-\d\d-\d{6}\.ndjson\.gz$/);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
		expect(said).toMatch(/^Backed up 1\d{3} rows to .*\.ndjson\.gz \(\d/);
		expect(warned).toMatch(/THE SECRET KEY/);

		await place.open(({ db }) => sql`delete from sites`.execute(db));
		writeFileSync(join(place.env.DATA_DIR, 'secret.key'), `${'b'.repeat(43)}\n`, { mode: 0o600 });
		const lines = await succeed(['restore', file], place.env);
		expect(await place.open(contentOf)).toEqual(before);
		expect(readFileSync(join(place.env.DATA_DIR, 'secret.key'), 'utf8')).toBe(`${'a'.repeat(43)}\n`);
		expect(lines.join('\n')).toMatch(/kept in (the schema before_|.*database\.before_).*\n.*secret key came back/s);
		const aside = /(?:schema |database\.)(before_\w+)/.exec(lines.join('\n'))?.[1] ?? '';
		if (kind === 'pglite') {
			expect(readdirSync(embeddedFolder(place.env.DATA_DIR))).toContain(`database.${aside}`);
		} else {
			const { rows } = await place.open(({ db }) =>
				sql<{ count: number }>`select count(*) as count from ${sql.id(aside)}.accounts`.execute(db),
			);
			expect(rows).toEqual([{ count: 1 }]);
		}
	});

	test('an export is taken in by an empty database of either kind, and by no other', async () => {
		const place = await places[kind]('house');
		const before = await filledWith(place, filled);
		const file = join(folder, 'house.gz');
		await succeed(['export', file], place.env);
		expect(gunzipSync(readFileSync(file)).toString()).toContain('"secret":{"kept":"left-out"}');
		const target = kind === 'pglite' ? await onPostgres('other') : await embedded('other');
		await succeed(['import', file], target.env);
		expect(await target.open(contentOf)).toEqual(before);
		expect(await admin(['import', file], target.env)).toEqual({
			exitCode: 1,
			lines: [
				expect.stringMatching(
					/^The database .* is not empty \(there are rows in "accounts"\): make an empty one, or use restore/i,
				),
			],
		});
		expect(await target.open(contentOf)).toEqual(before);
	});

	test('rows of an older version are taken in as they were and then brought up to date', async () => {
		const old = await onPostgres('old');
		await old.open(async ({ db }) => {
			await sql`drop schema public cascade`.execute(db);
			await sql`create schema public`.execute(db);
			await migrateAsFarAs(db, '0003-knowledge');
			await fillHouse({ kind: 'postgres', db }, { sessions: 3, entries: 2 });
		});
		const file = join(folder, 'old.gz');
		await succeed(['export', file], old.env);
		const target = await places[kind]('then');
		const lines = await succeed(['import', file], target.env);
		expect(lines[1]).toMatch(/^The tables were brought up to date: 0004-processes/);
		const [there, here] = [await old.open(contentOf), await target.open(contentOf)];
		expect(here['entries']).toEqual(there['entries']);
		// The rows of sessions have a column more.
		expect(here['sessions']?.rows).toBe(there['sessions']?.rows);
		expect(here['processes']?.rows).toBe(0);
	});

	test('a damaged, cut, strange or newer file changes nothing', async () => {
		const place = await places[kind]('house');
		const before = await filledWith(place, filled);
		const file = join(folder, 'house.gz');
		await succeed(['export', file], place.env);
		const text = gunzipSync(readFileSync(file)).toString();
		const lines = text.split('\n');
		const variants: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
			'a byte of the compressed file': [
				readFileSync(file).map((byte, at) => (at === 5_000 ? byte ^ 255 : byte)) as Buffer,
				/damaged or cut short|can not be read|is damaged/,
			],
			'half of it': [readFileSync(file).subarray(0, 4_000), /damaged or cut short/],
			'without its last line': [gzipSync(lines.slice(0, -2).join('\n')), /damaged or cut short/],
			'without one row': [gzipSync(lines.filter((_, at) => at !== 60).join('\n')), /damaged or cut short/],
			'one letter of a row': [gzipSync(text.replace('visitor_1"', 'visitor_x"')), /damaged or cut short/],
			'two rows in the other order': [
				gzipSync([...lines.slice(0, 60), lines[61], lines[60], ...lines.slice(62)].join('\n')),
				/damaged or cut short/,
			],
			'something after its end': [gzipSync(`${text}[]\n`), /damaged or cut short/],
			'no archive': [gzipSync('{"hello":1}\n'), /is no archive of Baton's/],
			'no gzip': [Buffer.from('hello there'), /is no archive of Baton's/],
			nothing: [Buffer.alloc(0), /damaged or cut short/],
			'of a later format': [
				gzipSync(text.replace('"version":1', '"version":2')),
				/written by a newer Baton \(1\.2\.3\): use that version/,
			],
			'of later tables': [
				gzipSync(text.replace('"0001-accounts"', '"0001-accounts","9999-later"')),
				/newer Baton \(1\.2\.3; it has 9999-later\)/,
			],
			'of other columns': [
				sealed(text.replace('"type":"uuid"', '"type":"text"')),
				/is another one here than in the file/,
			],
		};
		for (const [name, [bytes, sentence]] of Object.entries(variants)) {
			const broken = join(folder, 'broken.gz');
			writeFileSync(broken, bytes);
			const { exitCode, lines: said } = await admin(['restore', broken], place.env);
			expect([exitCode, said.length], name).toEqual([1, 1]);
			expect(said[0], name).toMatch(sentence);
		}
		expect((await admin(['restore', join(folder, 'absent')], place.env)).lines[0]).toMatch(
			/^There is no file .*: check its name\.$/,
		);
		expect(await place.open(contentOf)).toEqual(before);
		if (kind === 'pglite')
			expect(readdirSync(embeddedFolder(place.env.DATA_DIR)).sort()).toEqual(['baton.lock', 'database']);
	});

	test('moving to Postgres: every row, proven on both sides, and only into an empty one', async () => {
		const place = await places[kind]('house');
		const before = await filledWith(place, { sessions: 60, entries: 50 });
		const target = await onPostgres('target');
		const lines = await succeed(['move', '--to', target.url], place.env);
		expect(lines).toContainEqual(expect.stringMatching(/^✔ entries: 3000 rows, [0-9a-f]{16} on both sides$/));
		expect(lines.at(-2)).toMatch(/^Both sides hold the same\. Next: set DATABASE_URL/);
		expect(await target.open(contentOf)).toEqual(before);
		expect(await place.open(contentOf)).toEqual(before);
		const again = await admin(['move', '--to', target.url], place.env);
		expect(again.lines).toEqual([expect.stringMatching(/^The database that you move to is not empty/)]);
		const nowhere = await admin(['move', '--to', 'mysql://x'], place.env);
		expect(nowhere.lines).toEqual([
			expect.stringMatching(/^After --to comes the address of an empty Postgres database/),
		]);
	});
});

test(
	'what waited to be sent when the backup was made is not sent after a restore, and is in the log as given up',
	patience,
	async () => {
		const place = await onPostgres('house');
		const alert = {
			session_id: sessionIdOf('session_1'),
			seq: seqOf(1),
			kind: 'human-asked',
			at: 1,
			page: '',
		} as const;
		const delivery = { site_id: null, about: 'human-asked', payload: '{"text":"Help"}', created_at: 1 } as const;
		await place.open(async (database) => {
			await fillHouse(database, { sessions: 1, entries: 1 });
			await database.db
				.insertInto('alerts')
				.values({ ...alert, taken_until: 0, attempts: 0 })
				.execute();
			const waiting = { ...delivery, due_at: 1, taken_until: 9e12, attempts: 2, state: 'waiting', error: '' } as const;
			const rows = [
				{ ...waiting, id: crypto.randomUUID(), key: 'a', channel: 'mail', target: 'owner@example.com' },
				{ ...waiting, id: crypto.randomUUID(), key: 'b', channel: 'webhook', target: 'hook' },
				{ ...waiting, id: crypto.randomUUID(), key: 'c', channel: 'webhook', target: 'hook', state: 'sent' },
			] as const;
			await database.db.insertInto('deliveries').values(rows).execute();
		});
		const file = join(folder, 'house.gz');
		await succeed(['backup', file], place.env);
		const lines = await succeed(['restore', file], place.env);
		expect(lines.join('\n')).toContain('that waited when it was written, 3 in all, none will be sent');
		await place.open(async ({ db }) => {
			expect(await db.selectFrom('alerts').selectAll().execute()).toEqual([]);
			const rows = await db.selectFrom('deliveries').selectAll().orderBy('key').execute();
			const error = 'It waited when the backup was made, and was not sent after that came back.';
			expect(rows).toMatchObject([
				{ state: 'failed', error, taken_until: 0, payload: {} },
				// By hand it may still be sent.
				{ state: 'failed', error, taken_until: 0, payload: { text: 'Help' } },
				{ state: 'sent', error: '', due_at: 1 },
			]);
		});
	},
);

test('every migration is known to an archive, and all tables are in it', patience, async () => {
	const place = await embedded('house');
	const file = join(folder, 'house.gz');
	await succeed(['export', file], place.env);
	const [header = ''] = gunzipSync(readFileSync(file)).toString().split('\n');
	const { migrations: applied, tables } = JSON.parse(header);
	expect(applied).toEqual(Object.keys(migrations));
	const there = await place.open(({ db }) => db.introspection.getTables());
	expect(tables.map(({ name }: { readonly name: string }) => name).sort()).toEqual(
		there.map(({ name }) => name).sort(),
	);
	expect(allEmpty(await place.open(contentOf))).toBe(true);
});

test('a key in the environment is in no file, and another key at the restore is told', patience, async () => {
	const place = await onPostgres('house');
	const key = 'k'.repeat(40);
	const file = join(folder, 'house.gz');
	await succeed(['backup', file], { ...place.env, SECRET_KEY: key });
	expect(gunzipSync(readFileSync(file)).toString()).not.toContain(key);
	expect((await succeed(['restore', file], { ...place.env, SECRET_KEY: key })).join('\n')).not.toMatch(/key|KEY/);
	expect((await succeed(['restore', file], { ...place.env, SECRET_KEY: 'x'.repeat(40) })).at(-1)).toMatch(
		/^SECRET_KEY is another one than where the file was made/,
	);
	expect((await succeed(['restore', file], place.env)).at(-1)).toMatch(/^The file was made under a SECRET_KEY/);
	const open = join(folder, 'open.gz');
	await succeed(['backup', open, '--no-secret'], place.env);
	expect((await succeed(['restore', open], place.env)).at(-1)).toMatch(/^The file holds no secret key/);
});

test('a restore that was killed between its two renames is finished by the next opening', patience, async () => {
	const place = await embedded('house');
	const before = await filledWith(place, { sessions: 1, entries: 1 });
	const base = embeddedFolder(place.env.DATA_DIR);
	renameSync(join(base, 'database'), join(base, 'database.restored'));
	expect(await place.open(contentOf)).toEqual(before);
	expect(existsSync(join(base, 'database.restored'))).toBe(false);
});

test('a folder without a database gets none by being backed up', async () => {
	const env = { DATA_DIR: join(folder, 'nothing') };
	for (const words of [['backup'], ['export', join(folder, 'x')], ['move', '--to', 'postgres://127.0.0.1:1/x']]) {
		expect(await admin(words, env)).toEqual({
			exitCode: 1,
			lines: [`There is no Baton in ${env.DATA_DIR} yet: start it once, or set DATA_DIR.`],
		});
	}
	expect(existsSync(env.DATA_DIR)).toBe(false);
});
