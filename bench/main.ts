/** `npm run bench`: Baton beside what it stands on and what it could have been, in one run. Ratios count; rates are for scale. */
import { type ChildProcess, fork } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { testPostgres } from '../tests/support/postgres.ts';
import { serve, type Usage } from './child.ts';
import type { CommitTimes } from './commit-meter.ts';
import type { Contender, Started } from './contenders.ts';
import { type FootprintOptions, measureFootprint } from './footprint.ts';
import { type FootprintRow, printFootprint, recordFootprint } from './footprint-print.ts';
import { measureMoving } from './moving.ts';
import { printComparison, printSpeed, recordSpeed } from './print.ts';
import { type Figures, measureAdapter, measureBaton, measureEcho, type Options } from './scenarios.ts';
import { leaveFirstCore, missingTools, openSmallMachine } from './small-machine.ts';
import { type Contestant, measureAcks, measureTakeovers, type SpeedOptions } from './speed.ts';

const usage = `npm run bench -- [compare] [--seconds 8]
npm run bench -- speed [--seconds 4] [--turns 5] [--rate 1000] [--record]
npm run bench -- footprint [--chats 1000] [--agents 20] [--open 10] [--seconds 30] [--memory 1024]
  [--database Postgres|PGlite] [--record]
npm run bench -- move [--entries 1000000]`;
const contenders: readonly Contender[] = ['raw-echo', 'ws-adapter', 'baton-pglite', 'baton-postgres'];

async function run(words: readonly string[]): Promise<void> {
	const { values, positionals } = parseArgs({
		args: [...words],
		allowPositionals: true,
		options: {
			seconds: { type: 'string' },
			turns: { type: 'string', default: '5' },
			rate: { type: 'string', default: '1000' },
			chats: { type: 'string', default: '1000' },
			agents: { type: 'string', default: '20' },
			open: { type: 'string', default: '10' },
			database: { type: 'string' },
			memory: { type: 'string', default: '1024' },
			record: { type: 'boolean', default: false },
			entries: { type: 'string', default: '1000000' },
		},
	});
	const [what = 'compare'] = positionals;
	if (what === 'compare') return compare({ visitors: 100, seconds: Number(values.seconds ?? 8), rate: 400 });
	if (what === 'footprint') {
		const options = {
			chats: Number(values.chats),
			agents: Number(values.agents),
			openRate: Number(values.open),
			seconds: Number(values.seconds ?? 30),
			rate: 50,
			restSeconds: 10,
		};
		const wanted = databases.filter((name) => name === (values.database ?? name));
		return footprint(wanted, options, Number(values.memory), values.record);
	}
	if (what === 'move') return measureMoving(Number(values.entries));
	if (what !== 'speed') throw new Error(`no such benchmark: ${what}`);
	const options = {
		visitors: 100,
		seconds: Number(values.seconds ?? 4),
		turns: Number(values.turns),
		rate: Number(values.rate),
	};
	await speed(options, values.record);
}

async function compare(options: Options): Promise<void> {
	const postgres = await testPostgres();
	const [{ fsync } = { fsync: '?' }] = await postgres.query('show fsync');
	const rows: [Contender, Figures][] = [];
	for (const contender of contenders) {
		const url = contender === 'baton-postgres' ? postgres.url(await postgres.createDatabase()) : '';
		rows.push([contender, await measureOne(contender, url, options)]);
	}
	printComparison(rows, options, String(fsync));
}

async function speed(options: SpeedOptions, record: boolean): Promise<void> {
	// Durable means durable: the database waits for its disk.
	const postgres = await testPostgres({ fsync: 'on', full_page_writes: 'on' });
	const begun = performance.now();
	const children: ChildProcess[] = [];
	async function contestant(contender: Contender): Promise<Contestant> {
		const child = spawnContender(contender, postgres.url(await postgres.createDatabase()));
		children.push(child);
		const started = await answer<Started>(child);
		return {
			started,
			commits() {
				const times = answer<CommitTimes>(child);
				child.send('commits');
				return times;
			},
		};
	}
	try {
		const durable = await contestant('baton-durable');
		const acks = await measureAcks(durable, await contestant('baton-forgetful'), options);
		const takeovers = await measureTakeovers(durable, options);
		printSpeed(acks, takeovers, options);
		if (record) recordSpeed(acks, takeovers, options, (performance.now() - begun) / 1_000);
	} finally {
		for (const child of children) child.disconnect();
	}
}

const databases = ['Postgres', 'PGlite'] as const;

async function footprint(
	wanted: readonly (typeof databases)[number][],
	options: FootprintOptions,
	memoryMb: number,
	record: boolean,
): Promise<void> {
	const missing = missingTools();
	const bounded = missing.length === 0;
	if (bounded) leaveFirstCore(cpus().length);
	const postgres = await testPostgres();
	const begun = performance.now();
	const rows: FootprintRow[] = [];
	for (const database of wanted) {
		const url = database === 'PGlite' ? null : postgres.url(await postgres.createDatabase());
		const machine = openSmallMachine(url, memoryMb, bounded);
		const first = await machine.start();
		const firstPeakMb = first.use().peakMb;
		await first.stop();
		const server = await machine.start();
		const measured = await measureFootprint(server, options);
		rows.push({ database, firstPeakMb, ...measured, exitCode: await server.stop() });
		machine.remove();
	}
	printFootprint(rows, options, memoryMb, missing);
	if (record) recordFootprint(rows, options, memoryMb, (performance.now() - begun) / 1_000);
}

const spawnContender = (contender: Contender, url: string): ChildProcess =>
	fork(fileURLToPath(import.meta.url), ['serve', contender, url], { execArgv: ['--expose-gc'] });

async function measureOne(contender: Contender, url: string, options: Options): Promise<Figures> {
	const child = spawnContender(contender, url);
	try {
		const started = await answer<Started>(child);
		const meter = {
			usage() {
				const usage = answer<Usage>(child);
				child.send('collect');
				return usage;
			},
		};
		switch (contender) {
			case 'raw-echo':
				return await measureEcho(started, meter, options);
			case 'ws-adapter':
				return await measureAdapter(started, meter, options);
			case 'baton-pglite':
			case 'baton-postgres':
			case 'baton-durable':
			case 'baton-forgetful':
				return await measureBaton(started, meter, options);
		}
	} finally {
		child.disconnect();
	}
}

function answer<T>(child: ChildProcess): Promise<T> {
	return new Promise((resolve, reject) => {
		const gone = (code: number | null): void => reject(new Error(`a contender ended with ${code}`));
		child.once('exit', gone);
		child.once('message', (message) => {
			child.off('exit', gone);
			// Our own child said it, over our own channel.
			resolve(message as T);
		});
	});
}

const [role, second, third] = process.argv.slice(2);
if (role === 'serve') await serve(second as Contender, third ?? '');
else {
	try {
		await run(process.argv.slice(2));
		process.exit(0);
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n\n${usage}\n`);
		process.exit(1);
	}
}
