/** The chat: one module, loaded by the loader at the first click. Built before the loader, which carries its name. */
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

export default defineConfig({
	root: import.meta.dirname,
	publicDir: false,
	// Handlers stand on their own elements: on somebody's page anything may stop an event on its way to the document.
	plugins: [solid({ solid: { delegateEvents: false } })],
	build: {
		outDir: resolve(import.meta.dirname, '..', 'dist', 'widget'),
		emptyOutDir: true,
		target: ['chrome111', 'firefox114', 'safari16.4'],
		reportCompressedSize: false,
		modulePreload: false,
		// Not Vite's library mode: that leaves the white space of modules alone.
		rolldownOptions: {
			input: resolve(import.meta.dirname, 'main.tsx'),
			preserveEntrySignatures: 'strict',
			output: { format: 'es', entryFileNames: 'assets/panel-[hash].js', codeSplitting: false },
		},
		minify: true,
	},
});
