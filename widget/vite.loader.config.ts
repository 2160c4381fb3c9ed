/** The loader: one small classic script at `/widget.js`. Built after the chat, whose version it carries. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const outDir = resolve(import.meta.dirname, '..', 'dist', 'widget');

/** One name for all files of the chat. Their own names stay: a page that was loaded before an upgrade still finds them. */
function versionOf(folder: string): string {
	const hash = createHash('sha256');
	for (const name of readdirSync(folder).sort()) hash.update(readFileSync(resolve(folder, name)));
	return hash.digest('base64url').slice(0, 8);
}

/** Read when a build begins, not when somebody only reads this file: there may be no chat yet. */
const chatVersion: Plugin = {
	name: 'chat-version',
	config: () => ({ define: { chatVersion: JSON.stringify(versionOf(resolve(outDir, 'assets', 'chat'))) } }),
};

export default defineConfig({
	root: import.meta.dirname,
	publicDir: false,
	plugins: [chatVersion],
	build: {
		outDir,
		emptyOutDir: false,
		target: ['chrome111', 'firefox114', 'safari16.4'],
		reportCompressedSize: false,
		lib: { entry: resolve(import.meta.dirname, 'loader.ts'), formats: ['iife'], name: 'batonLoader' },
		rolldownOptions: { output: { entryFileNames: 'widget.js' } },
		minify: true,
	},
});
