/** The data folder: whose it is, what lies in it, how much room there is. */
import { accessSync, constants, existsSync, lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readKeptSecret, secretFile } from '../accounts/secret.ts';
import type { Config } from '../config.ts';
import { backupFolder, freeBytes } from './archive-file.ts';
import { backupsIn } from './backup.ts';
import { fine, note, saidOf, type Verdict, wrong } from './verdict.ts';
import { ageText, sizeText } from './words.ts';

const littleBytes = 200 * 1024 * 1024;
const oldBackupMs = 7 * 86_400_000;

export async function placeVerdicts(
	{ dataDir, secretKey }: Pick<Config, 'dataDir' | 'secretKey'>,
	now: number,
): Promise<readonly Verdict[]> {
	return [
		folderVerdict(dataDir),
		await roomVerdict(dataDir),
		secretKey === null ? secretVerdict(dataDir) : fine('Secret key: SECRET_KEY is set; keep a copy of it.'),
		...backupVerdicts(dataDir, now),
	];
}

function folderVerdict(dataDir: string): Verdict {
	if (!existsSync(dataDir)) return note(`Data folder: ${dataDir} is not there yet; the first start makes it.`);
	try {
		accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
	} catch (error) {
		return wrong(
			`Data folder: ${dataDir} can not be written (${saidOf(error)})`,
			'give it to the user that runs Baton (chown), or set DATA_DIR',
		);
	}
	const { mode } = statSync(dataDir);
	if ((mode & 0o077) !== 0) return wrong(`Data folder: other users may enter ${dataDir}`, `chmod 700 ${dataDir}`);
	return fine(`Data folder: ${dataDir}, for this user only.`);
}

async function roomVerdict(dataDir: string): Promise<Verdict> {
	const free = await freeBytes(dataDir);
	if (free === null) return note('Disk: the system does not say how much room there is.');
	return free < littleBytes
		? wrong(`Disk: only ${sizeText(free)} free`, 'free some, or no chat can be stored soon')
		: fine(`Disk: ${sizeText(free)} free.`);
}

function secretVerdict(dataDir: string): Verdict {
	const file = secretFile(dataDir);
	try {
		if (readKeptSecret(dataDir) === null) return note(`Secret key: ${file} is made at the first start.`);
	} catch (error) {
		return wrong(`Secret key: ${file} can not be used`, saidOf(error));
	}
	if ((lstatSync(file).mode & 0o077) !== 0) {
		return wrong(`Secret key: other users may read ${file}`, `chmod 600 ${file}`);
	}
	return fine(`Secret key: ${file}.`);
}

function backupVerdicts(dataDir: string, now: number): readonly Verdict[] {
	const names = backupsIn(dataDir);
	const latest = names.at(-1);
	const how = 'npm run admin -- backup';
	if (latest === undefined) return [note(`Backups: there is none in ${backupFolder(dataDir)} (${how}).`)];
	const files = names.map((name) => join(backupFolder(dataDir), name));
	const open = files.find((file) => (statSync(file).mode & 0o077) !== 0);
	const age = now - statSync(join(backupFolder(dataDir), latest)).mtimeMs;
	const aged = `Backups: the latest is ${ageText(age)} old`;
	return [
		age > oldBackupMs ? note(`${aged} (${how}).`) : fine(`${aged}.`),
		...(open === undefined ? [] : [wrong(`Backups: other users may read ${open}`, `chmod 600 ${open}`)]),
	];
}
