/** `npm run resume`: wherever a line is cut, and however long it is silent, nothing is repeated and nothing is missing. */
import { parseArgs } from 'node:util';
import { checkCursors } from './cursors.ts';
import { caseOf, runCase } from './cuts.ts';
import { openHouse } from './house.ts';
import { sweep } from './sweep.ts';

const { values } = parseArgs({
	options: {
		cursors: { type: 'boolean' },
		case: { type: 'string', multiple: true },
		stride: { type: 'string', default: '1' },
		lanes: { type: 'string', default: '6' },
	},
});
const house = await openHouse();
const premises = {};
if (values.cursors) {
	const lane = await house.lane('cursors');
	const begun = performance.now();
	const report = await checkCursors(house, lane, premises);
	console.log(
		Math.round(performance.now() - begun),
		report.counts,
		report.failures.slice(0, 10),
		report.failures.length,
	);
} else if (values.case) {
	const lane = await house.lane('lane-0');
	for (const name of values.case ?? []) {
		const begun = performance.now();
		const outcome = await runCase(house, lane, caseOf(name), premises);
		process.stdout.write(
			`${name} ${outcome.fired} ${Math.round(performance.now() - begun)} ms ${JSON.stringify(outcome.faults)}\n`,
		);
	}
} else {
	const lanes = await Promise.all(Array.from({ length: Number(values.lanes) }, (_, n) => house.lane(`lane-${n}`)));
	const begun = performance.now();
	const swept = await sweep(house, {
		lanes,
		stride: Number(values.stride),
		premises,
		told: (one, faults) => {
			if (faults.length) process.stdout.write(`${JSON.stringify(one)} ${JSON.stringify(faults)}\n`);
		},
	});
	process.stdout.write(`${Math.round(performance.now() - begun)} ms\n`);
	for (const [k, n] of swept.cases) process.stdout.write(`${k}: ${n}\n`);
}
process.stdout.write(`${JSON.stringify(premises)}\n`);
await house.close();
process.exit(0);
