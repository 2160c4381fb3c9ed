/** `npm run bench`: Baton beside what it stands on and what it could have been, in one run. Ratios count; rates are for scale. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { testPostgres } from '../tests/support/postgres.ts';
import { serve, type Usage } from './child.ts';
import type { Contender, Started } from './contenders.ts';
import { type Figures, measureAdapter, measureBaton, measureEcho, type Options } from './scenarios.ts';

const contenders: readonly Contender[] = ['raw-echo', 'ws-adapter', 'baton-pglite', 'baton-postgres'];
const [role, second, third] = process.argv.slice(2);

if (role === 'serve') await serve(second as Contender, third ?? '');
else await compare();

async function compare(): Promise<void> {
	const options: Options = { visitors: 100, seconds: Number(role ?? 8), rate: 400 };
	const postgres = await testPostgres();
	const [{ fsync } = { fsync: '?' }] = await postgres.query('show fsync');
	const rows: [Contender, Figures][] = [];
	for (const contender of contenders) {
		const url = contender === 'baton-postgres' ? postgres.url(await postgres.createDatabase()) : '';
		rows.push([contender, await measureOne(contender, url, options)]);
	}
	print(rows, options, String(fsync));
	process.exit(0);
}

async function measureOne(contender: Contender, url: string, options: Options): Promise<Figures> {
	const child = fork(fileURLToPath(import.meta.url), ['serve', contender, url], { execArgv: ['--expose-gc'] });
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

function print(rows: readonly (readonly [Contender, Figures])[], options: Options, fsync: string): void {
	const echo = rows.find(([name]) => name === 'raw-echo')?.[1].cpuUs ?? 1;
	const say = (text: string): void => void process.stdout.write(`${text}\n`);
	const pair = (value: { readonly p50: number; readonly p99: number } | null): string =>
		value === null ? '–' : `${value.p50.toFixed(1)} / ${value.p99.toFixed(1)}`;
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
