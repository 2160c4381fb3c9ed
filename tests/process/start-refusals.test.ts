/** A start that can not be: one clear sentence on stderr, exit code 1, nothing else. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedFolder } from '../../server/config.ts';
import { fillDataFolder } from '../support/data-folder.ts';
import { testPostgres } from '../support/postgres.ts';
import { freePort, type RunningServer, runToEnd, startServer } from '../support/server.ts';

let folder: string;
let running: RunningServer;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'baton-refused-'));
	running = await startServer();
});
afterAll(async () => {
	rmSync(folder, { recursive: true, force: true });
	await running.remove();
});

/** The whole of stderr, which must be one line that ends like a sentence or an example. */
async function refusal(env: Readonly<Record<string, string>>): Promise<string> {
	const { code, stderr } = await runToEnd('main.ts', { PORT: '0', DATA_DIR: join(folder, 'unused'), ...env });
	expect(code, stderr).toBe(1);
	const lines = stderr.trimEnd().split('\n');
	expect(lines, stderr).toHaveLength(1);
	return lines[0] ?? '';
}

describe('a variable that is wrong is named, with a right example', () => {
	test.each([
		[{ PORT: 'eighty' }, /^PORT must be a whole number .*"eighty".* Example: PORT=3000$/],
		[{ NATS_URL: 'nats://localhost' }, /^NATS_URL is set, but several nodes are not supported yet: remove it/],
		[
			{ DATABASE_URL: 'mysql://root:secret@x/y' },
			/^DATABASE_URL must be .*(?!.*secret@)Example: DATABASE_URL=postgres:/,
		],
	])('%o', async (env, sentence) => {
		const line = await refusal(env);
		expect(line).toMatch(sentence);
		expect(line).not.toContain('secret');
	});

	test('and each of several gets its own line', async () => {
		const { code, stderr } = await runToEnd('main.ts', { PORT: '-1', TRUSTED_PROXIES: 'all', DEFAULT_PLAN: 'gold' });
		expect(code).toBe(1);
		expect(
			stderr
				.trimEnd()
				.split('\n')
				.map((line) => line.split(' ')[0]),
		).toEqual(['PORT', 'DEFAULT_PLAN', 'TRUSTED_PROXIES']);
	});
});

describe('surroundings that are wrong', () => {
	test('a second process on the same data folder', async () => {
		const line = await refusal({ DATA_DIR: running.dataDir });
		expect(line).toMatch(
			/^Another Baton is running on the data folder .*: stop it, or give this one its own DATA_DIR\.$/,
		);
		expect((await fetch(`${running.base}/readyz`)).status).toBe(200);
	});

	test('a port that is taken, by a Baton or by anything else', async () => {
		const dataDir = join(folder, 'port');
		mkdirSync(embeddedFolder(dataDir), { recursive: true });
		await fillDataFolder(embeddedFolder(dataDir));
		const other = createServer();
		const port = await freePort();
		await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
		try {
			for (const taken of [running.port, port]) {
				const line = await refusal({ PORT: String(taken), DATA_DIR: dataDir });
				expect(line).toMatch(new RegExp(`^Port ${taken} on 127\\.0\\.0\\.1 can not be used: .*set PORT.*\\.$`));
			}
		} finally {
			other.close();
		}
	});

	test('a database that is down, or that is not there', async () => {
		const port = await freePort();
		const down = await refusal({ DATABASE_URL: `postgres://baton:secret@127.0.0.1:${port}/baton` });
		expect(down).toMatch(
			/^The database 127\.0\.0\.1:\d+ can not be reached \(.*\): start it, or correct DATABASE_URL\.$/,
		);
		const postgres = await testPostgres();
		const missing = await refusal({ DATABASE_URL: postgres.url('nothing_of_that_name') });
		expect(missing).toMatch(/^The database .*nothing_of_that_name.*: start it, or correct DATABASE_URL\.$/);
		expect(down + missing).not.toContain('secret');
	});

	test('a data folder that is a file, and one whose database is damaged', async () => {
		const file = join(folder, 'file');
		writeFileSync(file, '');
		expect(await refusal({ DATA_DIR: file })).toMatch(/^The .*file.* can not be .*: check the permissions .*\.$/);
		const damaged = join(folder, 'damaged');
		mkdirSync(join(embeddedFolder(damaged), 'database'), { recursive: true });
		writeFileSync(join(embeddedFolder(damaged), 'database', 'PG_VERSION'), 'not a number');
		chmodSync(damaged, 0o700);
		expect(await refusal({ DATA_DIR: damaged })).toMatch(/^The database in .* can not be opened: .*\.$/);
	});
});
