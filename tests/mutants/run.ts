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

async function judge(
	shadow: Shadow,
	patch: Patch,
	{ simRuns }: MutantsOptions,
	skip: readonly number[],
): Promise<Verdict> {
	const fault = faultOf(shadow.root, patch);
	if (fault !== null) return { kind: 'error', what: fault };
	return shadow.patched(patch, async () => {
		if (simRuns > 0 && patch.blind === null) {
			const verdict = await runSimulation(shadow.root, simRuns, skip);
			if (verdict.kind !== 'passed') return verdict;
		}
		for (const path of patch.tests) {
			const verdict = await runTests(shadow.root, [path], 1, true);
			if (verdict.kind !== 'passed') return verdict;
		}
		return { kind: 'passed' };
	});
}

/** The runs of the simulation that fail without any bug: there should be none, and none of them finds one. */
async function innocent(shadow: Shadow, simRuns: number, told: (line: string) => void): Promise<readonly number[]> {
	const skip: number[] = [];
	if (simRuns === 0) return skip;
	for (;;) {
		const verdict = await runSimulation(shadow.root, simRuns, skip);
		if (verdict.kind === 'passed') return skip;
		if (verdict.kind === 'error' || verdict.after === 0) throw new Error(`the simulation: ${verdict.what}`);
		told(`without any bug, run ${verdict.after} of the simulation fails and is left out: ${verdict.what}`);
		skip.push(verdict.after);
	}
}

/** A test that fails without any bug has found nothing. */
async function control(shadow: Shadow, results: readonly Result[]): Promise<readonly Result[]> {
	const used = results.flatMap(({ verdict }) => (verdict.kind === 'found' ? [verdict.file] : []));
	const files = [...new Set(used)].filter((file) => file !== null);
	const said = files.length > 0 ? await runTests(shadow.root, files, 1, false) : null;
	if (said === null || said.kind === 'passed') return results;
	const what = said.kind === 'found' ? `fails without any bug: ${said.check}: ${said.what}` : said.what;
	const isVoid = ({ verdict }: Result): boolean =>
		verdict.kind === 'found' && verdict.file !== null && (said.kind === 'error' || said.file === verdict.file);
	return results.map((result) => (isVoid(result) ? { ...result, verdict: { kind: 'error', what } } : result));
}

export async function runMutants(options: MutantsOptions): Promise<readonly Result[]> {
	const { tree, patches, workers, told } = options;
	const results = new Map<Patch, Result>();
	const waiting = [...patches];
	const shadows = Array.from({ length: Math.min(workers, patches.length) }, () => createShadow(tree));
	const [first] = shadows;
	try {
		const needed = patches.some(({ blind }) => blind === null);
		const skip = first === undefined || !needed ? [] : await innocent(first, options.simRuns, told);
		await Promise.all(
			shadows.map(async (shadow) => {
				for (let patch = waiting.shift(); patch !== undefined; patch = waiting.shift()) {
					const begun = performance.now();
					const verdict = await judge(shadow, patch, options, skip);
					const result = { patch, verdict, seconds: (performance.now() - begun) / 1000 };
					results.set(patch, result);
					told(rowOf(result));
				}
			}),
		);
		const all = patches.flatMap((patch) => results.get(patch) ?? []);
		return first === undefined ? all : await control(first, all);
	} finally {
		for (const shadow of shadows) shadow.remove();
	}
}
