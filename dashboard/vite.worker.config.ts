/** The service worker: one classic script at `/sw.js`. Built after the dashboard, beside it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const here = import.meta.dirname;

function versionOf(...names: readonly string[]): string {
	const hash = createHash('sha256');
	for (const name of names) hash.update(readFileSync(resolve(here, 'public', name)));
	return hash.digest('base64url').slice(0, 8);
}

/** Read when a build begins, not when somebody only reads this file. */
const offlineVersion: Plugin = {
	name: 'offline-version',
	config: () => ({ define: { offlineVersion: JSON.stringify(versionOf('offline.html', 'offline.css')) } }),
};

export default defineConfig({
	root: here,
	publicDir: false,
	plugins: [offlineVersion],
	build: {
		outDir: resolve(here, '..', 'dist', 'dashboard'),
		emptyOutDir: false,
		target: ['chrome123', 'firefox125', 'safari17.5'],
		reportCompressedSize: false,
		lib: { entry: resolve(here, 'worker', 'main.ts'), formats: ['iife'], name: 'batonWorker' },
		rolldownOptions: { output: { entryFileNames: 'sw.js' } },
		minify: true,
	},
});
