// Builds the dashboard and the widget into dist/, each only when its sources changed since its last build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from './pack.mjs';
import { modules, root } from './pinned-node.mjs';
import { prepare } from './prepare.mjs';
import { main, runNode } from './run.mjs';

const targets = [
	{ name: 'dashboard', configs: ['dashboard/vite.config.ts', 'dashboard/vite.worker.config.ts'] },
	{ name: 'widget', configs: ['widget/vite.config.ts', 'widget/vite.loader.config.ts'] },
];
const vite = join(modules, 'vite', 'bin', 'vite.js');

/**
 * A content hash, not times: a checkout or an unpacked archive sets times as it likes.
 * @param {string} folder
 */
function hashSources(folder) {
	const files = [folder, 'shared']
		.flatMap((name) => readdirSync(join(root, name), { recursive: true, withFileTypes: true }))
		.filter((file) => file.isFile())
		.map((file) => join(file.parentPath, file.name));
	const hash = createHash('sha256');
	const alone = ['package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs', 'scripts/pack.mjs'];
	for (const path of [...files, ...alone.map((name) => join(root, name))].sort()) {
		hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
	}
	return hash.digest('hex');
}

/**
 * Brings dist/ up to date; says nothing when it is.
 * @param {{ force?: boolean }} [options] `force`: builds in any case, and shows what Vite has to say
 */
export async function build({ force = false } = {}) {
	// An installation without the build tools runs what was built elsewhere.
	const stamps = join(root, 'dist', '.built-from');
	if (!existsSync(vite)) {
		if (targets.every(({ name }) => existsSync(join(stamps, name)))) return;
		throw new Error('The dashboard and the widget are not built, and the build tools are not installed. Run: npm ci');
	}
	for (const { name, configs } of targets) {
		const stamp = join(stamps, name);
		const hash = hashSources(name);
		if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) continue;
		const started = performance.now();
		// Without the old stamp a build that was cut short is never taken for a finished one.
		rmSync(stamp, { force: true });
		for (const config of configs) {
			let said = '';
			/** @param {string} text */
			const keep = (text) => {
				said += text;
			};
			// Under the tests' own NODE_ENV libraries would be built as for development, and people would get that build.
			const env = { NODE_ENV: 'production' };
			const code = await runNode([vite, 'build', '--config', config], { env, ...(force ? {} : { output: keep }) });
			if (code !== 0) throw new Error(`${said}\nThe ${name} could not be built (${config}).`);
		}
		pack(join(root, 'dist', name));
		mkdirSync(stamps, { recursive: true });
		writeFileSync(stamp, hash);
		console.log(`Built the ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
	}
}

await main(import.meta.url, async () => {
	prepare();
	await build({ force: true });
});
