/** The chat: one module, loaded by the loader at the first click, and one with the words of each language. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';

const here = import.meta.dirname;
const trpc = resolve(here, '..', 'node_modules', '@trpc');

/** On somebody's page a rem can be anything: there, one rem of the tokens is 16 px. */
const pixels = (value: string): string => value.replace(/([\d.]+)rem/g, (_, rem: string) => `${Number(rem) * 16}px`);

/**
 * Both apps share one file of tokens. Here those that never change by scheme or motion are put in where they are used,
 * and of the rest only what the chat's own style names goes along.
 */
function tokens(): Plugin {
	const file = resolve(here, '..', 'shared', 'look', 'tokens.css');
	const declaration = /(--[\w-]+):\s*([^;]+);/g;
	const fixed = new Map(
		[...readFileSync(file, 'utf8').matchAll(declaration)]
			.map(([, name = '', value = '']) => [name, pixels(value)] as const)
			.filter(([name]) => /^--(text|space|radius|medium|strong|leading|ease|font)/.test(name)),
	);
	const chat = readFileSync(resolve(here, 'chat.css'), 'utf8');
	const named = new Set(chat.match(/--[\w-]+/g));
	return {
		name: 'tokens',
		enforce: 'pre',
		transform(code, id) {
			if (id.includes('widget/chat.css')) {
				return code.replace(/var\((--[\w-]+)\)/g, (use, name: string) => fixed.get(name) ?? use);
			}
			if (!id.includes('shared/look/tokens.css')) return;
			return code
				.replace(/\/\*[\s\S]*?\*\//g, '')
				.replace(declaration, (line, name: string) => (named.has(name) && !fixed.has(name) ? line : ''))
				.replace(/:root(\[[^\]]+\])?,/g, '');
		},
	};
}

/** What tRPC's client says to a programmer who uses it wrongly, nobody will read on somebody's page: its first words will do. */
function tersely(): Plugin {
	return {
		name: 'tersely',
		enforce: 'pre',
		transform: (code, id) =>
			id.startsWith(trpc)
				? code.replace(/(Error\(\s*)(["'`])((?:[^\s"'`]+ ){2}[^\s"'`]+)(?:(?!\2)[^\\$]){12,}\2/g, '$1$2$3$2')
				: undefined,
	};
}

export default defineConfig({
	root: here,
	publicDir: false,
	// Handlers stand on their own elements: on somebody's page anything may stop an event on its way to the document.
	plugins: [tokens(), tersely(), solid({ solid: { delegateEvents: false } })],
	resolve: {
		// The official client from the sources in its own package: what it ships built is written for older browsers
		// than ours, and a sixth larger.
		alias: [
			{ find: /^\.\/missed\.ts$/, replacement: resolve(here, 'no-missed.ts') },
			{ find: /^@trpc\/client$/, replacement: `${trpc}/client/src/index.ts` },
			{ find: /^@trpc\/server\/observable$/, replacement: `${trpc}/server/src/observable/index.ts` },
			{
				find: /^@trpc\/server\/(unstable-core-do-not-import|vendor\/.+)$/,
				replacement: `${trpc}/server/src/$1.ts`,
			},
		],
	},
	build: {
		outDir: resolve(here, '..', 'dist', 'widget'),
		emptyOutDir: true,
		target: ['chrome111', 'firefox114', 'safari16.4'],
		reportCompressedSize: false,
		modulePreload: false,
		minify: true,
		// Not Vite's library mode: that leaves the white space of modules alone.
		rolldownOptions: {
			input: { panel: resolve(here, 'main.tsx'), en: resolve(here, 'text-en.ts'), lv: resolve(here, 'text-lv.ts') },
			preserveEntrySignatures: 'strict',
			output: { format: 'es', entryFileNames: 'assets/chat/[name].js' },
		},
	},
});
