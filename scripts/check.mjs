// `npm run check`: everything that can be known without running the product. `npm run check -- types lint` runs some.
import { join } from 'node:path';
import { modules, root } from './pinned-node.mjs';
import { prepare } from './prepare.mjs';
import { main, runNode } from './run.mjs';

/** @param {string} project */
const tsc = (project) => [join(modules, 'typescript', 'bin', 'tsc'), '--project', project];

/** @type {readonly (readonly [name: string, args: readonly string[]])[]} */
const checks = [
	['types:server', tsc('tsconfig.json')],
	['types:shared', tsc('shared/tsconfig.json')],
	['types:dashboard', tsc('dashboard/tsconfig.json')],
	['types:worker', tsc('dashboard/worker/tsconfig.json')],
	['types:widget', tsc('widget/tsconfig.json')],
	['types:tests', tsc('tests/tsconfig.json')],
	['types:scripts', tsc('scripts/tsconfig.json')],
	['style', [join(modules, '@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.']],
	['lint', [join(modules, 'oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings']],
	['unused', [join(modules, 'knip', 'bin', 'knip.js')]],
	['diagram', [join(root, 'docs', 'diagram.ts'), '--check']],
	['guarantees', [join(root, 'docs', 'guarantees.ts'), '--check']],
];

/** @param {readonly string[]} wanted names, or their part before the colon; none means all */
function choose(wanted) {
	const unknown = wanted.filter((word) => !checks.some(([name]) => name === word || name.split(':')[0] === word));
	if (unknown.length > 0) {
		throw new Error(`No such check: ${unknown.join(', ')}. There are: ${checks.map(([name]) => name).join(', ')}`);
	}
	if (wanted.length === 0) return checks;
	return checks.filter(([name]) => wanted.includes(name) || wanted.includes(name.split(':')[0] ?? ''));
}

await main(import.meta.url, async () => {
	prepare();
	const chosen = choose(process.argv.slice(2));
	let failed = 0;
	for (const [name, args] of chosen) {
		const started = performance.now();
		let output = '';
		const code = await runNode(args, {
			output: (text) => {
				output += text;
			},
		});
		const seconds = ((performance.now() - started) / 1000).toFixed(1);
		console.log(`${code === 0 ? '✔' : '✘'} ${name.padEnd(16)} ${seconds.padStart(5)} s`);
		if (code === 0) continue;
		failed += 1;
		console.log(`\n${output.trimEnd()}\n`);
	}
	console.log(`${chosen.length - failed} passed, ${failed} failed`);
	return failed === 0 ? 0 : 1;
});
