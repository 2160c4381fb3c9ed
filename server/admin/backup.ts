/** Everything into one file: on demand, and by itself before an upgrade changes an embedded database. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openSecret, readKeptSecret } from '../accounts/secret.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { RawDatabase } from '../store/database.ts';
import { backupFolder, freeBytes, stampOf, writeArchiveFile } from './archive-file.ts';
import type { ArchiveSecret } from './archive-format.ts';
import { createArchiveWriter } from './archive-writer.ts';
import { OperatorFault } from './operator-fault.ts';
import { type RowSink, readAtOnce, readWhileRunning } from './snapshot.ts';
import { sizeText } from './words.ts';

export type Secrecy = Pick<Config, 'secretKey' | 'dataDir'>;

export interface ArchiveJob {
	readonly database: RawDatabase;
	readonly file: string;
	readonly secret: ArchiveSecret;
	readonly version: string;
	readonly clock: Clock;
	/** Lines of progress. */
	readonly say: (line: string) => void;
	/** Others are at work on the same embedded database, and must not wait for long. Aborts when they end. */
	readonly beside?: AbortSignal | undefined;
}

export interface Archived {
	readonly file: string;
	readonly rows: number;
	readonly bytes: number;
}

const progressMs = 2_000;
/** Between two pages of a thousand entries: about as long as one takes, so that commits have half of the thread. */
const restMs = 10;

export async function writeArchive(job: ArchiveJob): Promise<Archived> {
	const { database, file, secret, version, clock, say, beside } = job;
	await refuseFullDisk(database, file);
	let saidAt = clock.monotonic();
	let rows = 0;
	await writeArchiveFile(file, async (write) => {
		const writer = createArchiveWriter({
			write,
			about: { app: version, madeAt: new Date(clock.now()).toISOString(), secret },
			onRows(soFar) {
				if (clock.monotonic() - saidAt < progressMs) return;
				saidAt = clock.monotonic();
				say(`${soFar} rows so far`);
			},
		});
		await readInto(writer, database, clock, beside);
		rows = writer.rows;
	});
	return { file, rows, bytes: (await stat(file)).size };
}

function readInto(sink: RowSink, { kind, db }: RawDatabase, clock: Clock, beside?: AbortSignal): Promise<void> {
	// Postgres keeps a moment for one reader while all others go on.
	if (kind === 'postgres' || beside === undefined) return readAtOnce(db, sink);
	return readWhileRunning(db, sink, { clock, restMs, signal: beside });
}

/** Rows without their indexes, compressed: a tenth of what the database takes, by experience less. */
async function refuseFullDisk({ db }: RawDatabase, file: string): Promise<void> {
	const { rows } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(db);
	const needed = (rows[0]?.bytes ?? 0) / 10;
	const free = await freeBytes(file);
	if (free === null || free >= needed) return;
	throw new OperatorFault(
		`There is no room on the disk for ${file} (${sizeText(free)} free, about ${sizeText(needed)} needed): free some, or name a file elsewhere.`,
	);
}

/** With the key, a restore elsewhere knows the visitors again; without it they begin new conversations. */
export function secretFor({ secretKey, dataDir }: Secrecy, isWanted: boolean): ArchiveSecret {
	if (secretKey !== null) return { kept: 'elsewhere', mark: secretMark(secretKey) };
	const key = isWanted ? readKeptSecret(dataDir) : null;
	return key === null ? { kept: 'left-out' } : { kept: 'here', key };
}

/** Tells two keys apart and says nothing of either. */
export function secretMark(secretKey: string): string {
	const secret = openSecret({ secretKey, dataDir: '', fill: (bytes) => bytes });
	return secret.keyFor('archive-mark').toString('hex').slice(0, 16);
}

const suffix = '.ndjson.gz';
const upgradePrefix = 'before-upgrade-';
const keptUpgrades = 5;

export function backupPath(dataDir: string, now: number, prefix = 'baton-'): string {
	const base = join(backupFolder(dataDir), `${prefix}${stampOf(now)}`);
	let path = `${base}${suffix}`;
	for (let n = 2; existsSync(path); n += 1) path = `${base}-${n}${suffix}`;
	return path;
}

/** File names, oldest first. */
export function backupsIn(dataDir: string): readonly string[] {
	const folder = backupFolder(dataDir);
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter((name) => name.endsWith(suffix))
		.sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : 1));
}

const dayOf = (name: string): string => /\d{4}-\d{2}-\d{2}-\d{6}.*$/.exec(name)?.[0] ?? name;

/** What a kill has left. Nobody else writes there: the embedded database is this process's alone. */
function removeUnfinished(dataDir: string): void {
	const folder = backupFolder(dataDir);
	for (const name of readdirSync(folder)) {
		if (name.endsWith(`${suffix}.unfinished`)) rmSync(join(folder, name), { force: true });
	}
}

export interface UpgradeBackupDeps extends Pick<ArchiveJob, 'version' | 'clock' | 'say'> {
	readonly config: Secrecy & Pick<Config, 'backupBeforeUpgrade'>;
}

/** For `openDatabase`: an upgrade that goes wrong can be taken back. Keeps the last few. */
export function backupBeforeUpgrade({ config, version, clock, say }: UpgradeBackupDeps) {
	return async (database: RawDatabase): Promise<void> => {
		if (!config.backupBeforeUpgrade) return;
		const file = backupPath(config.dataDir, clock.now(), upgradePrefix);
		say('This version changes the database: backing it up first.');
		try {
			await writeArchive({ database, file, secret: secretFor(config, true), version, clock, say });
		} catch (error) {
			const told = error instanceof OperatorFault ? error.message : `The backup ${file} could not be written.`;
			throw new OperatorFault(
				`${told} Nothing was changed; to upgrade without a backup, set BACKUP_BEFORE_UPGRADE=off.`,
				error,
			);
		}
		say(`Backed up to ${file}.`);
		removeUnfinished(config.dataDir);
		const ours = backupsIn(config.dataDir).filter((name) => name.startsWith(upgradePrefix));
		for (const old of ours.slice(0, -keptUpgrades)) rmSync(join(backupFolder(config.dataDir), old), { force: true });
	};
}
