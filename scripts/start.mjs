// `npm start`: everything a fresh clone still lacks, then the server in this very process.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { pinnedNode, root } from './pinned-node.mjs';
import { prepare } from './prepare.mjs';
import { main, runNode } from './run.mjs';

await main(import.meta.url, async () => {
	prepare();
	await build();
	// Halves a second start: Node keeps the compiled modules, and does without where the folder can't be written.
	process.env.NODE_COMPILE_CACHE ??= join(root, '.cache', 'compiled');
	const stripped = pathToFileURL(join(root, 'scripts', 'stripped.mjs')).href;
	const args = ['--import', stripped, join(root, 'server', 'main.ts'), ...process.argv.slice(2)];
	if (process.platform !== 'win32' && typeof process.execve === 'function') {
		// The server takes over this process: no parent remains that could swallow a signal or outlive a kill.
		process.chdir(root);
		const node = pinnedNode();
		process.execve(node, [node, ...args], process.env);
	}
	return runNode(args);
});
