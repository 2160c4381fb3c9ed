/** `npm run resume`: wherever a line is cut, and however long it is silent, nothing is repeated and nothing is missing. */
import { parseArgs } from 'node:util';
import { closingLine, recordFigures } from '../support/figures.ts';
import type { Premises } from './check.ts';
import { checkCursors } from './cursors.ts';
import { type Case, caseOf, nameOf, runCase } from './cuts.ts';
import { stampede } from './herd.ts';
import { openHouse, type ResumeHouse } from './house.ts';
import { checkSilence } from './silence.ts';
import { type Failure, sweep } from './sweep.ts';

const parts = ['cuts', 'cursors', 'silence', 'herd'] as const;
type Part = (typeof parts)[number];

const usage = `npm run resume -- [--part ${parts.join('|')}]… [--stride 1] [--visitors 2000] [--seed 1] [--case WIRE:END:FRAME:WAY]… [--record]`;
/** Rules whose case must have come up, in a run of all parts. */
const rules = ['I1', 'I6', 'I11', 'I12', 'I13', 'I19', 'I20', 'I21', 'I27'] as const;
/** Scripts side by side. */
const lanesAtOnce = 8;
/** DESIGN section 6: 10,000 in 20 s, in proportion; a process that has just started pays for its compiler too. */
const backWithinS = (visitors: number): number => 15 + visitors / 500;

const byName = ([a]: readonly [string, number], [b]: readonly [string, number]): number =>
	a.localeCompare(b, 'en', { numeric: true });

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const row = (name: string, value: number | string): void => say(`  ${name.padEnd(52)} ${String(value).padStart(10)}`);

function optionsOf(words: readonly string[]) {
	const { values } = parseArgs({
		args: [...words],
		options: {
			part: { type: 'string', multiple: true },
			stride: { type: 'string', default: '1' },
			visitors: { type: 'string', default: '2000' },
			seed: { type: 'string', default: '1' },
			case: { type: 'string', multiple: true },
			record: { type: 'boolean', default: false },
		},
	});
	const [stride, visitors, seed] = [Number(values.stride), Number(values.visitors), Number(values.seed)];
	if (![stride, visitors, seed].every((n) => Number.isInteger(n) && n > 0))
		throw new Error('numbers are whole, from 1');
	const chosen = values.part?.map((name) => {
		const part = parts.find((one) => one === name);
		if (part === undefined) throw new Error(`no such part: ${name}`);
		return part;
	});
	return {
		parts: new Set<Part>(chosen ?? parts),
		all: chosen === undefined && values.case === undefined,
		stride,
		visitors,
		seed,
		record: values.record,
		cases: values.case?.map(caseOf),
	};
}

interface Tally {
	readonly counts: Record<string, number>;
	readonly premises: Premises;
	readonly failures: Failure[];
}

async function replay(
	house: ResumeHouse,
	cases: readonly Case[],
	{ premises, failures, counts }: Tally,
): Promise<void> {
	const lane = await house.lane('replay');
	for (const one of cases) {
		const { fired, faults } = await runCase(house, lane, one, premises);
		row(nameOf(one), fired ? (faults.length === 0 ? 'whole' : 'BROKEN') : 'no such frame');
		counts['cuts'] = (counts['cuts'] ?? 0) + (fired ? 1 : 0);
		if (faults.length > 0) failures.push({ name: nameOf(one), faults });
	}
}

async function runCuts(house: ResumeHouse, stride: number, { premises, failures, counts }: Tally): Promise<void> {
	say('\nA scripted conversation, cut at each frame: wire · who sent it · how');
	const lanes = await Promise.all(Array.from({ length: lanesAtOnce }, (_, n) => house.lane(`lane-${n}`)));
	const swept = await sweep(house, { lanes, stride, premises });
	for (const [name, n] of [...swept.cases].sort(byName)) row(name, n);
	counts['cuts'] = [...swept.cases.values()].reduce((sum, n) => sum + n, 0);
	failures.push(...swept.failures);
}

async function runCursors(house: ResumeHouse, { premises, failures, counts }: Tally): Promise<void> {
	say('\nReaders who come back with a cursor');
	const report = await checkCursors(house, await house.lane('cursors'), premises);
	for (const [name, n] of Object.entries(report.counts)) row(name, n);
	counts['cursors'] = Object.values(report.counts).reduce((sum, n) => sum + n, 0);
	failures.push(...report.failures);
}

