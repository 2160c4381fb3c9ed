import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { pinnedNode, root } from './pinned-node.mjs';

/** @type {readonly NodeJS.Signals[]} */
export const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program on the pinned Node from the project's root; resolves to its exit code (128 + the signal's number when
 * a signal ended it). Signals that reach this process are passed on, so nothing is left behind.
 * @param {readonly string[]} args
 * @param {{ output?: (text: string) => void, stop?: AbortSignal, env?: Readonly<Record<string, string>> }} [options] without
 *   `output` it writes to our own; `env` goes on top of what we have
 * @returns {Promise<number>}
 */
export async function runNode(args, { output, stop, env } = {}) {
	const child = spawn(pinnedNode(), args, {
		cwd: root,
		env: { ...process.env, ...env },
		stdio: output === undefined ? 'inherit' : ['ignore', 'pipe', 'pipe'],
	});
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => output?.(text));
	}
	/** @param {NodeJS.Signals} signal */
	const pass = (signal) => {
		// Ctrl-C at a terminal reaches the whole group by itself; a second one would mean "at once".
		if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
	};
	for (const signal of passedOn) process.on(signal, pass);
	stop?.addEventListener('abort', () => child.kill('SIGTERM'));
	try {
		return await new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (code, signal) => {
				resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
			});
		});
	} finally {
		for (const signal of passedOn) process.off(signal, pass);
	}
}

/**
 * Runs the body of a script. A fault that we foresaw is one plain sentence, not a stack.
 * @param {string} url the script's `import.meta.url`; nothing happens unless it is the one that was started
 * @param {() => Promise<number | void> | number | void} body gives the exit code
 */
export async function main(url, body) {
	const started = process.argv[1];
	if (started === undefined || realpathSync(started) !== fileURLToPath(url)) return;
	try {
		process.exitCode = (await body()) ?? 0;
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	}
}
