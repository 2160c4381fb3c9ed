/** `npm run admin`: asks the running server, or does it itself while none is running. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FillRandom } from '../../shared/ids.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { createLinks } from '../accounts/links.ts';
import { SecretFault } from '../accounts/secret.ts';
import type { Clock } from '../clock.ts';
import { type Config, type Environment, embeddedFolder, readConfig } from '../config.ts';
import { createAccountStore } from '../store/accounts.ts';
import { createAuditStore } from '../store/audit.ts';
import { type DatabaseConfig, openDatabase, openRaw } from '../store/database.ts';
import { createLinkStore } from '../store/links.ts';
import { createMemberStore } from '../store/members.ts';
import { StartFault } from '../store/start-fault.ts';
import { createAuditLog } from '../trust/audit.ts';
import { askServer, isServerThere } from './admin-socket.ts';
import { createArchives } from './archives.ts';
import { backupBeforeUpgrade } from './backup.ts';
import { bringBack } from './bring-back.ts';
import { type AdminCommand, type AdminReply, createAdminCommands, type Say } from './commands.ts';
import { conditionOf } from './condition.ts';
import { databaseOf } from './database-of.ts';
import { doctor } from './doctor.ts';
import { bringCountries } from './geo.ts';
import { localUrl } from './local-url.ts';
import { maxmindBase } from './maxmind.ts';
import { move } from './move.ts';
import { OperatorFault } from './operator-fault.ts';
import { type OwnCommand, parseAdminArguments, usage } from './words-of-command.ts';

export interface AdminDeps {
	readonly words: readonly string[];
	readonly env: Environment;
	readonly clock: Clock;
	readonly fill: FillRandom;
	readonly version: string;
	/** Lines of progress, before the command is done. */
	readonly say?: Say | undefined;
	/** This process runs inside a container. */
	readonly inContainer?: boolean | undefined;
}

export interface AdminOutcome {
	readonly exitCode: number;
	readonly lines: readonly string[];
}

interface Here {
	readonly config: Config;
	readonly clock: Clock;
	readonly fill: FillRandom;
	readonly version: string;
	readonly say: Say;
}

export async function runAdmin({ words, env, say = () => {}, ...deps }: AdminDeps): Promise<AdminOutcome> {
	const wanted = parseAdminArguments(words);
	if (wanted === null) return { exitCode: 2, lines: usage };
	const read = readConfig(env);
	if (wanted.kind === 'doctor') return doctor({ env, read, clock: deps.clock, inContainer: deps.inContainer ?? false });
	if (!read.ok) return { exitCode: 1, lines: read.problems };
	const here: Here = { ...deps, config: read.config, say };
	try {
		if (wanted.kind === 'own') return await doOwn(wanted.command, here, env);
		const reply = (await askRunning(wanted.command, here)) ?? (await doItHere(wanted.command, here));
		return outcomeOf(reply);
	} catch (error) {
		const isTold = error instanceof StartFault || error instanceof OperatorFault || error instanceof SecretFault;
		if (isTold) return { exitCode: 1, lines: [error.message] };
		const said = error instanceof Error ? error.message : String(error);
		return { exitCode: 1, lines: [`That did not work: ${said}. "npm run admin -- doctor" looks for what is wrong.`] };
	}
}

const outcomeOf = ({ ok, lines }: AdminReply): AdminOutcome => ({ exitCode: ok ? 0 : 1, lines });

const isArchive = ({ command }: AdminCommand): boolean => command === 'backup' || command === 'export';

function askRunning(command: AdminCommand, { config, say }: Here): Promise<AdminReply | null> {
	// Postgres lets anybody read one moment while others write.
	if (isArchive(command) && config.databaseUrl !== null) return Promise.resolve(null);
	return askServer(config.dataDir, command, say);
}

/** Opening a folder in which nothing is would make a database there. */
function refuseEmpty({ databaseUrl, dataDir }: Config): void {
	if (databaseUrl !== null || existsSync(join(embeddedFolder(dataDir), 'database'))) return;
	throw new OperatorFault(`There is no Baton in ${dataDir} yet: start it once, or set DATA_DIR.`);
}

async function doItHere(command: AdminCommand, { config, clock, fill, version, say }: Here): Promise<AdminReply> {
	refuseEmpty(config);
	const wanted = databaseOf(config);
	// A copy is of what is there; the other commands need the tables of this version. An embedded database is locked by
	// whoever has it open, so a server that is just starting makes this fail in words.
	const database = isArchive(command)
		? await openRaw(wanted)
		: await openDatabase({ ...wanted, ...beforeMigrationOf(wanted, { config, clock, version, say }) });
	try {
		const { db } = database;
		const execute = createAdminCommands({
			accounts: createAccountStore(db),
			members: createMemberStore(db),
			links: createLinks({ store: createLinkStore(db), clock, fill }),
			apply: (write) => write(),
			baseUrl: () => config.publicUrl ?? localUrl(config),
			archive: createArchives({ database, config, version, clock }),
			condition: () => conditionOf(database, []),
			audit: createAuditLog(createAuditStore(db), clock),
		});
		return await execute(command, say);
	} finally {
		await database.close();
	}
}

const beforeMigrationOf = ({ kind }: DatabaseConfig, deps: Parameters<typeof backupBeforeUpgrade>[0]) =>
	kind === 'pglite' ? { beforeMigration: backupBeforeUpgrade(deps) } : {};

async function doOwn(command: OwnCommand, here: Here, env: Environment): Promise<AdminOutcome> {
	const { config, clock, fill, say } = here;
	const { dataDir } = config;
	if (command.command === 'geo') {
		return outcomeOf(await bringCountries({ from: command.from, env, dataDir, clock, fill, maxmindBase }));
	}
	if (config.databaseUrl === null && (await isServerThere(dataDir))) {
		throw new OperatorFault('Baton is running: stop it first, then give this command again.');
	}
	switch (command.command) {
		case 'restore':
		case 'import':
			return worked(await bringBack(command.command, command.file, { config, clock, say }));
		case 'move': {
			const to = readConfig({ DATABASE_URL: command.to });
			if (!to.ok || to.config.databaseUrl === null) {
				throw new OperatorFault(
					'After --to comes the address of an empty Postgres database. Example: --to postgres://baton:password@localhost:5432/baton',
				);
			}
			refuseEmpty(config);
			return worked(await move({ from: databaseOf(config), to: to.config.databaseUrl, clock, say }));
		}
		default:
			return unreachable(command);
	}
}

const worked = (lines: readonly string[]): AdminOutcome => ({ exitCode: 0, lines });
