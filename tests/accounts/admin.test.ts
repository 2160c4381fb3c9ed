import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { adminSocketPath, createAdminServer } from '../../server/admin/admin-socket.ts';
import { createAdminCommands } from '../../server/admin/commands.ts';
import { localUrl } from '../../server/admin/local-url.ts';
import { runAdmin } from '../../server/admin/run.ts';
import { parseAdminArguments, usage } from '../../server/admin/words-of-command.ts';
import { createSystemClock } from '../../server/clock.ts';
import { type Environment, embeddedFolder } from '../../server/config.ts';
import { type Log, silentLog } from '../../server/log.ts';
import { createAccountStore } from '../../server/store/accounts.ts';
import { openDatabase } from '../../server/store/database.ts';
import { createMemberStore } from '../../server/store/members.ts';
import { fillDataFolder } from '../support/data-folder.ts';
import { root } from '../support/prepared.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { forgetEverybody, type House, openHouse } from './support/house.ts';

const admin = (words: string, env: Environment) =>
	runAdmin({
		words: words.split(' '),
		env,
		clock: createSystemClock(),
		fill: (bytes) => bytes.map(() => Math.floor(Math.random() * 256)),
		version: '0.0.0',
	});

const noArchives = {
	archive: () => Promise.reject(new Error('no archives here')),
	condition: () => Promise.reject(new Error('no condition here')),
};

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'baton-admin-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const commandsOf = (house: House) =>
	createAdminCommands({
		accounts: createAccountStore(house.db),
		members: createMemberStore(house.db),
		links: house.links,
		apply: (write) => house.register.apply(write),
		baseUrl: () => 'https://chat.example',
		...noArchives,
	});

const asked = (command: object) => ({ kind: 'server', command });
const file = resolve('x.gz');

test.each([
	['accounts', asked({ command: 'accounts' })],
	['plan owner@example.com free', asked({ command: 'plan', account: 'owner@example.com', plan: 'free' })],
	['reset-password owner@example.com', asked({ command: 'reset-password', email: 'owner@example.com' })],
	['backup', asked({ command: 'backup', file: null, secret: true })],
	['backup --no-secret x.gz', asked({ command: 'backup', file, secret: false })],
	['export x.gz', asked({ command: 'export', file })],
	['restore x.gz', { kind: 'own', command: { command: 'restore', file } }],
	['import x.gz', { kind: 'own', command: { command: 'import', file } }],
	['move --to postgres://a/b', { kind: 'own', command: { command: 'move', to: 'postgres://a/b' } }],
	['doctor', { kind: 'doctor' }],
	['', null],
	['help', null],
	['accounts now', null],
	['plan owner@example.com', null],
	['plan owner@example.com gold', null],
	['plan owner@example.com free please', null],
	['reset-password', null],
	['geo-reload', null],
	['backup x.gz y.gz', null],
	['backup --secret', null],
	['export', null],
	['restore', null],
	['import x.gz y.gz', null],
	['move postgres://a/b', null],
	['condition', null],
	['doctor now', null],
])('"%s" is %j', (line, command) => {
	expect(parseAdminArguments(line.split(' ').filter((word) => word !== ''))).toEqual(command);
});

test('what is no command shows how to write one', async () => {
	const { exitCode, lines } = await admin('plan', { DATA_DIR: folder });
	expect([exitCode, lines]).toEqual([2, usage]);
	expect((await admin('geo', { DATA_DIR: folder })).lines).toEqual(usage);
	expect(lines.every((line) => line.startsWith('npm run admin -- '))).toBe(true);
});

test('a bad variable is told as at the start of the server', async () => {
	expect(await admin('accounts', { PORT: 'x' })).toEqual({
		exitCode: 1,
		lines: ['PORT must be a whole number from 0 to 65535 (it is "x"). Example: PORT=3000'],
	});
});

