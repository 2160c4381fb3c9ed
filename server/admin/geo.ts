/** `npm run admin -- geo`: newer country data, from a file or from MaxMind, into the data folder and the running server. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FillRandom } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import type { Environment } from '../config.ts';
import { type CountryFileProblem, maxCountryFileBytes, openCountryFile } from '../visitor/country-file.ts';
import { askServer } from './admin-socket.ts';
import type { AdminReply } from './commands.ts';
import { type Unpacked, unpackCountryFile } from './country-archive.ts';
import { installCountryFile } from './country-install.ts';
import { downloadCountries } from './maxmind.ts';

export interface GeoCommandDeps {
	/** A file's path, or `--maxmind`. */
	readonly from: string;
	readonly env: Environment;
	readonly dataDir: string;
	readonly clock: Clock;
	readonly fill: FillRandom;
	readonly maxmindBase: string;
}

type Problem = CountryFileProblem | Extract<Unpacked, { readonly ok: false }>['problem'];

const sentences: Readonly<Record<Problem, string>> = {
	'not-mmdb':
		'This is not a country database: a file in the MaxMind DB format is needed (its name ends in .mmdb, .mmdb.gz or .tar.gz), and the whole of it.',
	damaged: 'This country database is damaged: bring it again.',
	'no-countries': 'This database holds no countries: take a country database, such as GeoLite2-Country or DB-IP Lite.',
	'archive-broken': 'This archive is damaged, or only a part of it came: bring it again.',
	'archive-large': `What is in this archive is larger than ${maxCountryFileBytes / 1024 / 1024} MB: take the country database, not the one of cities.`,
	'archive-empty':
		'There is no .mmdb file in this archive: take the one in the MaxMind DB format, not the one with CSV files.',
	zip: 'This is a zip archive: unpack it, and give the .mmdb file that is in it.',
};

export async function bringCountries(deps: GeoCommandDeps): Promise<AdminReply> {
	const { from, env, dataDir, clock, fill } = deps;
	if (statSync(dataDir, { throwIfNoEntry: false }) === undefined)
		return refusal(`There is no Baton in ${dataDir} yet: start it once, or set DATA_DIR.`);
	const given =
		from === '--maxmind' ? await downloadCountries({ env, clock, base: deps.maxmindBase }) : read(from, env);
	if (!given.ok) return refusal(given.problem, 'Nothing was changed.');
	const unpacked = unpackCountryFile(given.bytes);
	if (!unpacked.ok) return refusal(sentences[unpacked.problem], 'Nothing was changed.');
	const opened = openCountryFile(unpacked.bytes, { wholly: true });
	if (!opened.ok) return refusal(sentences[opened.problem], 'Nothing was changed.');

	const fault = installCountryFile({ dataDir, bytes: unpacked.bytes, clock, fill });
	if (fault !== null) return refusal(fault);
	const { name, builtAt } = opened.file;
	const line = `Country data is now ${name}, built on ${new Date(builtAt).toISOString().slice(0, 10)}.`;
	const reply = await askServer(dataDir, { command: 'geo-reload' });
	if (reply === null) return { ok: true, lines: [line, 'No server is running here: the next one to start uses it.'] };
	if (!reply.ok) return refusal(line, 'The running server did not take it: start it again.', ...reply.lines);
	return { ok: true, lines: [line, ...reply.lines] };
}

const refusal = (...lines: readonly string[]): AdminReply => ({ ok: false, lines });

type Read = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly problem: string };

function read(path: string, env: Environment): Read {
	// npm runs its programs in the project's folder, and says where the person stood.
	const file = resolve(env['INIT_CWD'] ?? '', path);
	const known = statSync(file, { throwIfNoEntry: false });
	if (known === undefined) return { ok: false, problem: `There is no file ${file}.` };
	if (!known.isFile()) return { ok: false, problem: `${file} is not a file.` };
	if (known.size > maxCountryFileBytes)
		return { ok: false, problem: `${file} is too large: take the country database, not the one of cities.` };
	try {
		return { ok: true, bytes: readFileSync(file) };
	} catch {
		return { ok: false, problem: `${file} can not be read: check its permissions.` };
	}
}
