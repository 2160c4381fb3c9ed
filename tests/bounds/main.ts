/** `npm run bounds`: what is held in memory and on sockets, measured from outside (I24, I30). */
import { parseArgs } from 'node:util';
import { closingLine, recordFigures } from '../support/figures.ts';
import { serve } from './child.ts';
import { type Check, measureIdle, measureStalled, measureStored, type Sizes } from './run.ts';

const usage = 'npm run bounds -- [--short] [--record]';
const [role, folder] = process.argv.slice(2);
if (role === 'serve' && folder !== undefined) await serve(folder);
else await measure();

async function measure(): Promise<void> {
	const say = (text: string): void => void process.stdout.write(`${text}\n`);
	const options = { short: { type: 'boolean', default: false }, record: { type: 'boolean', default: false } } as const;
	const read = () => {
		try {
			return parseArgs({ options }).values;
		} catch {
			say(`usage: ${usage}`);
			return process.exit(1);
		}
	};
	const values = read();
	if (values.short && values.record) {
		say(`usage: ${usage}`);
		process.exit(1);
	}
	const sizes: Sizes = values.short
		? { stored: 2_000, open: 200, idle: 100, busy: 100, perSecond: 200, seconds: 1, rounds: 1 }
		: { stored: 100_000, open: 10_000, idle: 1_000, busy: 1_000, perSecond: 200, seconds: 4, rounds: 2 };
	const begun = performance.now();
	const checks: Check[] = [];
	const tell = (check: Check): void => {
		checks.push(check);
		say(`${check.ok ? '✔' : '✘'} ${check.rule.padEnd(4)} ${check.what}: ${check.found}`);
	};
	const counts = {
		...(await measureStored(sizes, tell)),
		...(await measureIdle(sizes, tell)),
		...(await measureStalled(sizes, tell, !values.short)),
	};
	const seconds = Math.round((performance.now() - begun) / 1_000);
	const rules: Record<string, number> = {};
	for (const { rule } of checks) rules[rule] = (rules[rule] ?? 0) + 1;
	say(
		`\n${Object.entries(counts)
			.map(([what, count]) => `${what} ${count}`)
			.join(' · ')} · ${seconds} s`,
	);
	say(
		`premises: ${Object.entries(rules)
			.map(([rule, count]) => `${rule} ${count}`)
			.join(', ')}`,
	);
	const failed = checks.filter(({ ok }) => !ok).length;
	if (values.record)
		recordFigures(
			{ name: 'bounds', command: 'npm run bounds -- --record', seed: null, seconds, counts, rules, failures: failed },
			Date.now(),
		);
	say(closingLine(checks.length - failed, failed));
	process.exit(failed === 0 ? 0 : 1);
}
