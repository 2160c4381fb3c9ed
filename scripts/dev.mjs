// `npm run dev`: on every change it rebuilds what changed and restarts the server. Ctrl-C ends all of it.
import { watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { build } from './build.mjs';
import { root } from './pinned-node.mjs';
import { prepare } from './prepare.mjs';
import { main, passedOn, runNode } from './run.mjs';

const folders = ['server', 'shared', 'migrations', 'dashboard', 'widget'];

function watchSources() {
	let changed = false;
	let stopped = false;
	let wake = () => {};
	const watchers = folders.map((folder) =>
		watch(join(root, folder), { recursive: true }, () => {
			changed = true;
			wake();
		}),
	);
	for (const signal of passedOn) {
		process.on(signal, () => {
			stopped = true;
			wake();
			for (const watcher of watchers) watcher.close();
		});
	}
	return {
		/** Resolves at the next change, or at once if one was missed. An editor saves in several steps: it waits for the last. */
		next: async () => {
			if (!changed && !stopped) {
				await new Promise((resolve) => {
					wake = () => resolve(undefined);
				});
			}
			await setTimeout(100);
			changed = false;
		},
		isStopped: () => stopped,
	};
}

await main(import.meta.url, async () => {
	prepare();
	const sources = watchSources();
	while (!sources.isStopped()) {
		try {
			await build();
			// The server keeps the built files in memory: it has to start again for the browsers' part too.
			const restart = new AbortController();
			const server = runNode([join(root, 'server', 'main.ts')], { stop: restart.signal });
			const change = sources.next();
			await Promise.race([change, server]);
			restart.abort();
			await server;
			// A server that ended by itself has said why; only a change can help.
			await change;
		} catch (error) {
			if (sources.isStopped()) break;
			console.error(error instanceof Error ? error.message : error);
			await sources.next();
		}
	}
});
