/** The simulation as a finder: so many runs from one seed, up to the first rule that breaks. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Verdict } from './checks.ts';
import { runChild } from './child.ts';

const answer = z.object({ runs: z.number(), rule: z.string().nullable(), text: z.string().nullable() });

const patienceMs = 180_000;

/** @param skip numbers of runs that are left out */
export async function runSimulation(root: string, runs: number, skip: readonly number[]): Promise<Verdict> {
	// In Node, Solid would resolve to its server build, where nothing is reactive.
	const file = join(root, 'tests', 'mutants', 'until-failure.ts');
	const args = ['--conditions=browser', file, '--runs', String(runs), '--skip', skip.join(',')];
	const { code, output } = await runChild(args, root, patienceMs);
	const found = { kind: 'found', check: 'simulation', file: null } as const;
	if (code === null) return { ...found, what: 'a run did not come to an end', after: 0 };
	const last = output.trim().split('\n').at(-1) ?? '';
	if (!last.startsWith('{')) return { kind: 'error', what: output.trim().split('\n').slice(-6).join(' | ') };
	const { runs: done, rule, text } = answer.parse(JSON.parse(last));
	if (text === null) return { kind: 'passed' };
	return { ...found, what: rule === null ? text : `${rule}: ${text}`, after: done };
}
