/** What the measure of a small machine says, for people and for the page of figures. */
import { recordFigures } from '../tests/support/figures.ts';
import type { Footprint, FootprintOptions } from './footprint.ts';

export interface FootprintRow extends Footprint {
	readonly database: 'Postgres' | 'PGlite';
	/** Of the very first start, which makes the database; MB. */
	readonly firstPeakMb: number;
	/** 0: it stopped gently, with every chat open. */
	readonly exitCode: number | null;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const mb = (value: number): string => `${value.toFixed(0)} MB`;

/** What one idle process on Postgres may take, MB. */
const idleGoalMb = 250;

export function printFootprint(
	rows: readonly FootprintRow[],
	{ chats, agents, rate }: FootprintOptions,
	memoryMb: number,
	missing: readonly string[],
): void {
	const bound =
		missing.length === 0
			? `one core (taskset), at most ${memoryMb} MB of data (prlimit)`
			: `nothing bounded: ${missing.join(' and ')} of util-linux is not here`;
	say(`${chats} open chats, ${agents} agents with the list open, ${rate} messages a second; ${bound}.\n`);
	const lines: readonly (readonly [string, (row: FootprintRow) => string])[] = [
		['resident at the most, first start of all', ({ firstPeakMb }) => mb(firstPeakMb)],
		['resident, idle', ({ idleMb }) => mb(idleMb)],
		['resident, all chats open', ({ openMb }) => mb(openMb)],
		['resident, after the talk', ({ talkedMb }) => mb(talkedMb)],
		['resident at the most', ({ peakMb }) => mb(peakMb)],
		['a chat', ({ chatKb }) => `${chatKb.toFixed(0)} KB`],
		['of the core, while they talk', ({ cpuPercent }) => `${cpuPercent.toFixed(0)} %`],
		['acknowledged, p50 / p99', ({ ack }) => `${ack.p50.toFixed(1)} / ${ack.p99.toFixed(1)} ms`],
		['messages', ({ messages }) => String(messages)],
		['refused or cut', ({ refused }) => String(refused.length)],
		['load of the machine', ({ load }) => load.toFixed(1)],
		['ended with', ({ exitCode }) => String(exitCode)],
	];
	say(`| | ${rows.map(({ database }) => database).join(' | ')} |`);
	say(`| --- | ${rows.map(() => '---:').join(' | ')} |`);
	for (const [name, value] of lines) say(`| ${name} | ${rows.map(value).join(' | ')} |`);
	for (const { database, refused } of rows) for (const what of new Set(refused)) say(`\n${database}: ${what}`);
	say(`\nThe goal: idle on Postgres at most ${idleGoalMb} MB, nothing refused.`);
}

export function recordFootprint(
	rows: readonly FootprintRow[],
	{ chats, agents, rate, seconds }: FootprintOptions,
	memoryMb: number,
	tookSeconds: number,
): void {
	const counts: Record<string, number> = { 'open chats': chats, agents, 'messages a second': rate };
	for (const { database, firstPeakMb, idleMb, openMb, peakMb, chatKb, cpuPercent, ack, refused } of rows) {
		counts[`${database}: first start, peak, MB`] = Math.round(firstPeakMb);
		counts[`${database}: idle, MB`] = Math.round(idleMb);
		counts[`${database}: all open, MB`] = Math.round(openMb);
		counts[`${database}: peak, MB`] = Math.round(peakMb);
		counts[`${database}: a chat, KB`] = Math.round(chatKb);
		counts[`${database}: core, %`] = Math.round(cpuPercent);
		counts[`${database}: ack p50, ms`] = Math.round(ack.p50 * 10) / 10;
		counts[`${database}: ack p99, ms`] = Math.round(ack.p99 * 10) / 10;
		counts[`${database}: refused`] = refused.length;
	}
	recordFigures(
		{
			name: 'bench-footprint',
			command: `npm run bench -- footprint --chats ${chats} --agents ${agents} --seconds ${seconds} --memory ${memoryMb}`,
			seed: null,
			seconds: Math.round(tookSeconds),
			counts,
			rules: {},
			failures: rows.reduce((sum, { refused }) => sum + refused.length, 0),
		},
		Date.now(),
	);
}
