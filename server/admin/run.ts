/** `npm run admin`: asks the running server, or does it itself while none is running. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FillRandom } from '../../shared/ids.ts';
import { createLinks } from '../accounts/links.ts';
import type { Clock } from '../clock.ts';
import { type Config, type Environment, embeddedFolder, readConfig } from '../config.ts';
import { createAccountStore } from '../store/accounts.ts';
import { createAuditStore } from '../store/audit.ts';
import { openDatabase } from '../store/database.ts';
import { createLinkStore } from '../store/links.ts';
import { createMemberStore } from '../store/members.ts';
import { StartFault } from '../store/start-fault.ts';
import { createAuditLog } from '../trust/audit.ts';
import { askServer } from './admin-socket.ts';
import { type AdminCommand, type AdminReply, createAdminCommands, parseAdminArguments, usage } from './commands.ts';

export interface AdminDeps {
	readonly words: readonly string[];
	readonly env: Environment;
	readonly clock: Clock;
	readonly fill: FillRandom;
}

export interface AdminOutcome {
	readonly exitCode: number;
	readonly lines: readonly string[];
}

export async function runAdmin({ words, env, clock, fill }: AdminDeps): Promise<AdminOutcome> {
	const command = parseAdminArguments(words);
	if (command === null) return { exitCode: 2, lines: usage };
	const read = readConfig(env);
	if (!read.ok) return { exitCode: 1, lines: read.problems };
	try {
		const { dataDir } = read.config;
		const reply = (await askServer(dataDir, command)) ?? (await doItHere(read.config, command, { clock, fill }));
		return { exitCode: reply.ok ? 0 : 1, lines: reply.lines };
	} catch (error) {
		if (error instanceof StartFault) return { exitCode: 1, lines: [error.message] };
		const said = error instanceof Error ? error.message : String(error);
		return { exitCode: 1, lines: [`That did not work: ${said}. "npm run admin -- accounts" shows how things stand.`] };
	}
}

async function doItHere(
	config: Config,
	command: AdminCommand,
	{ clock, fill }: Pick<AdminDeps, 'clock' | 'fill'>,
): Promise<AdminReply> {
	const { databaseUrl, dataDir } = config;
	if (databaseUrl === null && !existsSync(join(embeddedFolder(dataDir), 'database'))) {
		return { ok: false, lines: [`There is no Baton in ${dataDir} yet: start it once, or set DATA_DIR.`] };
	}
	// An embedded database is locked by whoever has it open, so a server that is just starting makes this fail in words.
	const database = await openDatabase(
		databaseUrl === null ? { kind: 'pglite', folder: embeddedFolder(dataDir) } : { kind: 'postgres', url: databaseUrl },
	);
	try {
		const { db } = database;
		const execute = createAdminCommands({
			accounts: createAccountStore(db),
			members: createMemberStore(db),
			links: createLinks({ store: createLinkStore(db), clock, fill }),
			apply: (write) => write(),
			baseUrl: () => config.publicUrl ?? localUrl(config),
			audit: createAuditLog(createAuditStore(db), clock),
		});
		return await execute(command);
	} finally {
		await database.close();
	}
}

/** Where this machine reaches the dashboard. */
export function localUrl({ host, port }: Pick<Config, 'host' | 'port'>): string {
	const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
	return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
