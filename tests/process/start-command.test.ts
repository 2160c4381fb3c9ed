import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** `npm start` as a newcomer runs it, on a folder and a port of its own. */
async function npmStart(environment: Readonly<Record<string, string>> = {}) {
	const folder = await mkdtemp(join(tmpdir(), 'baton-start-'));
	// A group of its own, so that nothing outlives a failed test.
	const npm = spawn('npm', ['start'], {
		cwd: root,
		detached: true,
		env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, ...environment },
	});
	const exited = once(npm, 'exit');
	onTestFinished(async () => {
		try {
			if (npm.pid !== undefined) process.kill(-npm.pid, 'SIGKILL');
		} catch (error) {
			// The usual case: nothing of the group is left.
			expect(error).toMatchObject({ code: 'ESRCH' });
		}
		await exited;
		await rm(folder, { recursive: true, force: true });
	});
	let output = '';
	const printed = Promise.withResolvers<string>();
	const read = (chunk: Buffer): void => {
		output += String(chunk);
		const address = /http:\/\/[\w.]+:\d+/.exec(output)?.[0];
		if (address !== undefined) printed.resolve(address);
	};
	npm.stdout.on('data', read);
	npm.stderr.on('data', read);
	npm.once('exit', () => printed.reject(new Error(`npm start ended:\n${output}`)));
	printed.promise.catch(() => undefined);
	return { npm, exited, printed: printed.promise, output: () => output };
}

test.each(['SIGTERM', 'SIGINT'] as const)('npm start serves, and %s to npm stops the server itself', async (signal) => {
	const { npm, exited, printed } = await npmStart();
	const address = await printed;
	const ready = await fetch(`${address}/readyz`);
	expect(ready.status).toBe(200);
	npm.kill(signal);
	expect(await exited).toEqual([0, null]);
	// A server that npm left behind would still answer.
	await expect(fetch(`${address}/healthz`)).rejects.toThrow('fetch failed');
});

test('npm start says in one line why it cannot, and its exit code says so too', async () => {
	const { exited, output } = await npmStart({ PORT: 'eighty' });
	expect(await exited).toEqual([1, null]);
	expect(output()).toMatch(/^PORT .*$/m);
	expect(output()).not.toMatch(/^\s+at /m);
});
