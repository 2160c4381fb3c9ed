/** What the benchmarks say, for people and for the page of figures. */
import { recordFigures } from '../tests/support/figures.ts';
import type { Contender } from './contenders.ts';
import type { Figures, Options } from './scenarios.ts';
import type { AckFigures, Pair, SpeedOptions, TakeoverFigures } from './speed.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const pair = (value: Pair | null, digits = 1): string =>
	value === null ? '–' : `${value.p50.toFixed(digits)} / ${value.p99.toFixed(digits)}`;

export function printComparison(
	rows: readonly (readonly [Contender, Figures])[],
	options: Options,
	fsync: string,
): void {
	const echo = rows.find(([name]) => name === 'raw-echo')?.[1].cpuUs ?? 1;
	say(
		`${options.visitors} visitors, one dashboard that watches all of them; ${options.seconds} s a phase; Postgres fsync ${fsync}.`,
	);
	say(`Latencies at ${options.rate} messages a second, from the moment a message was due, p50 / p99 in ms.\n`);
	say(
		'| server | messages/s | CPU µs a message | × raw echo | acknowledged | seen on the dashboard | takeover acknowledged | KB a session |',
	);
	say('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
	for (const [name, figures] of rows) {
		const { perSecond, cpuUs, ack, seen, takeover, sessionKb } = figures;
		say(
			`| ${name} | ${perSecond.toFixed(0)} | ${cpuUs.toFixed(0)} | ${(cpuUs / echo).toFixed(1)} | ${pair(ack)} | ${pair(seen)} | ${pair(takeover)} | ${sessionKb === null ? '–' : sessionKb.toFixed(0)} |`,
		);
	}
}

export function printSpeed(acks: AckFigures, takeovers: TakeoverFigures, { visitors, rate }: SpeedOptions): void {
	say(`Postgres with fsync; ${visitors} visitors, one dashboard that watches all of them; p50 / p99 in ms.\n`);
	say(`Acknowledged at ${rate} messages a second, ${acks.messages} messages on each server in turn:`);
	say(`  durable                      ${pair(acks.durable, 2)}`);
	say(`  not stored at all            ${pair(acks.forgetful, 2)}`);
	say(`  durability adds at p50       ${acks.added.toFixed(2)} (the goal: 3)`);
	say(`  a commit, asked to done      ${pair(acks.commit, 2)}`);
	say(`  a statement of the database  ${pair(acks.statement, 2)}\n`);
	say(`Takeovers in mid-stream, ${takeovers.takeovers}:`);
	say(`  click to acknowledged and silent  ${pair(takeovers.silent, 2)}`);
	say(`  its commit, asked to done         ${pair(takeovers.commit, 2)}`);
	say(`  a statement of the database       ${pair(takeovers.statement, 2)}`);
	const ratio = takeovers.silent.p99 / takeovers.commit.p99;
	say(`  p99 ÷ p99 of the commit           ${ratio.toFixed(2)} (the goal: 2)`);
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

export function recordSpeed(
	acks: AckFigures,
	takeovers: TakeoverFigures,
	{ seconds, turns, rate }: SpeedOptions,
	tookSeconds: number,
): void {
	const command = `npm run bench -- speed --seconds ${seconds} --turns ${turns} --rate ${rate}`;
	const shared = { command, seed: null, seconds: Math.round(tookSeconds), rules: {}, failures: 0 };
	recordFigures(
		{
			...shared,
			name: 'bench-durable',
			counts: {
				'messages on each server': acks.messages,
				'messages a second': rate,
				'durable ack p50, ms': rounded(acks.durable.p50),
				'durable ack p99, ms': rounded(acks.durable.p99),
				'ack without storing p50, ms': rounded(acks.forgetful.p50),
				'ack without storing p99, ms': rounded(acks.forgetful.p99),
				'durability adds at p50, ms': rounded(acks.added),
				'commit p50, ms': rounded(acks.commit.p50),
				'commit p99, ms': rounded(acks.commit.p99),
			},
		},
		Date.now(),
	);
	recordFigures(
		{
			...shared,
			name: 'bench-takeover',
			counts: {
				'takeovers in mid-stream': takeovers.takeovers,
				'acknowledged and silent p50, ms': rounded(takeovers.silent.p50),
				'acknowledged and silent p99, ms': rounded(takeovers.silent.p99),
				'its commit p50, ms': rounded(takeovers.commit.p50),
				'its commit p99, ms': rounded(takeovers.commit.p99),
				'p99, × the commit': rounded(takeovers.silent.p99 / takeovers.commit.p99),
			},
		},
		Date.now(),
	);
}
