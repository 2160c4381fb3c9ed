// Makes the tree runnable whatever Node ran npm: npm 10 may drop the link to the pinned Node, and npm picks the
// uWebSockets.js binary for the Node that runs npm, not for the pinned one.
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { modules, pinnedNode, platform, root } from './pinned-node.mjs';
import { main } from './run.mjs';

const windows = process.platform === 'win32';

function linkNode() {
	if (windows) return;
	const node = pinnedNode();
	const link = join(modules, '.bin', 'node');
	if (existsSync(link) && realpathSync(link) === realpathSync(node)) return;
	mkdirSync(dirname(link), { recursive: true });
	// A dangling link does not "exist" and is still in the way.
	if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) rmSync(link);
	// Relative within the tree, so that a copied or mounted tree keeps working.
	symlinkSync(node.startsWith(modules) ? relative(dirname(link), node) : node, link);
}

function fetchUws() {
	const name = `@uwsjs/${platform}-22`;
	const manifest = join(modules, name, 'package.json');
	if (existsSync(manifest)) return;
	const sorry = `There is no uWebSockets.js binary for ${platform} and Node 22. Baton is made for Linux on x64.`;
	const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
	if (lock.packages[`node_modules/${name}`] === undefined) throw new Error(sorry);
	// No package is named here on purpose: only then does npm hold what it fetches against the lockfile's hash.
	const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
	if (!existsSync(join(modules, 'typescript'))) args.push('--omit=dev');
	try {
		execFileSync(windows ? 'npm.cmd' : 'npm', args, {
			cwd: root,
			stdio: ['ignore', 'ignore', 'pipe'],
			shell: windows,
			// npm itself must run on the pinned Node: on another it skips the package as not meant for its engine.
			env: { ...process.env, PATH: `${dirname(pinnedNode())}${delimiter}${process.env['PATH'] ?? ''}` },
		});
	} catch (cause) {
		throw new Error(`${name} could not be installed. Check that the npm registry can be reached, then run: npm ci`, {
			cause,
		});
	}
	if (!existsSync(manifest)) throw new Error(sorry);
}

/** Idempotent and quick when all is in place. */
export function prepare() {
	linkNode();
	fetchUws();
	// npm 10 may drop the link again while it installs.
	linkNode();
}

await main(import.meta.url, prepare);
