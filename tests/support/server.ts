/** The real server as a process of its own, on a free port and a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const owner = { email: 'owner@example.com', password: 'a quiet harbour 7' } as const;

export interface RunningServer {
	readonly base: string;
	readonly port: number;
	readonly dataDir: string;
	/** What it has printed so far. */
	readonly output: string;
	readonly pid: number;
	/** `kill -9`; resolves when it is gone. */
	kill(): Promise<void>;
	/** SIGTERM; resolves with the exit code. */
	stop(): Promise<number | null>;
	/** Starts again on the same folder and port. */
	restart(env?: Readonly<Record<string, string>>): Promise<void>;
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
	readonly env?: Readonly<Record<string, string>>;
	/** Loaded before the server: plants faults at the edges of a process. */
	readonly preload?: string;
}

export function spawnServer(env: Readonly<Record<string, string>>, preload?: string): ChildProcess {
	const { NODE_ENV: _, VITEST: __, ...inherited } = process.env;
	const args = [...(preload === undefined ? [] : ['--import', preload]), join(root, 'server', 'main.ts')];
	return spawn(process.execPath, args, { cwd: root, env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

export const exitOf = (child: ChildProcess): Promise<number | null> =>
	new Promise((resolve) => {
		if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
		else child.once('exit', (code) => resolve(code));
	});

export async function startServer({ env = {}, preload }: Options = {}): Promise<RunningServer> {
	const folder = mkdtempSync(join(tmpdir(), 'baton-test-'));
	const dataDir = join(folder, 'data');
	const port = await freePort();
	let output = '';
	let child: ChildProcess;

	async function start(more: Readonly<Record<string, string>> = {}): Promise<void> {
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
		},
	};
	return server;
}