describe('while the server runs', () => {
	let store: TestStore;
	let house: House;
	let server: ReturnType<typeof createAdminServer>;
	const logged: string[] = [];
	const log: Log = {
		...silentLog,
		warn: (_, message) => logged.push(message),
		error: (_, message) => logged.push(message),
	};
	beforeAll(async () => {
		store = await openTestStore('pglite');
	});
	afterAll(() => store.close());
	beforeEach(async () => {
		logged.length = 0;
		await forgetEverybody(store);
		house = await openHouse(store);
		server = createAdminServer({ dataDir: folder, execute: commandsOf(house), log });
		await server.start();
	});
	afterEach(async () => {
		await server.stop();
		await house.stop();
	});
	const run = (words: string) => admin(words, { DATA_DIR: folder });

	test('a plan changes in it at once', async () => {
		const owner = await house.someone('owner');
		house.changes.length = 0;
		expect(await run(`plan ${owner.email.toUpperCase()} free`)).toEqual({
			exitCode: 0,
			lines: [`Account ${owner.accountId} is now on the plan free (before: pro).`],
		});
		expect(house.authorities.of(owner.loginId)?.plan).toBe('free');
		expect(house.changes.map(({ type }) => type)).toEqual(['plan-changed', 'member-lost-control']);
		expect((await run(`plan ${owner.accountId} free`)).lines).toEqual([
			`Account ${owner.accountId} is on the plan free already.`,
		]);
		expect(await run('plan nobody@example.com pro')).toEqual({
			exitCode: 1,
			lines: ['There is no account "nobody@example.com", and nobody with that e-mail.'],
		});
	});

	test('a forgotten password gets a link that sets a new one', async () => {
		const owner = await house.someone('owner');
		const { exitCode, lines } = await run(`reset-password ${owner.email}`);
		expect(exitCode).toBe(0);
		const [, token] = /^https:\/\/chat\.example\/reset\/([\w-]{43})$/.exec(lines[1] ?? '') ?? [];
		const answer = await house.send('POST', '/auth/reset', { json: { token, password: 'a new password' } });
		expect(answer.status).toBe(200);
		expect((await run('reset-password nobody@example.com')).lines).toEqual([
			'There is nobody with the e-mail "nobody@example.com".',
		]);
		const disabled = await house.member(owner.accountId, 'agent', 'disabled@example.com');
		await house.members.setDisabled(owner, disabled, true);
		expect((await run('reset-password disabled@example.com')).lines).toEqual([
			'disabled@example.com is disabled: an owner has to enable them first.',
		]);
	});

	test('accounts are listed with their people', async () => {
		expect((await run('accounts')).lines).toEqual([
			'There is no account yet: open the link that the server printed at its start.',
		]);
		const accountId = await house.account('standard');
		await house.member(accountId, 'owner', 'owner@example.com');
		expect((await run('accounts')).lines).toEqual([`${accountId}  standard`, '  owner@example.com  owner']);
	});

	test('only its own user may open the socket, and it goes with the server', async () => {
		const path = adminSocketPath(folder);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		await server.stop();
		expect(existsSync(path)).toBe(false);
	});

	test('what is no command is refused in words, and hurts nobody', async () => {
		const path = adminSocketPath(folder);
		const ask = (text: string) =>
			new Promise<string>((done) => {
				let heard = '';
				const socket = createConnection(path, () => socket.write(text));
				socket.setEncoding('utf8');
				socket.on('data', (part: string) => {
					heard += part;
				});
				socket.on('error', () => {});
				socket.on('close', () => done(heard));
			});
		const refusal = 'The running server does not know this command: is it older?';
		for (const line of [
			'{"command":"drop"}\n',
			'nonsense\n',
			'\n',
			'{"command":"plan","account":"a","plan":"gold"}\n',
		]) {
			expect(JSON.parse(await ask(line))).toEqual({ ok: false, lines: [refusal] });
		}
		expect(await ask('x'.repeat(70_000))).toBe('');
		expect((await run('accounts')).exitCode).toBe(0);
	});

	test('a fault is told here in one sentence, and in full in the log', async () => {
		await server.stop();
		server = createAdminServer({
			dataDir: folder,
			execute: createAdminCommands({
				accounts: createAccountStore(house.db),
				members: { all: () => Promise.reject(new Error('secret detail')) },
				links: house.links,
				apply: (write) => write(),
				baseUrl: () => '',
				...noArchives,
			}),
			log,
		});
		await server.start();
		expect(await run('accounts')).toEqual({ exitCode: 1, lines: ['The server could not do it: its log says why.'] });
		expect(logged).toEqual(['an admin command failed']);
	});

	test('a second server on the same folder leaves the first its socket', async () => {
		const second = createAdminServer({ dataDir: folder, execute: commandsOf(house), log });
		await second.start();
		expect(logged).toEqual(['npm run admin can not reach this server']);
		await second.stop();
		expect((await run('accounts')).exitCode).toBe(0);
	});

	test('the socket file of a killed server is in nobody’s way', async () => {
		const dead = join(folder, 'dead');
		mkdirSync(dead);
		const script = `require('node:net').createServer().listen(${JSON.stringify(adminSocketPath(dead))}, () => console.log('up'))`;
		const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
		await new Promise((done) => child.stdout.once('data', done));
		child.kill('SIGKILL');
		await new Promise((done) => child.once('exit', done));
		expect(existsSync(adminSocketPath(dead))).toBe(true);
		const next = createAdminServer({ dataDir: dead, execute: commandsOf(house), log });
		await next.start();
		expect((await admin('accounts', { DATA_DIR: dead })).exitCode).toBe(0);
		await next.stop();
	});

	test('a data folder with a path too long for a socket has one elsewhere, for the same user only', async () => {
		const long = join(folder, 'a'.repeat(120));
		const path = adminSocketPath(long);
		expect(Buffer.byteLength(path)).toBeLessThan(100);
		const next = createAdminServer({ dataDir: long, execute: commandsOf(house), log });
		await next.start();
		expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
		expect((await admin('accounts', { DATA_DIR: long })).exitCode).toBe(0);
		await next.stop();
		expect(logged).toEqual([]);
		expect(path).toContain(createHash('sha256').update(long).digest('hex').slice(0, 16));
	});
});

