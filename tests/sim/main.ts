/** `npm run sim`: seeded runs of the whole house under faults, every rule checked, and the shortest script of what fails. */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { closingLine, recordFigures } from '../support/figures.ts';
import { cacheFolder } from '../support/prepared.ts';
import { addReports, type BatchOptions, emptyReport, type Failure, type Report, runBatch, seedOf } from './batch.ts';
import { coverageOf } from './coverage-matrix.ts';
import { coverageLines } from './coverage-table.ts';
import type { Layer } from './network.ts';
import { rigs } from './rigs.ts';
import { elsewhere, expectedOf } from './rules.ts';
import { run } from './run.ts';
import { makeScript, type Script } from './script.ts';
import { readSeeds } from './seeds.ts';
import { shrink } from './shrink.ts';
import { describeCommand } from './trace.ts';
import { wireRules } from './wire/rules.ts';

const usage = `npm run sim -- [--runs N] [--seed S] [--layer calls|wire] [--workers N] [--until-failure] [--record] [--json] [--coverage] [--digest]
npm run sim -- --replay SEED | --script FILE [--layer calls|wire]     one run, told line by line`;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function optionsOf(words: readonly string[]) {
	const { values } = parseArgs({
		args: [...words],
		options: {
			runs: { type: 'string', default: '1000' },
			seed: { type: 'string', default: '1' },
			layer: { type: 'string', default: 'calls' },
			workers: { type: 'string', default: '2' },
			replay: { type: 'string' },
			script: { type: 'string' },
			'until-failure': { type: 'boolean', default: false },
			record: { type: 'boolean', default: false },
			json: { type: 'boolean', default: false },
			coverage: { type: 'boolean', default: false },
			digest: { type: 'boolean', default: false },
		},
	});
	const whole = (name: 'runs' | 'seed' | 'workers'): number => {
		const value = Number(values[name]);
		if (!Number.isInteger(value) || value < (name === 'seed' ? 0 : 1)) throw new Error(`--${name} is a whole number`);
		return value;
	};
	const { layer } = values;
	if (layer !== 'calls' && layer !== 'wire') throw new Error('the layer is calls or wire');
	return { ...values, layer, runs: whole('runs'), seed: whole('seed'), workers: whole('workers') } as const;
}

type Options = ReturnType<typeof optionsOf>;

/**
 * A run leaves nothing behind, so what is young dies young if the place for it is large enough; one core a worker, so no
 * thread helps to collect it. Refusals are errors too, and their stacks cost more than they say: a replay has them.
 */
const workerFlags = [
	'--min-semi-space-size=32',
	'--max-semi-space-size=32',
	'--single-threaded-gc',
	'--stack-trace-limit=0',
];

/** A part of the seeds in a process of its own. */
function inProcess(options: BatchOptions): Promise<Report> {
	return new Promise((resolve, reject) => {
		const child = fork(import.meta.filename, ['--worker'], {
			execArgv: [...process.execArgv, ...workerFlags],
			serialization: 'advanced',
		});
		// What the child below sends.
		child.once('message', (report: Report) => resolve(report));
		child.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
		child.send(options);
	});
}

function serveAsWorker(): void {
	process.once('message', (options: BatchOptions) => {
		void runBatch(options).then((report) => process.send?.(report, () => process.disconnect()));
	});
}

async function runAll({ runs, seed, layer, workers, digest, 'until-failure': untilFailure }: Options): Promise<Report> {
	const seeds = Array.from({ length: runs }, (_, index) => seedOf(String(seed), index + 1));
	const parts = Array.from({ length: Math.min(workers, runs) }, (_, part) =>
		seeds.filter((_seed, index) => index % workers === part),
	);
	const reports = await Promise.all(parts.map((part) => inProcess({ layer, seeds: part, untilFailure, digest })));
	return reports.reduce(addReports, emptyReport);
}

/** What has failed once; true: it fails again. */
async function runRecorded(layer: Layer['name']): Promise<readonly Failure[]> {
	const failures: Failure[] = [];
	for (const recorded of readSeeds()) {
		if (recorded.layer !== layer) continue;
		const { violations } = await run(recorded.script, rigs[layer]);
		if (violations.length > 0) failures.push({ script: recorded.script, layer, violations });
	}
	return failures;
}

function tell({ script, layer, violations }: Failure): void {
	const [first] = violations;
	say(`\n✘ ${first?.rule}: ${first?.text}`);
	say(`  seed ${script.seed}, layer ${layer}, after ${((first?.at ?? 0) / 1_000).toFixed(3)} s of virtual time`);
}

