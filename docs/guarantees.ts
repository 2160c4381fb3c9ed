/**
 * The tables of docs/guarantees.md: rules from docs/spec.md, places from `enforced.ts`, tests from the tests' own text, figures
 * from what the runs wrote. `--check` fails when the page differs, and whenever a rule has no place, no test or no figure.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { enforced, notYet, onlyInTests } from './enforced.ts';

const root = join(import.meta.dirname, '..');
const page = join(import.meta.dirname, 'guarantees.md');
const folder = join(import.meta.dirname, 'figures');

const figures = z.object({
	name: z.string(),
	date: z.string(),
	commit: z.string(),
	command: z.string(),
	seed: z.number().nullable(),
	seconds: z.number(),
	counts: z.record(z.string(), z.number()),
	rules: z.record(z.string(), z.number()),
	failures: z.number(),
});
type Figures = z.infer<typeof figures>;

interface Rule {
	readonly id: string;
	readonly name: string;
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const number = (value: number): string =>
	Number.isInteger(value) ? value.toLocaleString('en-GB') : value.toLocaleString('en-GB', { maximumFractionDigits: 2 });
const link = (path: string): string => `[${path.replace(/^(server|tests)\//, '')}](../${path})`;
const mentions = (text: string, id: string): boolean => new RegExp(`\\b${id}\\b`).test(text);

function runsOnRecord(): readonly Figures[] {
	if (!existsSync(folder)) return [];
	const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
	return names.sort().map((name) => figures.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}

const rules: readonly Rule[] = [...read('docs/spec.md').matchAll(/^\| \*\*([RI]\d+)\*\* ([^|]+?) \|/gm)].map(
	(match) => ({
		id: match[1] ?? '',
		name: match[2] ?? '',
	}),
);

/** These speak of rules in general, or count what others check. */
const aboutAll = /^tests\/(architecture\.test|support\/(house-rules|figures|scripted-responder))\.ts$/;
const testFiles = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
	.map((path) => `tests/${path.replaceAll('\\', '/')}`)
	.filter((path) => /\.tsx?$/.test(path) && !aboutAll.test(path))
	.sort();
const testTexts = new Map(testFiles.map((path) => [path, read(path)]));
const testsOf = (id: string): readonly string[] => testFiles.filter((path) => mentions(testTexts.get(path) ?? '', id));

/** The folders that hold them: a page is for reading. */
const foldersOf = (paths: readonly string[]): string =>
	[...new Set(paths.map((path) => path.split('/').slice(0, 2).join('/')))].map(link).join(', ');

function casesOf(id: string, runs: readonly Figures[]): string {
	const counted = runs.filter((run) => (run.rules[id] ?? 0) > 0);
	return counted.map((run) => `${run.name} ${number(run.rules[id] ?? 0)}`).join(' · ') || (onlyInTests[id] ?? '–');
}

function rulesTable(runs: readonly Figures[]): string {
	const rows = rules.map(({ id, name }) => {
		const reason = notYet[id];
		if (reason !== undefined) return `| **${id}** ${name} | ${reason} | | |`;
		const where = (enforced[id] ?? []).map(link).join(', ');
		return `| **${id}** ${name} | ${where} | ${foldersOf(testsOf(id))} | ${casesOf(id, runs)} |`;
	});
	return ['| rule | kept by | tested in | cases checked |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function runsTable(runs: readonly Figures[]): string {
	const rows = runs.map((run) => {
		const counts = Object.entries(run.counts).map(([what, count]) => `${number(count)} ${what}`);
		const seed = run.seed === null ? '–' : String(run.seed);
		return `| ${run.name} | \`${run.command}\` | ${counts.join(', ')} | ${run.failures} | ${seed} | ${run.date} | ${run.commit} |`;
	});
	const head = '| proof | run it again | what was done | failures | seed | date | commit |';
	return [head, '| --- | --- | --- | ---: | ---: | --- | --- |', ...rows].join('\n');
}

function put(text: string, name: string, table: string): string {
	const begin = `<!-- ${name}: written by docs/guarantees.ts -->`;
	const end = `<!-- /${name} -->`;
	const [before, rest] = text.split(begin);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined)
		throw new Error(`docs/guarantees.md lacks the lines ${begin} and ${end}.`);
	return `${before}${begin}\n\n${table}\n\n${end}${after}`;
}

function faultsOf(runs: readonly Figures[]): readonly string[] {
	const faults: string[] = [];
	for (const { id } of rules) {
		if (notYet[id] !== undefined) continue;
		const files = enforced[id] ?? [];
		if (files.length === 0) faults.push(`${id} is kept by no file in docs/enforced.ts`);
		for (const path of files) {
			if (!existsSync(join(root, path))) faults.push(`${id} is said to be kept by ${path}, which is not there`);
			else if (!mentions(read(path), id)) faults.push(`${path} keeps ${id} and does not name it`);
		}
		if (testsOf(id).length === 0) faults.push(`no test names ${id}`);
		if (onlyInTests[id] === undefined && !runs.some((run) => (run.rules[id] ?? 0) > 0))
			faults.push(`no run on record checked ${id}`);
	}
	for (const run of runs) if (run.failures > 0) faults.push(`the run on record of ${run.name} has failures`);
	return faults;
}

const runs = runsOnRecord();
const text = readFileSync(page, 'utf8');
const wanted = put(put(text, 'rules', rulesTable(runs)), 'runs', runsTable(runs));
const faults = faultsOf(runs);
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (process.argv.includes('--check')) {
	if (wanted !== text)
		process.stderr.write('docs/guarantees.md is not what the runs say any more. Run: node docs/guarantees.ts\n');
	process.exit(wanted === text && faults.length === 0 ? 0 : 1);
}
writeFileSync(page, wanted);
