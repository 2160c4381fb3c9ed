/** Cuts a failing script down: the shortest that still breaks the same rule. */
import type { Rule } from './ledger.ts';
import type { MakeRig } from './network.ts';
import { run } from './run.ts';
import type { Command, Script } from './script.ts';

export interface Shrunk {
	readonly script: Script;
	readonly runs: number;
}

/** @param mostRuns how long to try */
export async function shrink(script: Script, rule: Rule, makeRig: MakeRig, mostRuns = 400): Promise<Shrunk> {
	let runs = 0;
	let best = script.commands;

	async function stillFails(commands: readonly Command[]): Promise<boolean> {
		if (runs >= mostRuns) return false;
		runs += 1;
		const { violations } = await run({ ...script, commands }, makeRig);
		return violations.some((violation) => violation.rule === rule);
	}

	/** Leaves out runs of commands, long ones first. What followed keeps its time, or comes at once. */
	async function cut(): Promise<boolean> {
		for (let length = Math.ceil(best.length / 2); length >= 1; length = Math.floor(length / 2)) {
			for (let from = 0; from + length <= best.length; from += length) {
				const left = best.slice(0, from);
				const right = best.slice(from + length);
				const [next, ...rest] = right;
				const pause = best.slice(from, from + length).reduce((sum, { after }) => sum + after, 0);
				const later = next === undefined ? [] : [{ ...next, after: next.after + pause }, ...rest];
				for (const tried of [
					[...left, ...right],
					[...left, ...later],
				]) {
					if (!(await stillFails(tried))) continue;
					best = tried;
					return true;
				}
			}
		}
		return false;
	}

	async function hasten(): Promise<void> {
		for (const [index, command] of best.entries()) {
			if (command.after === 0) continue;
			for (const after of [0, 1, 100]) {
				if (after >= command.after) continue;
				const tried = best.map((one, at) => (at === index ? { ...one, after } : one));
				if (!(await stillFails(tried))) continue;
				best = tried;
				break;
			}
		}
	}

	while (await cut());
	await hasten();
	while (await cut());
	return { script: { ...script, commands: best }, runs };
}