describe('while no server runs', () => {
	test('an embedded database is changed in its folder', async () => {
		await fillDataFolder(embeddedFolder(folder));
		const seed = await openDatabase({ kind: 'pglite', folder: embeddedFolder(folder) });
		const house = await openHouse(seed);
		const accountId = await house.account();
		await house.member(accountId, 'owner', 'owner@example.com');
		await house.stop();
		await seed.close();
		expect(await admin('plan owner@example.com standard', { DATA_DIR: folder })).toEqual({
			exitCode: 0,
			lines: [`Account ${accountId} is now on the plan standard (before: pro).`],
		});
		const env = { DATA_DIR: folder, PUBLIC_URL: 'https://chat.example.com' };
		expect((await admin('reset-password owner@example.com', env)).lines[1]).toMatch(
			/^https:\/\/chat\.example\.com\/reset\//,
		);
		expect((await admin('accounts', env)).lines).toEqual([`${accountId}  standard`, '  owner@example.com  owner']);
	});

	test('one that somebody else has open is not touched', async () => {
		await fillDataFolder(embeddedFolder(folder));
		const held = await openDatabase({ kind: 'pglite', folder: embeddedFolder(folder) });
		const { exitCode, lines } = await admin('accounts', { DATA_DIR: folder });
		expect([exitCode, lines.length]).toEqual([1, 1]);
		expect(lines[0]).toMatch(/^Another Baton is running on the data folder /);
		await held.close();
	});

	test('a folder without a database gets none', async () => {
		const { exitCode, lines } = await admin('accounts', { DATA_DIR: folder });
		expect([exitCode, lines]).toEqual([1, [`There is no Baton in ${folder} yet: start it once, or set DATA_DIR.`]]);
		expect(existsSync(embeddedFolder(folder))).toBe(false);
	});

	test('on Postgres the row is written, and a server elsewhere notices', async () => {
		const store = await openTestStore('postgres');
		const house = await openHouse(store);
		const owner = await house.someone('owner');
		const env = { DATA_DIR: folder, DATABASE_URL: store.url ?? '' };
		expect((await admin(`plan ${owner.email} free`, env)).exitCode).toBe(0);
		house.clock.advance(2_000);
		await expect.poll(() => house.authorities.of(owner.loginId)?.plan).toBe('free');
		await house.stop();
		await store.close();
	});

	test('the command itself prints its lines and fails with a status', async () => {
		writeFileSync(join(folder, 'x'), '');
		const child = spawn(process.execPath, [join(root, 'server', 'admin', 'main.ts'), 'plan', 'x', 'pro'], {
			env: { ...process.env, DATA_DIR: folder, DATABASE_URL: '' },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let said = '';
		child.stderr.setEncoding('utf8').on('data', (part: string) => {
			said += part;
		});
		const code = await new Promise((done) => child.once('close', done));
		expect([code, said]).toEqual([1, `There is no Baton in ${folder} yet: start it once, or set DATA_DIR.\n`]);
	});
});

test.each([
	['127.0.0.1', 'http://127.0.0.1:3000'],
	['0.0.0.0', 'http://localhost:3000'],
	['::', 'http://localhost:3000'],
	['::1', 'http://[::1]:3000'],
])('a server on %s is reached at %s', (host, url) => {
	expect(localUrl({ host, port: 3000 })).toBe(url);
});
