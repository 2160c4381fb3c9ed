/** `npm run hostile`: bad input of every kind against the real server, while two chats go on beside it. */
import { parseArgs } from 'node:util';
import { closingLine, recordFigures } from '../support/figures.ts';
import { type HostileResult, replayHostile, runHostile } from './run-hostile.ts';

const usage = 'npm run hostile -- [--cases 100000] [--seed 1] [--record] | --replay SEED:INDEX';
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function options() {
	try {
		const { values } = parseArgs({
			options: {
				cases: { type: 'string', default: '100000' },
				seed: { type: 'string', default: '1' },
				replay: { type: 'string' },
				record: { type: 'boolean', default: false },
			},
		});
		const [seed = '', index = ''] = (values.replay ?? `${values.seed}:0`).split(':');
		const numbers = { cases: Number(values.cases), seed: Number(seed), index: Number(index) };
		if (Object.values(numbers).some((number) => !Number.isSafeInteger(number) || number < 0))
			throw new Error('a number is none');
		return { ...numbers, replay: values.replay !== undefined, record: values.record };
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
		process.exit(2);
	}
}

const megabytes = (bytes: readonly number[]): string => bytes.map((one) => (one / 1e6).toFixed(0)).join(' → ');

function table(title: string, counts: ReadonlyMap<string, number>): void {
	say(`\n${title}`);
	for (const [name, count] of [...counts].sort(([a], [b]) => a.localeCompare(b)))
		say(`  ${String(count).padStart(9)}  ${name}`);
}

function print(
	seed: number,
	{ counts, faults, seconds, quiet, noisy, heap, rss, rows, cpuSeconds }: HostileResult,
): void {
	table('by place', counts.places);
	table('by mutation', counts.mutations);
	table('answers', counts.answers);
	table('rules: how often what they speak of arose', counts.rules);
	say(
		`\n${counts.cases} cases in ${seconds.toFixed(1)} s, ${Math.round(counts.cases / seconds)}/s; CPU: the server ${cpuSeconds[0].toFixed(1)} s, we ${cpuSeconds[1].toFixed(1)} s`,
	);
	say(
		`neighbours' acks, ms: p50 ${quiet.p50.toFixed(1)} → ${noisy.p50.toFixed(1)}, p99 ${quiet.p99.toFixed(1)} → ${noisy.p99.toFixed(1)} (${noisy.count} of them)`,
	);
	say(
		`MB before → after a tenth → after all: heap ${megabytes(heap)}, process ${megabytes(rss)}; ${rows} rows stored, all of them looked at`,
	);
	for (const { index, place, mutation, fault, sent, heard } of counts.failures.slice(0, 30)) {
		say(`\n✘ ${place}, ${mutation}: ${fault}\n  sent  ${sent}\n  heard ${heard}`);
		if (index >= 0) say(`  again: npm run hostile -- --replay ${seed}:${index}`);
	}
	for (const fault of faults) say(`\n✘ ${fault}`);
}

const { cases, seed, index, replay, record } = options();

if (replay) {
	const counts = await replayHostile(seed, index, say);
	for (const { place, mutation, fault, heard } of counts.failures)
		say(`✘ ${place}, ${mutation}: ${fault}\n  heard ${heard}`);
	say(closingLine(counts.failures.length === 0 ? 1 : 0, counts.failures.length === 0 ? 0 : 1));
	process.exit(counts.failures.length === 0 ? 0 : 1);
}

const result = await runHostile({ cases, seed, say });
const failed = result.counts.failures.length + result.faults.length;
print(seed, result);
if (record) {
	recordFigures(
		{
			name: 'hostile',
			command: `npm run hostile -- --cases ${cases} --seed ${seed}`,
			seed,
			seconds: Math.round(result.seconds),
			counts: {
				cases: result.counts.cases,
				places: result.counts.places.size,
				mutations: result.counts.mutations.size,
				'rows looked at': result.rows,
				'acks of neighbours': result.noisy.count,
			},
			rules: Object.fromEntries(result.counts.rules),
			failures: failed,
		},
		Date.now(),
	);
}
say(closingLine(result.counts.cases - result.counts.failures.length, failed));
process.exit(failed === 0 ? 0 : 1);
