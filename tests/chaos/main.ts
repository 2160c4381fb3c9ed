/** `npm run chaos`: real servers die, freeze and lose their wires under real clients, and a checker reads what was promised. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { closingLine, recordFigures } from '../support/figures.ts';
import { cacheFolder } from '../support/prepared.ts';
import { check } from './check/check.ts';
import { type CourseOptions, emptyTally, planText, type Round, runCourse, type Tally } from './course.ts';
import type { History } from './history.ts';

const usage =
	'npm run chaos -- [--kills N] [--store pglite|postgres|both] [--servers 1|2] [--seed S] [--from ROUND] [--long MS] [--record]\nnpm run chaos -- --check FILE';

/** Every rule that a run must have met; the others are proved elsewhere. */
const rules = [
	'R0',
	'I1',
	'I2',
	'I3',
	'I4',
	'I5',
	'I6',
	'I7',
	'I9',
	'I10',
	'I11',
	'I12',
	'I13',
	'I16',
	'I17',
	'I18',
	'I19',
	'I20',
	'I22',
];

const asked = readArguments();
if (asked.check === undefined) await play();
else checkAgain(asked.check);

function readArguments() {
	try {
		const { values } = parseArgs({
			options: {
				kills: { type: 'string', default: '25' },
				store: { type: 'string', default: 'both' },
				servers: { type: 'string' },
				seed: { type: 'string', default: '1' },
				from: { type: 'string', default: '1' },
				long: { type: 'string' },
				record: { type: 'boolean', default: false },
				check: { type: 'string' },
			},
		});
		const whole = (name: string, text: string): number => {
			if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} must be a whole number above 0`);
			return Number(text);
		};
		if (!['pglite', 'postgres', 'both'].includes(values.store))
			throw new Error('--store must be pglite, postgres or both');
		return {
			...values,
			kills: whole('kills', values.kills),
			from: whole('from', values.from),
			seed: whole('seed', values.seed),
			long: values.long === undefined ? undefined : whole('long', values.long),
			servers: values.servers === undefined ? undefined : whole('servers', values.servers),
		};
	} catch (error) {
		console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
		process.exit(1);
	}
}

/** On Postgres a third of the deaths are of one of two servers. */
function courses(): readonly CourseOptions[] {
	const { store, kills, seed, from, long, servers } = asked;
	const common = { seed: String(seed), from, longMs: long, onRound: tell };
	const two = Math.max(1, Math.round(kills / 3));
	const all: readonly CourseOptions[] = [
		{ ...common, store: 'pglite', servers: 1, kills },
		{ ...common, store: 'postgres', servers: 1, kills: servers === undefined ? Math.max(1, kills - two) : kills },
		{ ...common, store: 'postgres', servers: 2, kills: servers === undefined ? two : kills },
	];
	return all.filter((one) => (store === 'both' || one.store === store) && (servers ?? one.servers) === one.servers);
}

function tell({ name, plan, faults, history, seconds, number }: Round): void {
	console.log(
		`${faults.length === 0 ? '✓' : '✗'} ${name}: ${seconds.toFixed(1)} s, ${history.ops.length} operations, ${plan.steps.length} troubles`,
	);
	if (faults.length === 0) return;
	const folder = join(cacheFolder, 'chaos');
	mkdirSync(folder, { recursive: true });
	const file = join(folder, `${name.replaceAll(/[, ]+/g, '-')}-seed-${asked.seed}.json`);
	writeFileSync(file, JSON.stringify({ name, plan, faults, history }));
	for (const fault of faults.slice(0, 20)) console.log(`    ${fault}`);
	if (faults.length > 20) console.log(`    and ${faults.length - 20} more`);
	console.log(`  the plan: ${planText(plan)}`);
	console.log(`  the history: ${file}`);
	console.log(`  checked again with: npm run chaos -- --check ${file}`);
	console.log(
		`  played again with: npm run chaos -- --seed ${asked.seed} --store ${plan.servers > 1 ? 'postgres --servers 2' : name.split(',')[0]} --kills ${asked.kills} --from ${number}`,
	);
	console.log('  (the plan is the same each time; when it strikes real processes is chance)');
}

async function play(): Promise<void> {
	const begun = performance.now();
	const all = courses();
	const tally = emptyTally();
	// The two stores side by side; Postgres' own courses one after the other: they share a server that is crashed.
	const inTurn = async (store: CourseOptions['store']): Promise<void> => {
		for (const course of all.filter((one) => one.store === store)) await runCourse(course, tally);
	};
	await Promise.all([inTurn('pglite'), inTurn('postgres')]);
	const seconds = (performance.now() - begun) / 1_000;
	const unmet = rules.filter((rule) => (tally.rules[rule] ?? 0) === 0);
	print(tally, seconds);
	for (const rule of unmet) console.log(`${rule} was never put to the test`);
	const failures = tally.faults.length + unmet.length;
	if (asked.record) {
		const command = `npm run chaos -- --kills ${asked.kills} --store ${asked.store} --seed ${asked.seed}`;
		const { rounds, kills, missed: _, troubles, rules: met, faults: __, ...counts } = tally;
		const figures = { name: 'chaos', command, seed: asked.seed, seconds: Math.round(seconds), failures };
		recordFigures({ ...figures, counts: { kills, rounds, ...counts, ...others(troubles) }, rules: met }, Date.now());
	}
	console.log(closingLine(tally.rounds - tally.faults.length, failures));
	process.exit(failures === 0 ? 0 : 1);
}

function others(troubles: Tally['troubles']): Record<string, number> {
	return Object.fromEntries(
		Object.entries(troubles).filter(([kind]) => !['kill', 'die', 'die-starting'].includes(kind)),
	);
}

function print(
	{ rounds, kills, missed, sessions, operations, unknown, troubles, rules: met }: Tally,
	seconds: number,
): void {
	console.log(
		`\n${rounds} rounds, ${kills} deaths by kill -9 (${missed} planned for a call that did not come), ${seconds.toFixed(0)} s`,
	);
	console.log(`${sessions} sessions, ${operations} operations, ${unknown} of them with an answer that was lost`);
	console.log(
		`troubles: ${Object.entries(troubles)
			.map(([kind, count]) => `${kind} ${count}`)
			.join(', ')}`,
	);
	const inOrder = Object.entries(met).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
	console.log(`checked: ${inOrder.map(([rule, count]) => `${rule} ${count}`).join(', ')}`);
}

function checkAgain(file: string): void {
	// Written by this program.
	const { name, history } = JSON.parse(readFileSync(file, 'utf8')) as { name: string; history: History };
	const { faults } = check(history);
	console.log(name);
	for (const fault of faults) console.log(`    ${fault}`);
	console.log(closingLine(faults.length === 0 ? 1 : 0, faults.length === 0 ? 0 : 1));
	process.exit(faults.length === 0 ? 0 : 1);
}
