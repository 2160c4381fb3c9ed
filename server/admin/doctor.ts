/** `npm run admin -- doctor`: looks at everything that tends to be wrong. One line each; the status is 1 if something is. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../clock.ts';
import { type Config, type ConfigResult, type Environment, embeddedFolder } from '../config.ts';
import { silentLog } from '../log.ts';
import { canListen } from '../net/port.ts';
import { createGeo } from '../visitor/geo.ts';
import { askServer } from './admin-socket.ts';
import type { Condition } from './condition.ts';
import { countryVerdicts } from './doctor-countries.ts';
import { askDatabase, databaseVerdicts } from './doctor-database.ts';
import { placeVerdicts } from './doctor-place.ts';
import { mailVerdict, publicVerdicts, readyVerdict } from './doctor-reach.ts';
import { settingsVerdicts } from './doctor-settings.ts';
import { localUrl } from './local-url.ts';
import { fine, lineOf, note, saidOf, type Verdict, wrong } from './verdict.ts';

export interface DoctorDeps {
	readonly env: Environment;
	readonly read: ConfigResult;
	readonly clock: Pick<Clock, 'now'>;
	readonly inContainer: boolean;
}

export interface Diagnosis {
	readonly exitCode: number;
	readonly lines: readonly string[];
}

/** No Baton is older than this: a machine that says so has lost its clock. */
const earliest = Date.UTC(2025, 0, 1);

export async function doctor(deps: DoctorDeps): Promise<Diagnosis> {
	const verdicts = await examine(deps);
	const isWrong = verdicts.some(({ state }) => state === 'wrong');
	return { exitCode: isWrong ? 1 : 0, lines: verdicts.map(lineOf) };
}

async function examine({ env, read, clock, inContainer }: DoctorDeps): Promise<readonly Verdict[]> {
	if (!read.ok) return read.problems.map((problem) => wrong('A variable is wrong', problem));
	const { config, notes } = read;
	const smtpUrl = env['SMTP_URL']?.trim() ?? '';
	return [
		...notes.map(note),
		...settingsVerdicts(config, inContainer),
		...builtVerdicts(),
		...clockVerdicts(clock.now()),
		...(await placeVerdicts(config, clock.now())),
		...(await houseVerdicts(config, clock.now())),
		...(smtpUrl === '' ? [note('Mail: SMTP_URL is not set, so no e-mail is sent.')] : [await mailVerdict(smtpUrl)]),
		...countryVerdicts(createGeo({ dataDir: config.dataDir, clock, log: silentLog }).data()),
	];
}

function builtVerdicts(): readonly Verdict[] {
	const page = join(fileURLToPath(new URL('../..', import.meta.url)), 'dist', 'dashboard', 'index.html');
	return existsSync(page) ? [] : [wrong('The dashboard is not built', 'npm run build (npm start does it by itself)')];
}

function clockVerdicts(now: number): readonly Verdict[] {
	if (now >= earliest) return [];
	return [
		wrong(
			`Clock: it is ${new Date(now).toISOString()} here`,
			'set it (timedatectl set-ntp true): deadlines and certificates hang on it',
		),
	];
}

/** The server, if one runs, and the database. */
async function houseVerdicts(config: Config, here: number): Promise<readonly Verdict[]> {
	const isEmbedded = config.databaseUrl === null;
	const running = await conditionOfServer(config);
	const found: Verdict[] = [];
	if (running === null) {
		found.push(note('Server: none runs on this data folder.'));
		const isFree = config.port === 0 || (await canListen(config.host, config.port));
		found.push(
			isFree
				? fine(`Port: ${config.port} on ${config.host} is free.`)
				: wrong(`Port: another program has ${config.port} on ${config.host}`, 'stop it, or set PORT'),
		);
	} else {
		found.push(await readyVerdict(localUrl(config)));
		if (config.publicUrl !== null) found.push(...(await publicVerdicts(config.publicUrl)));
	}
	if (running !== null && 'state' in running) return [...found, running];
	const state = running ?? (await conditionHere(config));
	if (state === null) return [...found, note('Database: none yet; the first start makes it.')];
	if ('state' in state) return [...found, state];
	const findings = state.findings.map((sentence) => wrong('Since its start the server has found', sentence));
	return [...found, ...databaseVerdicts(state, { isEmbedded, isRunning: running !== null, here }), ...findings];
}

/** Null: none runs. */
async function conditionOfServer({ dataDir }: Config): Promise<Condition | Verdict | null> {
	try {
		const reply = await askServer(dataDir, { command: 'condition' });
		if (reply === null) return null;
		return reply.condition ?? wrong('Server: it does not say how its database is', reply.lines.join(' '));
	} catch (error) {
		return wrong(`Server: it can not be asked (${saidOf(error)})`, 'run this as the user that runs Baton');
	}
}

async function conditionHere(config: Config): Promise<Condition | Verdict | null> {
	const isThere = config.databaseUrl !== null || existsSync(join(embeddedFolder(config.dataDir), 'database'));
	return isThere ? askDatabase(config) : null;
}
