// `npm run dev`: rebuilds the browsers' part and restarts the server on every change. Ctrl-C ends all of it.
import { join } from 'node:path';
import { build, targets, vite } from './build.mjs';
import { root } from './pinned-node.mjs';
import { prepare } from './prepare.mjs';
import { main, runNode } from './run.mjs';

await main(import.meta.url, async () => {
	prepare();
	// The server needs files to serve before the first watched build is done.
	await build();
	const codes = await Promise.all([
		runNode(['--watch', '--watch-preserve-output', join(root, 'server', 'main.ts')]),
		...targets
			.flatMap(({ configs }) => configs)
			.map((config) => runNode([vite, 'build', '--watch', '--logLevel', 'warn', '--config', config])),
	]);
	return Math.max(...codes);
});
