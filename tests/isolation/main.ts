/** `npm run isolation`: an exception in every function that works for a session, one after the other (I26). */
import { parseArgs } from 'node:util';
import { closingLine, recordFigures } from '../support/figures.ts';
import { holes } from './holes.ts';
import { instrumentAll } from './instrument.ts';
import { edge } from './probe.ts';
import type { Judged, Verdict } from './run.ts';

const usage = 'npm run isolation -- [--every N] [--only TEXT] [--hole NAME] [--record]';
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const options = {
	every: { type: 'string', default: '1' },
	only: { type: 'string' },
	hole: { type: 'string' },
	record: { type: 'boolean', default: false },
} as const;

function read() {
	try {
		return parseArgs({ options }).values;
	} catch {
		say(`usage: ${usage}`);
		return process.exit(1);
	}
}
const values = read();

const hole = values.hole === undefined ? [] : holes.filter(({ name }) => name === values.hole);
const every = Number(values.every);
if (!Number.isSafeInteger(every) || every < 1 || (values.hole !== undefined && hole.length === 0)) {
	say(`usage: ${usage}\nholes: ${holes.map(({ name }) => name).join(', ')}`);
	process.exit(1);
}

const begun = performance.now();
process.on('uncaughtException', (error) => void edge.push(String(error)));
process.on(
	'unhandledRejection',
	(error) => void edge.push(error instanceof Error ? String(error.stack) : String(error)),
);

const functions = instrumentAll(hole);
// Only now: what is imported from here on loads with probes.
const { runAll } = await import('./run.ts');
const verdicts = new Map<Verdict, number>();
const wrong: Judged[] = [];
const report = await runAll({
	functions,
	every,
	only: values.only ?? null,
	unhandled: () => edge.splice(0),
	told(judged) {
		verdicts.set(judged.verdict, (verdicts.get(judged.verdict) ?? 0) + 1);
		if (judged.complaints.length > 0) wrong.push(judged);
		if (values.only !== undefined) say(`${judged.verdict}: ${judged.point}`);
	},
});

for (const { point, verdict, complaints } of wrong) {
	say(`\nFAILED ${point} (${verdict})\n  ${complaints.slice(0, 8).join('\n  ')}`);
	say(`  again: npm run isolation -- --only ${JSON.stringify(point)}`);
}
const planted = report.judged.length;
const seconds = Math.round((performance.now() - begun) / 1_000);
say(
	`\n${report.functions} functions work for a session, ${report.met} of them were come by; ${planted} faults planted in ${seconds} s`,
);
for (const [verdict, count] of verdicts) say(`  ${String(count).padStart(4)}  ${verdict}`);
const met = planted - (verdicts.get('not met') ?? 0);
say(`premises: I26 ${met}`);
const failed = wrong.length + (met === 0 ? 1 : 0);
if (values.record) {
	recordFigures(
		{
			name: 'isolation',
			command: 'npm run isolation -- --record',
			seed: null,
			seconds,
			counts: { functions: report.functions, met: report.met, planted, ...Object.fromEntries(verdicts) },
			rules: { I26: met },
			failures: failed,
		},
		Date.now(),
	);
}
say(closingLine(planted - wrong.length, failed));
process.exit(failed === 0 ? 0 : 1);
