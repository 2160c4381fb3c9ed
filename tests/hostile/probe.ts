/**
 * Only ever loaded before the server (`--import`), never by a test: says what the process holds and whether its database is whole,
 * when it is asked. Nothing of this is in the product.
 */
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PGlite } from '@electric-sql/pglite';
import type { ProbeAnswer, ProbeQuestion } from './probe-words.ts';

/** The one that the server has opened. */
const databases = new Set<PGlite>();
let uncaught = 0;

const { query } = PGlite.prototype;
PGlite.prototype.query = function (this: PGlite, ...parameters) {
	databases.add(this);
	return Reflect.apply(query, this, parameters);
} as typeof query;

process.on('uncaughtExceptionMonitor', () => {
	uncaught += 1;
});

setFlagsFromString('--expose-gc');
// The flag makes it in contexts that are new.
const collect = runInNewContext('gc') as () => void;

/** Each finds rows that must not be. */
const unwhole: Readonly<Record<string, string>> = {
	'a hole in a transcript (I12)':
		'select session_id from entries group by session_id having min(seq) <> 1 or max(seq) <> count(*)',
	'a transcript and its session disagree':
		'select s.id from sessions s where s.last_seq <> (select count(*) from entries e where e.session_id = s.id)',
	'a control number that falls':
		"select a.session_id from entries a join entries b on b.session_id = a.session_id and b.seq = a.seq + 1 where b.gen < a.gen and not (b.body->>'interrupted' = 'true')",
	'a key that a prototype has':
		'select 1 from entries where body::text ~ \'"(__proto__|constructor|polluted)" *:\' union all select 1 from sites where settings::text ~ \'"(__proto__|constructor|polluted)" *:\' or ai::text ~ \'"(__proto__|constructor|polluted)" *:\' union all select 1 from sessions where facts::text ~ \'"(__proto__|constructor|polluted)" *:\'',
};

const database = (): PGlite | undefined => [...databases].at(-1);

async function faults(): Promise<readonly string[]> {
	const found: string[] = [];
	for (const name of ['polluted', 'path', 'admin', 'ok']) {
		if (Reflect.get({}, name) !== undefined) found.push(`every object has a ${name}`);
	}
	if (uncaught > 0) found.push(`${uncaught} uncaught exceptions`);
	for (const [name, text] of Object.entries(unwhole)) {
		const rows = (await database()?.query(text))?.rows ?? [];
		if (rows.length > 0) found.push(`${name}: ${JSON.stringify(rows.slice(0, 3))}`);
	}
	return found;
}

async function names(): Promise<readonly string[]> {
	const rows = await database()?.query<{ name: string }>(
		"select table_name as name from information_schema.tables where table_schema = 'public' union select column_name from information_schema.columns where table_schema = 'public'",
	);
	return rows?.rows.map(({ name }) => name) ?? [];
}

process.on('message', (message) => {
	const { file, names: wantsNames } = message as ProbeQuestion;
	void (async () => {
		collect();
		const { heapUsed, rss } = process.memoryUsage();
		const { user, system } = process.cpuUsage();
		const cpuSeconds = (user + system) / 1e6;
		const answer: ProbeAnswer = {
			heapUsed,
			rss,
			cpuSeconds,
			faults: await faults(),
			names: wantsNames ? await names() : [],
		};
		writeFileSync(file, JSON.stringify(answer));
		process.send?.('written');
	})();
});
process.channel?.unref();
