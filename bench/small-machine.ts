/** The real server as on a small machine: one core, and a bound on its memory that the system enforces. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { owner } from '../tests/support/server.ts';

const root = join(import.meta.dirname, '..');
const megabyte = 1024 * 1024;

/** What a Node of its own accord allows its objects on a machine with 1 GB: half. Here it would look at this machine. */
const heapMb = 512;

export interface SmallServer {
	readonly base: string;
	readonly port: number;
	readonly use: () => Use;
	/** Resolves with the exit code; null: it had to be killed. */
	stop(): Promise<number | null>;
}

export interface Use {
	/** Resident now, and the most so far, MB: everything, shared libraries too. */
	readonly rssMb: number;
	readonly peakMb: number;
	/** User and system time so far, s. */
	readonly cpuSeconds: number;
	/** What the system lets it have of data, MB; null: all there is. */
	readonly boundMb: number | null;
}

/** Which of the system's tools are missing here; without them nothing is bounded, and the figures say so. */
export function missingTools(): readonly string[] {
	return ['taskset', 'prlimit'].filter((tool) => {
		try {
			execFileSync(tool, ['--version'], { stdio: 'ignore' });
			return false;
		} catch {
			return true;
		}
	});
}

/** This very process to the other cores, so that the load does not take the server's. */
export function leaveFirstCore(cores: number): void {
	if (cores > 1)
		execFileSync('taskset', ['-a', '-c', '-p', `1-${cores - 1}`, String(process.pid)], { stdio: 'ignore' });
}

export interface SmallMachine {
	/** On the data that the last one left. */
	start(): Promise<SmallServer>;
	remove(): void;
}

/** @param bounded without the tools the server runs all the same, and takes what it likes */
export function openSmallMachine(databaseUrl: string | null, memoryMb: number, bounded: boolean): SmallMachine {
	if (!existsSync(join(root, 'dist', 'dashboard', 'index.html'))) throw new Error('Run first: npm run build');
	const folder = mkdtempSync(join(tmpdir(), 'baton-footprint-'));
	const remove = (): void => rmSync(folder, { recursive: true, force: true });
	process.once('exit', remove);
	return { start: () => start(databaseUrl, folder, bounded ? memoryMb : null), remove };
}

async function start(databaseUrl: string | null, folder: string, memoryMb: number | null): Promise<SmallServer> {
	// Of data alone: a runtime reserves far more addresses than it ever fills.
	const bounds = memoryMb === null ? [] : ['taskset', '-c', '0', 'prlimit', `--data=${memoryMb * megabyte}`];
	const [program, ...args] = [
		...bounds,
		process.execPath,
		`--max-old-space-size=${heapMb}`,
		join(root, 'server', 'main.ts'),
	];
	const child = spawn(program, args, {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
		env: {
			...process.env,
			PORT: '0',
			DATA_DIR: join(folder, 'data'),
			DEMO: 'off',
			LOG_LEVEL: 'error',
			OWNER_EMAIL: owner.email,
			OWNER_PASSWORD: owner.password,
			...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
		},
	});
	const gone = exitOf(child);
	const kill = (): void => void child.kill('SIGKILL');
	process.once('exit', kill);
	const port = await portOf(child);
	return {
		port,
		base: `http://127.0.0.1:${port}`,
		use: () => useOf(child.pid ?? 0),
		async stop() {
			child.kill('SIGTERM');
			const code = await Promise.race([gone, sleep(20_000, null)]);
			kill();
			process.off('exit', kill);
			return code;
		},
	};
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
	new Promise((resolve) => child.once('exit', (code) => resolve(code)));

function portOf(child: ChildProcess): Promise<number> {
	return new Promise((resolve, reject) => {
		let said = '';
		child.once('error', reject);
		child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
		child.stdout?.on('data', (chunk: Buffer) => {
			said += chunk.toString();
			const port = /Dashboard +http:\/\/127\.0\.0\.1:(\d+)\//.exec(said)?.[1];
			if (port !== undefined) resolve(Number(port));
		});
	});
}

/** Ticks of a second in /proc: the same on every Linux that Node runs on. */
const ticks = 100;

function useOf(pid: number): Use {
	const bound = /^Max data size +(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1];
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const kb = (name: string): number =>
		Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN);
	// After the name, which may hold blanks and is in parentheses.
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /s, '')
		.split(' ');
	return {
		rssMb: kb('VmRSS') / 1024,
		peakMb: kb('VmHWM') / 1024,
		boundMb: bound === undefined ? null : Number(bound) / megabyte,
		cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticks,
	};
}
