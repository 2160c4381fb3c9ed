/** A copy of the tree in a temporary folder, where a patch may be applied without anybody noticing. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyPatch, type Patch } from './patch.ts';

const copied = [
	'server',
	'shared',
	'widget',
	'dashboard',
	'migrations',
	'tests',
	'scripts',
	'docs/spec.md',
	'package.json',
	'vitest.config.ts',
	'tsconfig.base.json',
	'tsconfig.json',
];
/** Too big to copy, and only read; databases that tests prepare once are worth sharing. */
const linked = ['node_modules', '.cache', 'dist'];

export interface Shadow {
	readonly root: string;
	/** Applies the patch, runs, and puts the source back. */
	patched<T>(patch: Patch, run: () => Promise<T>): Promise<T>;
	remove(): void;
}

export function createShadow(tree: string): Shadow {
	const root = mkdtempSync(join(tmpdir(), 'baton-mutant-'));
	for (const path of copied) cpSync(join(tree, path), join(root, path), { recursive: true });
	for (const path of linked) symlinkSync(join(tree, path), join(root, path));
	return {
		root,
		async patched(patch, run) {
			const path = join(root, patch.file);
			const source = readFileSync(path, 'utf8');
			writeFileSync(path, applyPatch(patch, source));
			try {
				return await run();
			} finally {
				writeFileSync(path, source);
			}
		},
		remove: () => rmSync(root, { recursive: true, force: true }),
	};
}
