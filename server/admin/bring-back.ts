/** `restore` and `import`: an archive becomes the database. */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { sql, type Transaction } from 'kysely';
import { unreachable } from '../../shared/unreachable.ts';
import { readKeptSecret, secretFile } from '../accounts/secret.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { openRaw } from '../store/database.ts';
import { giveUpWaiting } from '../store/outbox-rows.ts';
import type { Database } from '../store/schema.ts';
import { stampOf } from './archive-file.ts';
import type { ArchiveHeader } from './archive-format.ts';
import { readArchive, readHeader } from './archive-reader.ts';
import { secretMark } from './backup.ts';
import { type Loaded, load, refuseNewer } from './load.ts';
import { type Filled, fillEmbedded, fillPostgres, refuseFilled, refuseRunning } from './places.ts';
import { rowsText } from './words.ts';

export interface BringBackDeps {
	readonly config: Config;
	readonly clock: Clock;
	readonly say: (line: string) => void;
}

/** `import`: only where there is nothing yet. `restore`: what is there is put aside, and the secret key comes back too. */
export type BringBackHow = 'restore' | 'import';

const progressRows = 100_000;

/** Why, in the log of what was sent. */
const ofTheFile = 'It waited when the backup was made, and was not sent after that came back.';

interface Back extends Loaded {
	/** What waited to be sent, and is not. */
	readonly unsent: number;
}

export async function bringBack(
	how: BringBackHow,
	file: string,
	{ config, clock, say }: BringBackDeps,
): Promise<readonly string[]> {
	refuseNewer(await readHeader(file));
	say('Reading the file');
	const header = await verify(file);
	const now = clock.now();
	// To the millisecond: two restores may follow each other within a second.
	const stamp = `${stampOf(now).replaceAll('-', '_')}_${now % 1_000}`;
	let nextSaid = progressRows;
	const onRows = (rows: number): void => {
		if (rows < nextSaid) return;
		say(`${rows} rows so far`);
		nextSaid += progressRows;
	};
	async function fill(trx: Transaction<Database>): Promise<Back> {
		const loaded = await load(trx, readArchive(file), onRows);
		return { ...loaded, unsent: await giveUpWaiting(trx, clock.now(), ofTheFile) };
	}
	const { databaseUrl, dataDir } = config;
	const secretWords: string[] = [];
	const bringSecret = (): void => {
		if (how === 'restore') secretWords.push(...takeSecret(header, config, stamp));
	};
	const filled =
		databaseUrl === null
			? await fillEmbedded(dataDir, `database.before_${stamp}`, {
					check: how === 'import' ? (db) => refuseFilled(db, `The database in ${dataDir}`) : null,
					fill,
					beforeSwap: bringSecret,
				})
			: await intoPostgres(databaseUrl);
	if (databaseUrl !== null) bringSecret();
	return [...wordsOf(how, file, header, filled), ...(await asideWords(filled.aside)), ...secretWords];

	async function intoPostgres(url: string): Promise<Filled<Back>> {
		const { db, close } = await openRaw({ kind: 'postgres', url });
		try {
			await refuseRunning(db);
			if (how === 'import') await refuseFilled(db, 'The database of DATABASE_URL');
			return await fillPostgres(db, `before_${stamp}`, fill);
		} finally {
			await close();
		}
	}

	async function asideWords(aside: string | null): Promise<readonly string[]> {
		if (aside === null) return [];
		if (how === 'import') {
			// There were no rows in it.
			await forget(aside);
			return [];
		}
		return databaseUrl === null
			? [`What was there before is kept in ${aside}: delete that folder when you are content.`]
			: [`What was there before is kept in the schema ${aside}: "drop schema ${aside} cascade;" when you are content.`];
	}

	async function forget(aside: string): Promise<void> {
		if (databaseUrl === null) {
			rmSync(aside, { recursive: true, force: true });
			return;
		}
		const { db, close } = await openRaw({ kind: 'postgres', url: databaseUrl });
		await sql`drop schema ${sql.id(aside)} cascade`.execute(db);
		await close();
	}
}

/** The whole file once, before anything is touched: a damaged one is found while nothing has been done yet. */
async function verify(file: string): Promise<ArchiveHeader> {
	let header: ArchiveHeader | null = null;
	for await (const part of readArchive(file)) if (part.type === 'header') header = part.header;
	// Without one the reading would have thrown.
	return header ?? readHeader(file);
}

function wordsOf(
	how: BringBackHow,
	file: string,
	{ madeAt, app }: ArchiveHeader,
	{ value }: Filled<Back>,
): readonly string[] {
	const done = how === 'restore' ? 'Restored' : 'Imported';
	return [
		`${done} ${rowsText(value.rows)} from ${file} (written ${madeAt} by Baton ${app}).`,
		...(value.unsent === 0
			? []
			: [`Of the alerts and letters that waited when it was written, ${value.unsent} in all, none will be sent.`]),
		...(value.migrated.length === 0 ? [] : [`The tables were brought up to date: ${value.migrated.join(', ')}.`]),
	];
}

/** The key with which the archive's visitors were given their tokens takes the place of the one that is here. */
function takeSecret({ secret }: ArchiveHeader, { secretKey, dataDir }: Config, stamp: string): readonly string[] {
	const strangers = 'visitors will begin new conversations';
	switch (secret.kept) {
		case 'left-out':
			return [`The file holds no secret key: unless the one here is the same, ${strangers}.`];
		case 'elsewhere':
			if (secretKey === null) return [`The file was made under a SECRET_KEY: set the same one here, or ${strangers}.`];
			return secretMark(secretKey) === secret.mark
				? []
				: [`SECRET_KEY is another one than where the file was made: set that one, or ${strangers}.`];
		case 'here': {
			if (secretKey !== null) {
				return secretKey === secret.key
					? []
					: [`SECRET_KEY is set and is another key than the file's: remove the variable, or ${strangers}.`];
			}
			const path = secretFile(dataDir);
			if (existsSync(path) && readKeptSecret(dataDir) === secret.key) return [];
			const aside = `${path}.before_${stamp}`;
			if (existsSync(path)) renameSync(path, aside);
			writeFileSync(path, `${secret.key}\n`, { mode: 0o600, flag: 'wx' });
			return [`The secret key came back too${existsSync(aside) ? `; the one before it is ${aside}` : ''}.`];
		}
		default:
			return unreachable(secret);
	}
}
