// Makes the tree runnable whatever Node ran npm: npm 10 may drop the link to the pinned Node, and npm picks the
// uWebSockets.js binary for the Node that runs npm, not for the pinned one.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
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
	const home = join(modules, name);
	if (existsSync(join(home, 'package.json'))) return;
	const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
	const locked = lock.packages[`node_modules/${name}`];
	if (locked === undefined) {
		throw new Error(`There is no uWebSockets.js binary for ${platform} and Node 22. Baton is made for Linux on x64.`);
	}
	mkdirSync(dirname(home), { recursive: true });
	// On the same file system as its home, so that the last step is one rename.
	const aside = mkdtempSync(join(dirname(home), '.fetch-'));
	try {
		// Not `npm install`: it leaves out what the running Node's engine does not match, or rewrites the whole tree.
		run(windows ? 'npm.cmd' : 'npm', ['pack', '--pack-destination', aside, `${name}@${locked.version}`]);
		const [tarball] = readdirSync(aside);
		if (tarball === undefined) throw new Error('npm packed nothing');
		const hash = createHash('sha512')
			.update(readFileSync(join(aside, tarball)))
			.digest('base64');
		// The lockfile has no hash for a platform that it was not made on; npm then still checks the registry's own.
		if (locked.integrity !== undefined && locked.integrity !== `sha512-${hash}`) {
			throw new Error('it is not the file that package-lock.json names');
		}
		run('tar', ['-xzf', join(aside, tarball), '-C', aside]);
		rmSync(home, { recursive: true, force: true });
		renameSync(join(aside, 'package'), home);
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new Error(`${name} could not be installed: ${reason.trim()}`, { cause });
	} finally {
		rmSync(aside, { recursive: true, force: true });
	}
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(command, args) {
	execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], shell: windows });
}

/** Idempotent, and quick when all is in place. */
export function prepare() {
	linkNode();
	fetchUws();
}

await main(import.meta.url, prepare);
