// Builds the dashboard, the widget, an empty database and the server's sources without their types into dist/, each only when its sources
// changed since its last build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from './pack.mjs';
import { modules, root } from './pinned-node.mjs';
import { prepare } from './prepare.mjs';
import { main, runNode } from './run.mjs';

const pages = [
	{ name: 'dashboard', configs: ['dashboard/vite.config.ts', 'dashboard/vite.worker.config.ts'] },
	{ name: 'widget', configs: ['widget/vite.config.ts', 'widget/vite.loader.config.ts'] },
];
const database = 'database';
const vite = join(modules, 'vite', 'bin', 'vite.js');
const stamps = join(root, 'dist', '.built-from');

/**
 * A content hash, not times: a checkout or an unpacked archive sets times as it likes.
 * @param {readonly string[]} folders
 * @param {readonly string[]} alone single files
 */
function hashOf(folders, alone) {
	const files = folders
		.flatMap((name) => readdirSync(join(root, name), { recursive: true, withFileTypes: true }))
		.filter((file) => file.isFile())
		.map((file) => join(file.parentPath, file.name));
	const hash = createHash('sha256');
	for (const path of [...files, ...alone.map((name) => join(root, name))].sort()) {
		hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
	}
	return hash.digest('hex');
}

/**
 * Makes a part of dist/ unless it was made from the same sources.
 * @param {string} name
 * @param {string} hash
 * @param {boolean} force
 * @param {() => Promise<void>} make
 */
async function unlessMade(name, hash, force, make) {
	const stamp = join(stamps, name);
	if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
	const started = performance.now();
	// Without the old stamp a build that was cut short is never taken for a finished one.
	rmSync(stamp, { force: true });
	await make();
	mkdirSync(stamps, { recursive: true });
	writeFileSync(stamp, hash);
	console.log(`Built the ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/**
 * Runs a program; shows what it said only if it fails.
 * @param {readonly string[]} args
 * @param {string} failure
 * @param {boolean} aloud shows it as it comes
 */
async function runQuietly(args, failure, aloud) {
	let said = '';
	/** @param {string} text */
	const keep = (text) => {
		said += text;
	};
	// Under the tests' own NODE_ENV libraries would be built as for development, and people would get that build.
	const env = { NODE_ENV: 'production' };
	const code = await runNode(args, { env, ...(aloud ? {} : { output: keep }) });
	if (code !== 0) throw new Error(`${said}\n${failure}`);
}

/** @param {boolean} force */
async function buildPages(force) {
	for (const { name, configs } of pages) {
		const alone = ['package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs', 'scripts/pack.mjs'];
		await unlessMade(name, hashOf([name, 'shared'], alone), force, async () => {
			for (const config of configs) {
				const failure = `The ${name} could not be built (${config}).`;
				await runQuietly([vite, 'build', '--config', config], failure, force);
			}
			pack(join(root, 'dist', name));
		});
	}
}

/** @param {boolean} force */
async function buildDatabase(force) {
	const alone = ['package-lock.json', 'server/store/embedded.ts', 'scripts/pack-database.mjs'];
	await unlessMade(database, hashOf([], alone), force, async () => {
		const folder = join(root, 'dist', database);
		mkdirSync(folder, { recursive: true });
		const script = join(root, 'scripts', 'pack-database.mjs');
		const failure = 'The empty database could not be made.';
		await runQuietly(['--no-warnings', script, join(folder, 'empty.tar.gz')], failure, false);
	});
}

/** @param {boolean} force */
async function buildServer(force) {
	const folders = ['server', 'shared', 'migrations'];
	const script = join(root, 'scripts', 'strip.mjs');
	await unlessMade('server', hashOf(folders, ['scripts/strip.mjs', 'scripts/stripped.mjs']), force, async () => {
		await runQuietly(['--no-warnings', script, ...folders], 'The types could not be stripped.', false);
	});
}

/**
 * Brings dist/ up to date; says nothing when it is.
 * @param {{ force?: boolean }} [options] `force`: builds in any case, and shows what Vite has to say
 */
export async function build({ force = false } = {}) {
	// An installation without the build tools runs what was built elsewhere.
	if (!existsSync(vite)) {
		if (pages.every(({ name }) => existsSync(join(stamps, name)))) return;
		throw new Error('The dashboard and the widget are not built, and the build tools are not installed. Run: npm ci');
	}
	await Promise.all([buildPages(force), buildDatabase(force), buildServer(force)]);
}

await main(import.meta.url, async () => {
	prepare();
	await build({ force: true });
});
