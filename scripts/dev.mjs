// `npm run dev`: rebuilds the browsers' part and restarts the server on every change. Ctrl-C ends all of it.
import { join } from 'node:path';
import { build } from './build.mjs';
import { modules, root } from './pinned-node.mjs';
import { prepare } from './prepare.mjs';
import { main, runNode } from './run.mjs';

const configs = ['dashboard/vite.config.ts', 'widget/vite.config.ts', 'widget/vite.loader.config.ts'];

await main(import.meta.url, async () => {
	prepare();
	// The server needs files to serve before the first watched build is done.
	await build();
	const vite = join(modules, 'vite', 'bin', 'vite.js');
	const codes = await Promise.all([
		runNode(['--watch', '--watch-preserve-output', join(root, 'server', 'main.ts')]),
		...configs.map((config) => runNode([vite, 'build', '--watch', '--logLevel', 'warn', '--config', config])),
	]);
	return Math.max(...codes);
});
