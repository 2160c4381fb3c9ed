/** Asks the checks about each planted bug, two at a time, and believes a test only if it passes without the bug. */

import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { runTests, type Verdict } from './checks.ts';
import { applyPatch, type Patch } from './patch.ts';
import { createShadow, type Shadow } from './shadow.ts';
import { runSimulation } from './simulation.ts';
import { rowOf } from './table.ts';

export interface Result {
	readonly patch: Patch;
	readonly verdict: Verdict;
	readonly seconds: number;
}

export interface MutantsOptions {
	readonly tree: string;
	readonly patches: readonly Patch[];
	readonly workers: number;
	/** 0: only the tests are asked. */
	readonly simRuns: number;
	readonly told: (line: string) => void;
}

/** Null: it can be planted. */
export function faultOf(tree: string, patch: Patch): string | null {
	try {
		stripTypeScriptTypes(applyPatch(patch, readFileSync(join(tree, patch.file), 'utf8')));
		return null;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

async function judge(shadow: Shadow, patch: Patch, simRuns: number): Promise<Verdict> {
	const fault = faultOf(shadow.root, patch);
	if (fault !== null) return { kind: 'error', what: fault };
	return shadow.patched(patch, async () => {
		if (simRuns > 0 && patch.blind === null) {
			const verdict = await runSimulation(shadow.root, simRuns);
			if (verdict.kind !== 'passed') return verdict;
		}
		for (const path of patch.tests) {
			const verdict = await runTests(shadow.root, [path], 1, true);
			if (verdict.kind !== 'passed') return verdict;
		}
		return { kind: 'passed' };
	});
}

/** A check that fails without any bug has found nothing. */
async function control(shadow: Shadow, results: readonly Result[], simRuns: number): Promise<readonly Result[]> {
	const used = results.flatMap(({ verdict }) => (verdict.kind === 'found' ? [verdict.file] : []));
	const files = [...new Set(used)].filter((file) => file !== null);
	const [sim, tests] = await Promise.all([
		simRuns > 0 ? runSimulation(shadow.root, simRuns) : null,
		files.length > 0 ? runTests(shadow.root, files, 1, false) : null,
	]);
	const said = [sim, tests].find((verdict) => verdict !== null && verdict.kind !== 'passed') ?? null;
	if (said === null) return results;
	const what = said.kind === 'found' ? `fails without any bug: ${said.check}: ${said.what}` : said.what;
	const isVoid = ({ verdict }: Result): boolean =>
		verdict.kind === 'found' && (said.kind === 'error' || said.file === null || said.file === verdict.file);
	return results.map((result) => (isVoid(result) ? { ...result, verdict: { kind: 'error', what } } : result));
}

export async function runMutants(options: MutantsOptions): Promise<readonly Result[]> {
	const { tree, patches, workers, simRuns, told } = options;
	const results = new Map<Patch, Result>();
	const waiting = [...patches];
	const shadows = Array.from({ length: Math.min(workers, patches.length) }, () => createShadow(tree));
	try {
		await Promise.all(
			shadows.map(async (shadow) => {
				for (let patch = waiting.shift(); patch !== undefined; patch = waiting.shift()) {
					const begun = performance.now();
					const verdict = await judge(shadow, patch, simRuns);
					const result = { patch, verdict, seconds: (performance.now() - begun) / 1000 };
					results.set(patch, result);
					told(rowOf(result));
				}
			}),
		);
		const all = patches.flatMap((patch) => results.get(patch) ?? []);
		const [first] = shadows;
		return first === undefined ? all : await control(first, all, simRuns);
	} finally {
		for (const shadow of shadows) shadow.remove();
	}
}
