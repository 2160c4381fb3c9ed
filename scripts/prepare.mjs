// Makes the tree runnable whatever Node ran npm: npm 10 may drop the link to the pinned Node, and npm picks binaries
// for the Node that it runs on, not for the pinned one.
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

/**
 * @typedef {{
 *   readonly version: string, readonly integrity?: string, readonly dev?: boolean, readonly os?: readonly string[],
 *   readonly cpu?: readonly string[], readonly libc?: string | readonly string[], readonly engines?: { readonly node?: string },
 * }} Locked an entry of package-lock.json
 */

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

/**
 * The packages for this platform that the lockfile names and npm left out. It judges them by the Node it runs on: a 20
 * gets no uWebSockets.js binary for 22, and an early 20 or 22 no bundler.
 */
function leftOut() {
	/** @type {{ packages: Readonly<Record<string, Locked>> }} */
	const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
	const withTools = existsSync(join(modules, 'vite'));
	const found = Object.entries(lock.packages).filter(([path, locked]) => {
		const fits = locked.os?.includes(process.platform) && locked.cpu?.includes(process.arch);
		const foreign = /musl/.test(`${path} ${locked.libc}`) || /@uwsjs\/.*-(18|20|23)$/.test(path);
		return fits && !foreign && locked.engines?.node !== undefined && (withTools || !locked.dev);
	});
	if (!found.some(([path]) => path === `node_modules/@uwsjs/${platform}-22`)) {
		throw new Error(`There is no uWebSockets.js binary for ${platform} and Node 22. Baton is made for Linux on x64.`);
	}
	return found.filter(([path]) => !existsSync(join(root, path, 'package.json')));
}

/**
 * Not by `npm install`: it would judge in the same way again, or rewrite the whole tree.
 * @param {string} path
 * @param {Locked} locked
 */
function fetchPackage(path, locked) {
	const home = join(root, path);
	const name = path.slice('node_modules/'.length);
	mkdirSync(dirname(home), { recursive: true });
	// On the same file system as its home, so that the last step is one rename.
	const aside = mkdtempSync(join(dirname(home), '.fetch-'));
	try {
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
	for (const [path, locked] of leftOut()) fetchPackage(path, locked);
}

await main(import.meta.url, prepare);
