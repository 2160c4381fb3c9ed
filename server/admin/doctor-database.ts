import type { Config } from '../config.ts';
import { openRaw } from '../store/database.ts';
import { StartFault } from '../store/start-fault.ts';
import { type Condition, conditionOf } from './condition.ts';
import { databaseOf } from './database-of.ts';
import { fine, note, saidOf, type Verdict, wrong } from './verdict.ts';
import { sizeText } from './words.ts';

const oldestPostgres = 15;
const clockApartMs = 5_000;

/** Asks the database itself; an embedded one only while no server has it open. */
export async function askDatabase(config: Config): Promise<Condition | Verdict> {
	try {
		const database = await openRaw(databaseOf(config));
		try {
			return await conditionOf(database, []);
		} finally {
			await database.close();
		}
	} catch (error) {
		if (!(error instanceof StartFault))
			return wrong(`Database: it does not answer (${saidOf(error)})`, 'look into its log');
		const [what, ...fix] = error.message.split(': ');
		return wrong(`Database: ${what ?? ''}`, fix.join(': '));
	}
}

export function databaseVerdicts(
	{ version, bytes, missingExtensions, pending, newer, now }: Condition,
	{ isEmbedded, isRunning, here }: { readonly isEmbedded: boolean; readonly isRunning: boolean; readonly here: number },
): readonly Verdict[] {
	const found: Verdict[] = [];
	const kind = isEmbedded ? 'embedded (PGlite, Postgres' : 'Postgres (';
	if (!isEmbedded && Number.parseInt(version, 10) < oldestPostgres) {
		found.push(wrong(`Database: Postgres ${version} is too old`, `use ${oldestPostgres} or newer`));
	} else {
		found.push(fine(`Database: ${isEmbedded ? `${kind} ${version})` : `Postgres ${version}`}, ${sizeText(bytes)}.`));
	}
	if (newer.length > 0) {
		found.push(
			wrong(
				`Schema: the database was last used by a newer Baton (${newer.join(', ')})`,
				'run that version, or restore an older backup',
			),
		);
	} else if (pending.length > 0) {
		found.push(
			isRunning
				? wrong(
						`Schema: ${pending.join(', ')} not applied, and a server runs`,
						'it is an older one: restart it with this version',
					)
				: note(`Schema: ${pending.length} changes come with the next start.`),
		);
	} else {
		found.push(fine('Schema: up to date.'));
	}
	if (missingExtensions.length > 0 && pending.length === 0) {
		found.push(
			wrong(
				`Extensions: ${missingExtensions.join(', ')} missing, so the AI can not search`,
				missingExtensions.map((name) => `"create extension ${name};"`).join(' and '),
			),
		);
	}
	if (Math.abs(now - here) > clockApartMs) {
		found.push(
			wrong(
				`Clock: the database's is ${Math.round((now - here) / 1_000)} s off this machine's`,
				'switch time synchronisation on (timedatectl set-ntp true), on both',
			),
		);
	}
	return found;
}