async function runSilence({ premises, failures, counts }: Tally): Promise<void> {
	say('\nSilent lines under both apps in Chromium, seconds until noticed');
	const report = await checkSilence(premises);
	for (const { way, noticed, healed } of report.silences) {
		const each = Object.entries(noticed).map(([who, seconds]) => `${who} ${seconds.toFixed(1)}`);
		say(`  ${way.padEnd(5)} ${each.join(' · ')} · healed ${healed.toFixed(1)} s after the line was free`);
	}
	counts['silences'] = report.silences.length;
	failures.push(...report.failures);
}

async function runHerd(visitors: number, seed: number, { failures, counts }: Tally): Promise<void> {
	say('\nEverybody at once after kill -9, with the widget’s own backoff');
	const quarter = Math.max(1, Math.round(visitors / 4));
	const [few, many] = [
		await stampede({ visitors: quarter, watched: 40, awayMs: 3_000, seed }),
		await stampede({ visitors, watched: 40, awayMs: 3_000, seed }),
	];
	for (const one of [few, many]) {
		row(
			`${one.visitors} visitors: all back after, s (p50, p99)`,
			`${one.allBackS.toFixed(1)} (${one.p50S.toFixed(1)}, ${one.p99S.toFixed(1)})`,
		);
		row('server CPU a visitor, ms', one.cpuMs.toFixed(1));
		row('attempts', one.attempts);
		const faults = [...one.faults];
		if (one.notLive > 0) faults.push(`I19: ${one.notLive} were told that their session is over`);
		if (one.allBackS > backWithinS(one.visitors)) faults.push(`all were back after ${one.allBackS.toFixed(1)} s`);
		if (faults.length > 0) failures.push({ name: `herd of ${one.visitors}`, faults: faults.slice(0, 20) });
	}
	// What costs each of many much more than each of a few is quadratic somewhere.
	row('CPU a visitor, many ÷ few', (many.cpuMs / few.cpuMs).toFixed(2));
	counts['reconnects'] = few.visitors + many.visitors;
}

async function main(words: readonly string[]): Promise<number> {
	const options = optionsOf(words);
	const tally: Tally = { counts: {}, premises: {}, failures: [] };
	const begun = performance.now();
	const wants = (part: Part): boolean => options.cases === undefined && options.parts.has(part);
	if (options.cases !== undefined || wants('cuts') || wants('cursors')) {
		const house = await openHouse();
		if (options.cases !== undefined) await replay(house, options.cases, tally);
		if (wants('cuts')) await runCuts(house, options.stride, tally);
		if (wants('cursors')) await runCursors(house, tally);
		await house.close();
	}
	if (wants('silence')) await runSilence(tally);
	if (wants('herd')) await runHerd(options.visitors, options.seed, tally);
	const seconds = (performance.now() - begun) / 1_000;

	say('\nHow often each rule was put to the test');
	for (const [rule, n] of Object.entries(tally.premises).sort(byName)) row(rule, n);
	const { failures, premises, counts } = tally;
	if (options.all) {
		for (const rule of rules) {
			if ((premises[rule] ?? 0) === 0) failures.push({ name: rule, faults: ['its case never came up'] });
		}
	}
	for (const { name, faults } of failures) {
		say(`\nBROKEN ${name}`);
		for (const fault of faults) say(`  ${fault}`);
		if (/^(visitor|agent):/.test(name)) say(`  again: npm run resume -- --case ${name}`);
	}
	say(`\n${seconds.toFixed(1)} s.`);
	if (options.record) {
		const checked = Object.fromEntries(
			rules.flatMap((rule) => ((premises[rule] ?? 0) > 0 ? [[rule, premises[rule] ?? 0]] : [])),
		);
		const command = `npm run resume -- ${words.join(' ')}`.trim();
		recordFigures(
			{
				name: 'resume',
				command,
				seed: null,
				seconds: Math.round(seconds),
				counts,
				rules: checked,
				failures: failures.length,
			},
			Date.now(),
		);
	}
	const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
	say(closingLine(Math.max(0, total - failures.length), failures.length));
	return failures.length === 0 ? 0 : 1;
}

try {
	process.exit(await main(process.argv.slice(2)));
} catch (error) {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${usage}\n`);
	process.exit(1);
}
