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
		target: ['chrome123', 'firefox125', 'safari17.5'],
		// Nothing becomes a data: URL: the page's policy allows files of its own origin only.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		rolldownOptions: {
			output: {
				// Left alone, each file that two pages share becomes a file of its own: sixty requests before the first card.
				codeSplitting: {
					// The first that fits: what the menu shares with the rest must not bring the whole menu along.
					groups: [
						{ name: 'solid', test: /node_modules\/(solid-js|@solidjs)\// },
						{
							name: 'look',
							test: /shared\/look\/|dashboard\/ui\/(?!menu-parts)|lucide-solid\/dist\/\w+\/(?!icons\/)|icons\/check\./,
						},
						{
							name: 'desk',
							test: /node_modules\/@trpc\/|shared\/(?!text)|dashboard\/(shell|sound|live|api|monitor)|dashboard\/session\/command/,
						},
						{
							name: 'menu',
							test: /node_modules\/(@kobalte|@floating-ui|@solid-primitives|solid-p)|dashboard\/ui\/menu-parts/,
						},
					],
				},
			},
		},
	},
	server: {
		// `npm run dev` serves the built files from the real server; this is for working on looks alone.
		proxy: {
			'/auth': 'http://127.0.0.1:3000',
			'/trpc': { target: 'ws://127.0.0.1:3000', ws: true },
		},
	},
});
