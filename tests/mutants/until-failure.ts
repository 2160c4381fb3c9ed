/** Runs the simulation until a rule breaks, in a process of its own: the last line of its output is the answer. */
import { parseArgs } from 'node:util';
import { callsRig } from '../sim/calls/layer.ts';
import { run } from '../sim/run.ts';
import { makeScript } from '../sim/script.ts';

const { values } = parseArgs({ options: { runs: { type: 'string' }, skip: { type: 'string', default: '' } } });
/** Runs that fail without any bug say nothing. */
const skipped = new Set(values.skip.split(',').map(Number));

async function search(runs: number) {
	for (let done = 1; done <= runs; done += 1) {
		if (skipped.has(done)) continue;
		try {
			const { violations } = await run(makeScript(`mutant ${done}`), callsRig);
			const [first] = violations;
			if (first !== undefined) return { runs: done, rule: first.rule, text: first.text };
		} catch (error) {
			return { runs: done, rule: null, text: `the run broke off: ${String(error)}` };
		}
	}
	return { runs, rule: null, text: null };
}

console.log(JSON.stringify(await search(Number(values.runs))));
// What a planted bug has left running is nobody's business.
process.exit(0);
