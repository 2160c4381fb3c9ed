/** The real server as a process of its own, on a free port and a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { embeddedFolder } from '../../server/config.ts';
import { fillDataFolder } from './data-folder.ts';
import { cacheFolder, root } from './prepared.ts';

export const owner = { email: 'owner@example.com', password: 'a quiet harbour 7' } as const;

type Env = Readonly<Record<string, string>>;

export interface RunningServer {
	readonly base: string;
	readonly port: number;
	readonly dataDir: string;
	/** What it has printed so far, on both streams. */
	readonly output: string;
	readonly pid: number;
	/** Resolves when the process that runs now is gone, however it went. */
	readonly gone: Promise<number | null>;
	/** Tells the preload something; resolves when it has answered. */
	tell(message: object): Promise<void>;
	/** `kill -9`; resolves when it is gone. */
	kill(): Promise<void>;
	/** SIGTERM; resolves with the exit code. */
	stop(): Promise<number | null>;
	/** Starts again on the same folder and port. */
	restart(env?: Env): Promise<void>;
	/** Ends it and removes its folder. */
	remove(): Promise<void>;
}

/** A port below the range from which the system hands out its own. */
export async function freePort(): Promise<number> {
	for (let tries = 0; tries < 50; tries += 1) {
		const port = 10_000 + Math.floor(Math.random() * 20_000);
		const free = await new Promise<boolean>((resolve) => {
			const probe = createServer();
			probe.once('error', () => resolve(false));
			probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
		});
		if (free) return port;
	}
	throw new Error('no free port');
}

interface Options {
	readonly env?: Env;
	/** Loaded before the server: plants faults at the edges of a process. */
	readonly preload?: string;
	/** Before the first start, for what no procedure makes. */
	readonly prepare?: (dataDir: string) => Promise<void>;
	/** A promise that nobody waits for may fail in it: anywhere else that is a fault of ours, though the server lives on. */
	readonly mayStray?: boolean;
}

/** An environment in which nothing of the test runner's is left. */
function environmentWith(env: Env): NodeJS.ProcessEnv {
	const { NODE_ENV: _, VITEST: __, ...inherited } = process.env;
	// Written by a process that ends gently; a second less at each later start.
	return { ...inherited, NODE_COMPILE_CACHE: join(cacheFolder, 'compiled'), ...env };
}

/** The embedded database is compiled once and roughly: a third less work at each start, and no test runs long. */
const quickly = [
	'--liftoff-only',
	// As `npm start` does it.
	...['--import', pathToFileURL(join(root, 'scripts', 'stripped.mjs')).href],
] as const;

function spawnServer(env: Env, preload?: string): ChildProcess {
	const args = [...quickly, ...(preload === undefined ? [] : ['--import', preload]), join(root, 'server', 'main.ts')];
	const stdio = ['ignore', 'pipe', 'pipe', ...(preload === undefined ? [] : (['ipc'] as const))] as const;
	return spawn(process.execPath, args, { cwd: root, env: environmentWith(env), stdio: [...stdio] });
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
	new Promise((resolve) => {
		if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
		else child.once('exit', (code) => resolve(code));
	});

export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs a program of the server's to its end: a start that must fail, or `npm run admin`. */
export async function runToEnd(
	program: 'main.ts' | 'admin/main.ts',
	env: Env,
	words: readonly string[] = [],
): Promise<Ended> {
	const child = spawn(process.execPath, [...quickly, join(root, 'server', program), ...words], {
		cwd: root,
		env: environmentWith(env),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const said = { stdout: '', stderr: '' };
	child.stdout.on('data', (chunk: Buffer) => {
		said.stdout += chunk.toString();
		// It was to fail; left alone it would run for ever.
		if (said.stdout.includes('Baton is running')) child.kill('SIGKILL');
	});
	child.stderr.on('data', (chunk: Buffer) => {
		said.stderr += chunk.toString();
	});
	const closed = new Promise((resolve) => child.once('close', resolve));
	const code = await exitOf(child);
	await closed;
	return { code, ...said };
}

export async function startServer({
	env = {},
	preload,
	prepare,
	mayStray = false,
}: Options = {}): Promise<RunningServer> {
	const folder = mkdtempSync(join(tmpdir(), 'baton-test-'));
	const dataDir = join(folder, 'data');
	const port = await freePort();
	let output = '';
	let child: ChildProcess;

	if (env['DATABASE_URL'] === undefined) {
		// A first start from nothing is `npm start`'s own test: here it would be seconds for each file.
		mkdirSync(embeddedFolder(dataDir), { recursive: true });
		await fillDataFolder(embeddedFolder(dataDir));
	}
	await prepare?.(dataDir);

	async function start(more: Env = {}): Promise<void> {
		child = spawnServer(
			{
				PORT: String(port),
				DATA_DIR: dataDir,
				OWNER_EMAIL: owner.email,
				OWNER_PASSWORD: owner.password,
				LOG_LEVEL: 'warn',
				...env,
				...more,
			},
			preload,
		);
		const begun = output.length;
		await new Promise<void>((resolve, reject) => {
			const hear = (chunk: Buffer) => {
				output += chunk.toString();
				if (output.slice(begun).includes('Baton is running')) resolve();
			};
			child.stdout?.on('data', hear);
			child.stderr?.on('data', hear);
			child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output.slice(begun)}`)));
		});
	}
	await start();

	const server: RunningServer = {
		base: `http://localhost:${port}`,
		port,
		dataDir,
		get output() {
			return output;
		},
		get pid() {
			return child.pid ?? 0;
		},
		get gone() {
			return exitOf(child);
		},
		tell(message) {
			const answered = new Promise<void>((resolve) => child.once('message', () => resolve()));
			child.send(message);
			return answered;
		},
		async kill() {
			const gone = exitOf(child);
			child.kill('SIGKILL');
			await gone;
		},
		stop() {
			const gone = exitOf(child);
			child.kill('SIGTERM');
			return gone;
		},
		restart: start,
		async remove() {
			await server.kill();
			rmSync(folder, { recursive: true, force: true });
			const stray = output.split('\n').find((line) => line.includes('nobody waited for it'));
			if (stray !== undefined && !mayStray) throw new Error(`a promise of the server failed unheard: ${stray}`);
		},
	};
	return server;
}
