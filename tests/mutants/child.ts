/** A child process with an end: what hangs is cut off with all that it has started. */
import { spawn } from 'node:child_process';

export interface Ended {
	/** Null: it was cut off. */
	readonly code: number | null;
	readonly output: string;
}

export function runChild(args: readonly string[], cwd: string, mostMs: number): Promise<Ended> {
	return new Promise((resolve, reject) => {
		// A group of its own, so that workers of it end with it.
		const child = spawn(process.execPath, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		let cut = false;
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => {
				output += text;
			});
		}
		const end = (): void => {
			if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
		};
		const timer = setTimeout(() => {
			cut = true;
			end();
		}, mostMs);
		process.once('exit', end);
		child.once('error', reject);
		child.once('close', (code) => {
			clearTimeout(timer);
			process.off('exit', end);
			resolve({ code: cut ? null : code, output });
		});
	});
}
