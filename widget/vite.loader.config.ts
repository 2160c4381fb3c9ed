/** The loader: one small classic script at `/widget.js`. It knows the chat by the name that the other build gave it. */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const outDir = resolve(import.meta.dirname, '..', 'dist', 'widget');

export default defineConfig(() => {
	const chat = readdirSync(resolve(outDir, 'assets')).find((name) => /^panel-.+\.js$/.test(name));
	if (chat === undefined) throw new Error('The chat is not built yet: run the build of widget/vite.config.ts first.');
	return {
		root: import.meta.dirname,
		publicDir: false,
		define: { chatFile: JSON.stringify(`/assets/${chat}`) },
		build: {
			outDir,
			emptyOutDir: false,
			target: ['chrome111', 'firefox114', 'safari16.4'],
			reportCompressedSize: false,
			lib: { entry: resolve(import.meta.dirname, 'loader.ts'), formats: ['iife'], name: 'batonLoader' },
			rolldownOptions: { output: { entryFileNames: 'widget.js' } },
			minify: true,
		},
	};
});
