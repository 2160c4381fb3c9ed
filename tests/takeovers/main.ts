/** `npm run takeovers`: takeovers in mid-stream over real sockets, through every entrance; nothing of the AI may come after. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { closingLine, recordFigures } from '../support/figures.ts';
import { entrances, waysBack } from './support/entrances.ts';
import { type HouseOptions, serve } from './support/house.ts';
import { type RunReport, runTakeovers } from './support/run.ts';

const usage = 'npm run takeovers -- [--count 5000] [--seed 1] [--store pglite|postgres] [--record]';
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function optionsOf(words: readonly string[]) {
	const { values } = parseArgs({
		args: [...words],
		options: {
			count: { type: 'string', default: '5000' },
			seed: { type: 'string', default: '1' },
			store: { type: 'string', default: 'pglite' },
			record: { type: 'boolean', default: false },
		},
	});
	const count = Number(values.count);
	const seed = Number(values.seed);
	const { store } = values;
	if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) throw new Error('a count and a seed are whole');
	if (store !== 'pglite' && store !== 'postgres') throw new Error('the store is pglite or postgres');
	return { count, seed, store, record: values.record } as const;
}

function rulesOf({ boundary, streams, transcripts }: RunReport): Readonly<Record<string, number>> {
	const { R0, I1, I5, I6 } = boundary.rules;
	return { R0, I1, I2: streams.contests, I5, I6, I7: transcripts.withQuestion + transcripts.withoutQuestion };
}

function print(report: RunReport, rules: Readonly<Record<string, number>>): void {
	const { boundary, streams, transcripts } = report;
	const line = (name: string, n: number): void => say(`  ${name.padEnd(44)} ${n.toLocaleString('en').padStart(12)}`);
	say('\nTakeovers in mid-stream, by entrance');
	for (const entrance of entrances) line(entrance, boundary.byEntrance[entrance] ?? 0);
	say('\nThe same, by the way back to the AI that went before');
	for (const way of ['opened', ...waysBack] as const) line(way, boundary.byBefore[way] ?? 0);
	say('\nTakeovers that are not counted: the AI was not in mid-stream');
	for (const [why, n] of Object.entries(boundary.apart)) line(why, n);
	say('\nWhere was looked');
	line('frames handed to sockets', boundary.frames);
	line('pieces of AI text among them', boundary.pieces);
	line('pieces heard by clients', streams.pieces);
	line('streams that were cut while text was on show', streams.cut);
	line('kept texts compared with what was on show', streams.compared);
	line('stored entries', transcripts.entries);
	line('interrupted texts stored', transcripts.interrupted);
	line('turns begun again because no word came in time', transcripts.retries);
	line('pieces emitted after the abort, heard by nobody', boundary.late);
	line('sessions', report.sessions);
	line('takeovers of the session that was never ended', report.longest);
	say('\nHow often each rule was put to the test');
	for (const [rule, n] of Object.entries(rules)) line(rule, n);
	say('\nFaults, by the place where they were found');
	for (const [place, n] of Object.entries(report.faults)) line(place, n);
	const { abortAfterArrivalMs } = boundary;
	const abortAfterCommitMs = boundary.abortAfterCommitMs ?? 0;
	const when =
		abortAfterCommitMs < 0
			? `${(-abortAfterCommitMs).toFixed(2)} ms before`
			: `${abortAfterCommitMs.toFixed(2)} ms after`;
	say(`\nThe AI was aborted at the latest ${when} the takeover went to the database,`);
	say(`and ${abortAfterArrivalMs.toFixed(1)} ms after the command had come in.`);
	say(`${report.seconds.toFixed(1)} s.`);
}

function countsOf({ boundary, transcripts, longest }: RunReport, takeovers: number): Readonly<Record<string, number>> {
	const apart = Object.values(boundary.apart).reduce((sum, n) => sum + n, 0);
	return {
		takeovers,
		...Object.fromEntries(entrances.map((name) => [`by ${name}`, boundary.byEntrance[name] ?? 0])),
		...Object.fromEntries(waysBack.map((name) => [`after ${name}`, boundary.byBefore[name] ?? 0])),
		'not in mid-stream, not counted': apart,
		'takeovers of one session': longest,
		'frames looked at': boundary.frames,
		'pieces of AI text looked at': boundary.pieces,
		'stored entries looked at': transcripts.entries,
		'latest abort after the command, ms': Math.round(boundary.abortAfterArrivalMs),
	};
}

/** What the run must have tried, or it proves nothing. */
function untried({ boundary }: RunReport, rules: Readonly<Record<string, number>>): readonly string[] {
	return [
		...Object.entries(rules).flatMap(([rule, n]) => (n === 0 ? [`the case of ${rule} never arose`] : [])),
		...entrances.filter((name) => !boundary.byEntrance[name]).map((name) => `no takeover by ${name} in mid-stream`),
		...waysBack.filter((name) => !boundary.byBefore[name]).map((name) => `no takeover in mid-stream after ${name}`),
	];
}

async function compare(words: readonly string[]): Promise<number> {
	const { record, ...options } = optionsOf(words);
	const { count, seed, store } = options;
	const command = `npm run takeovers -- --count ${count} --seed ${seed}${store === 'pglite' ? '' : ` --store ${store}`}`;
	say(`${count.toLocaleString('en')} takeovers in mid-stream on ${store}, seed ${seed}.`);
	let shown = 0;
	let enough = false;
	// One ^C ends it after the round, with all that was found by then; the next one ends it at once.
	process.once('SIGINT', () => {
		enough = true;
	});
	const report = await runTakeovers({
		...options,
		program: fileURLToPath(import.meta.url),
		enough: () => enough,
		onProgress(done) {
			if (done - shown < count / 20) return;
			shown = done;
			say(`  ${done.toLocaleString('en')}`);
		},
	});
	const rules = rulesOf(report);
	print(report, rules);
	const faults = Object.values(report.faults).reduce((sum, n) => sum + n, 0);
	const gaps = faults === 0 ? untried(report, rules) : [];
	const failures = faults + gaps.length;
	for (const text of [...report.told, ...gaps]) say(`\n${text}`);
	if (failures > 0) say(`\nAgain (the choices are the same, the timing is the machine's): ${command}`);
	const passed = Object.values(report.boundary.byEntrance).reduce((sum, n) => sum + n, 0);
	if (record) {
		recordFigures(
			{
				name: store === 'pglite' ? 'takeovers' : `takeovers-${store}`,
				command,
				seed,
				seconds: Math.round(report.seconds),
				counts: countsOf(report, passed),
				rules,
				failures,
			},
			Date.now(),
		);
	}
	say(closingLine(passed, failures));
	return failures === 0 ? 0 : 1;
}

const [role, ...rest] = process.argv.slice(2);
if (role === 'serve') {
	// Written by the parent, as it stands.
	await serve(JSON.parse(rest[0] ?? '') as HouseOptions);
} else {
	try {
		process.exit(await compare(process.argv.slice(2)));
	} catch (error) {
		say(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
		say(closingLine(0, 1));
		process.exit(1);
	}
}
