import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
	root: here('.'),
	base: '/',
	plugins: [solid()],
	build: {
		outDir: here('../dist/dashboard'),
		emptyOutDir: true,
		target: ['chrome123', 'firefox121', 'safari17.5'],
		// Nothing becomes a data: URL: the page's policy allows files of its own origin only.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
	},
	server: {
		// `npm run dev` serves the built files from the real server; this is for working on looks alone.
		proxy: {
			'/auth': 'http://127.0.0.1:3000',
			'/trpc': { target: 'ws://127.0.0.1:3000', ws: true },
		},
	},
});