async function explain(failure: Failure): Promise<void> {
	tell(failure);
	const rule = failure.violations[0]?.rule;
	if (rule === undefined) return;
	const { script, runs } = await shrink(failure.script, rule, rigs[failure.layer]);
	const file = join(cacheFolder, `sim-${script.seed}.json`);
	mkdirSync(cacheFolder, { recursive: true });
	writeFileSync(
		file,
		`${JSON.stringify({ rule, layer: failure.layer, why: failure.violations[0]?.text, script }, null, '\t')}\n`,
	);
	say(`  The shortest script that breaks ${rule}, after ${runs} more runs:`);
	for (const command of script.commands) say(`    ${describeCommand(command)}`);
	say(`  As it was drawn:  npm run sim -- --replay ${script.seed} --layer ${failure.layer}`);
	say(`  The short one:    npm run sim -- --script ${file} --layer ${failure.layer}`);
}

/** One word for all runs: a change that makes the simulation faster must leave it as it is. */
function digestOfAll({ digests }: Report): string {
	const lines = Object.entries(digests).map(([seed, digest]) => `${seed} ${digest}`);
	return createHash('sha256').update(lines.sort().join('\n')).digest('base64url');
}

function print(report: Report, layer: Layer['name'], seconds: number): void {
	const number = (value: number): string => value.toLocaleString('en').padStart(12);
	say(
		`\n${number(report.runs)}  runs, ${report.steps.toLocaleString('en')} commands, ${report.events.toLocaleString('en')} events`,
	);
	say(
		`${(report.runs / report.cpuSeconds).toFixed(0).padStart(12)}  runs a second of CPU; ${(report.runs / seconds).toFixed(0)} a second of the clock, ${seconds.toFixed(1)} s in all`,
	);
	say('\nHow often the case of each rule arose, and was checked');
	for (const rule of expectedOf(layer)) say(`  ${rule.padEnd(4)} ${number(report.held[rule] ?? 0)}`);
	if (layer === 'wire') for (const [rule, what] of Object.entries(wireRules)) say(`  ${rule.padEnd(4)} ${what}`);
	for (const [rule, where] of Object.entries(elsewhere))
		say(`  ${rule.padEnd(4)} ${'elsewhere'.padStart(12)}  ${where}`);
}

async function replay(script: Script, layer: Layer['name']): Promise<number> {
	const { violations } = await run(script, rigs[layer], { tell: say });
	for (const { rule, text } of violations) say(`\n✘ ${rule}: ${text}`);
	say(closingLine(violations.length === 0 ? 1 : 0, violations.length === 0 ? 0 : 1));
	return violations.length === 0 ? 0 : 1;
}

function scriptIn(file: string): Script {
	// Written by this program, whole or inside a failure.
	const kept = JSON.parse(readFileSync(file, 'utf8')) as Script | { readonly script: Script };
	return 'script' in kept ? kept.script : kept;
}

async function main(options: Options): Promise<number> {
	const { layer, runs, seed } = options;
	if (options.replay !== undefined) return replay(makeScript(options.replay), layer);
	if (options.script !== undefined) return replay(scriptIn(options.script), layer);
	const begun = performance.now();
	const again = await runRecorded(layer);
	const report = await runAll(options);
	const seconds = (performance.now() - begun) / 1_000;
	const covered = options.coverage ? coverageOf(new Map(Object.entries(report.cells))) : null;
	const holes = covered === null ? 0 : covered.empty.length + covered.strange.length;
	const expected = expectedOf(layer);
	const missing = expected.filter((rule) => (report.held[rule] ?? 0) === 0);
	const failed = report.failed + again.length + missing.length + holes;
	if (options.json) say(JSON.stringify({ ...report, missing, again: again.length }));
	else {
		print(report, layer, seconds);
		if (options.coverage) for (const line of coverageLines(new Map(Object.entries(report.cells)))) say(line);
		if (options.digest) say(`\nDigest of all that happened: ${digestOfAll(report)}`);
		for (const failure of again) tell(failure);
		for (const failure of report.failures.slice(0, 3)) await explain(failure);
		if (report.failed > 3) say(`\n… and ${report.failed - 3} more runs that failed`);
		for (const rule of missing) say(`\n✘ ${rule}: its case never arose in ${runs} runs`);
	}
	if (options.record) {
		recordFigures(
			{
				name: layer === 'calls' ? 'simulation' : 'simulation-wire',
				command: `npm run sim -- --runs ${runs} --seed ${seed}${layer === 'calls' ? '' : ' --layer wire'}`,
				seed,
				seconds: Math.round(seconds),
				counts: {
					runs: report.runs,
					commands: report.steps,
					events: report.events,
					'runs a second of CPU': Math.round(report.runs / report.cpuSeconds),
					...(covered === null
						? {}
						: { 'cells that can be reached': covered.reachable, 'empty cells': covered.empty.length }),
				},
				rules: Object.fromEntries(expected.map((rule) => [rule, report.held[rule] ?? 0])),
				failures: failed,
			},
			Date.now(),
		);
	}
	say(closingLine(report.runs - report.failed, failed));
	return failed === 0 ? 0 : 1;
}

if (process.argv[2] === '--worker') serveAsWorker();
else {
	try {
		process.exitCode = await main(optionsOf(process.argv.slice(2)));
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
		process.exitCode = 1;
	}
}
