/** `npm run bench -- move`: backup, restore and move of a large embedded database, each as a person would run it. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createArchives } from '../server/admin/archives.ts';
import { createSystemClock } from '../server/clock.ts';
import { embeddedFolder } from '../server/config.ts';
import { openDatabase } from '../server/store/database.ts';
import { fillHouse } from '../tests/admin/support/house.ts';
import { commitOf, makeSite, openJournal, said, storedSession } from '../tests/store/transcripts.ts';
import { testPostgres } from '../tests/support/postgres.ts';

const entriesOfOne = 20;
const admin = fileURLToPath(new URL('../server/admin/main.ts', import.meta.url));
const tellMemory = `data:text/javascript,process.on('exit',()=>process.stderr.write('most memory '+process.resourceUsage().maxRSS+' KB\\n'))`;

export async function measureMoving(entries: number): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), 'baton-moving-'));
	try {
		mkdirSync(embeddedFolder(dataDir), { recursive: true });
		const database = await openDatabase({ kind: 'pglite', folder: embeddedFolder(dataDir) });
		await timed(`filling with ${entries} entries`, () =>
			fillHouse(database, { sessions: Math.ceil(entries / entriesOfOne), entries: entriesOfOne }),
		);
		await backUpAtWork(database, dataDir);
		await database.close();
		const postgres = await testPostgres();
		const url = postgres.url(await postgres.createDatabase());
		await timed('backup, stopped', () => run(dataDir, ['backup']));
		const [first = ''] = readdirSync(join(dataDir, 'backups'));
		await timed('move to Postgres, compared', () => run(dataDir, ['move', '--to', url]));
		await timed('restore', () => run(dataDir, ['restore', join(dataDir, 'backups', first)]));
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
	const begun = performance.now();
	await work();
	process.stdout.write(`${what}: ${((performance.now() - begun) / 1_000).toFixed(1)} s\n`);
}

/** While one visitor after the other says something: how long do their commits wait? */
async function backUpAtWork(database: Awaited<ReturnType<typeof openDatabase>>, dataDir: string): Promise<void> {
	const journal = openJournal(database);
	const session = await storedSession(journal, await makeSite(database));
	const config = { secretKey: null, dataDir };
	const beside = new AbortController().signal;
	const archive = createArchives({ database, config, version: 'bench', clock: createSystemClock(), beside });
	let done = false;
	const waits: number[] = [];
	let refused = 0;
	await timed('backup, at work', async () => {
		const written = archive({ kind: 'backup', file: null, secret: false }, () => {}).finally(() => {
			done = true;
		});
		for (let seq = 2; !done; seq += 1) {
			const begun = performance.now();
			const commit = () => journal.commit(commitOf({ session, entries: [said(seq)], create: false }));
			// What is refused for want of an answer in time is asked again, as a composer does.
			for (let stored = false; !stored; ) {
				stored = await commit().then(
					() => true,
					() => false,
				);
				if (!stored) refused += 1;
			}
			waits.push(performance.now() - begun);
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		await written;
	});
	waits.sort((a, b) => a - b);
	const at = (share: number): string => (waits[Math.floor((waits.length - 1) * share)] ?? 0).toFixed(0);
	process.stdout.write(
		`  ${waits.length} commits meanwhile: p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)} ms; ${refused} refused and asked again\n`,
	);
}

function run(dataDir: string, words: readonly string[]): Promise<void> {
	const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' };
	const child = spawn(process.execPath, ['--import', tellMemory, admin, ...words], { env, stdio: 'inherit' });
	return new Promise((resolve, reject) => {
		child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${words[0]} ended with ${code}`))));
	});
}
