/** `npm run admin -- geo`, as somebody types it: files of every kind, a folder that is full, a server that runs. */
import { execFile } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAdminServer } from '../../server/admin/admin-socket.ts';
import { type AdminCommand, createAdminCommands } from '../../server/admin/commands.ts';
import { runAdmin } from '../../server/admin/run.ts';
import { createSystemClock } from '../../server/clock.ts';
import { silentLog } from '../../server/log.ts';
import { createGeo, ownCountryFile } from '../../server/visitor/geo.ts';
import type { FillRandom } from '../../shared/ids.ts';
import { countryRecord, maxmindArchive, tarGz, writeDatabase } from '../support/mmdb-writer.ts';
import { root } from '../support/prepared.ts';

let folder: string;
let dataDir: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'baton-geo-'));
	dataDir = join(folder, 'data');
	mkdirSync(dataDir);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const clock = createSystemClock();
const fill: FillRandom = (bytes) => crypto.getRandomValues(bytes);

const geo = (from: string) =>
	runAdmin({ words: ['geo', from], env: { DATA_DIR: dataDir, INIT_CWD: folder }, clock, fill, version: '0.0.0' });

function give(name: string, bytes: Buffer): string {
	writeFileSync(join(folder, name), bytes);
	return name;
}

const database = writeDatabase({ builtAt: new Date('2026-11-20T12:00:00Z') });
const kept = (): Buffer | null => (existsSync(ownCountryFile(dataDir)) ? readFileSync(ownCountryFile(dataDir)) : null);

test.each([
	['GeoLite2-Country.mmdb', database],
	['dbip-country-lite-2026-11.mmdb.gz', gzipSync(database)],
	['GeoLite2-Country_20261120.tar.gz', maxmindArchive(database)],
])('%s is brought, whole and for nobody else to read', async (name, bytes) => {
	expect(await geo(give(name, bytes))).toEqual({
		exitCode: 0,
		lines: [
			'Country data is now GeoLite2-Country, built on 2026-11-20.',
			'No server is running here: the next one to start uses it.',
		],
	});
	expect(kept()?.equals(database)).toBe(true);
	expect(statSync(ownCountryFile(dataDir)).mode & 0o777).toBe(0o600);
	expect(readdirSync(dirname(ownCountryFile(dataDir)))).toEqual(['country.mmdb']);
});

describe('refused, and what is there stays:', () => {
	const otherFile = { name: 'README.txt', bytes: Buffer.from('the CSV files') };

	test.each([
		['text', Buffer.from('no database'), /not a country database/],
		['half a database', database.subarray(0, 700), /not a country database/],
		['half an archive', maxmindArchive(database).subarray(0, 300), /archive is damaged/],
		['an archive without a database', tarGz([otherFile]), /no \.mmdb file in this archive/],
		[
			'an archive with a link in its place',
			tarGz([{ name: 'x.mmdb', bytes: Buffer.alloc(0), kind: '2' }]),
			/no \.mmdb file/,
		],
		['an archive that lies about sizes', gzipSync(lying()), /archive is damaged/],
		['a zip', Buffer.from('PK\u0003\u0004 and so on', 'latin1'), /unpack it/],
		['a bomb', gzipSync(Buffer.alloc(60 * 1024 * 1024)), /larger than 48 MB/],
		[
			'another database',
			writeDatabase({ networks: [{ cidr: '8.8.8.0/24', record: { asn: 1 } }] }),
			/holds no countries/,
		],
	])('%s', async (_, bytes, sentence) => {
		await geo(give('good.mmdb', database));
		const { exitCode, lines } = await geo(give('bad', bytes));
		expect([exitCode, lines[0], lines[1]]).toEqual([1, expect.stringMatching(sentence), 'Nothing was changed.']);
		expect(kept()?.equals(database)).toBe(true);
	});

	test('what is not there, what is no file', async () => {
		expect((await geo('nothing.mmdb')).lines[0]).toBe(`There is no file ${join(folder, 'nothing.mmdb')}.`);
		expect((await geo('data')).lines[0]).toMatch(/is not a file/);
		expect((await geo('--maxmind')).lines[0]).toMatch(/Set MAXMIND_ACCOUNT_ID/);
	});

	test('a data folder that is none', async () => {
		rmSync(dataDir, { recursive: true });
		expect((await geo(give('good.mmdb', database))).lines[0]).toMatch(/There is no Baton in .* yet/);
	});
});

/** A header that promises more than follows. */
function lying(): Buffer {
	const header = Buffer.alloc(1024);
	header.write('x.mmdb', 0);
	header.write('77777777777', 124);
	header.write('0', 156);
	header.write('ustar', 257);
	return header;
}

test('no room: the half that was written goes, the old file stays', async () => {
	await geo(give('good.mmdb', database));
	const networks = Array.from({ length: 250 }, (_, n) => ({
		cidr: `8.8.${n}.0/24`,
		record: countryRecord('US', `No country has a name as long as this one ${n}`),
	}));
	give('larger.mmdb', writeDatabase({ networks }));
	// The system's own refusal: no file of this shell's may grow beyond some blocks.
	const run = `ulimit -f 8; exec "$0" "$1" geo larger.mmdb`;
	const said = await new Promise<string>((resolve) => {
		const env = { ...process.env, DATA_DIR: dataDir, INIT_CWD: folder, NODE_COMPILE_CACHE: '' };
		execFile('/bin/sh', ['-c', run, process.execPath, join(root, 'server/admin/main.ts')], { env }, (_, __, stderr) =>
			resolve(stderr),
		);
	});
	expect(said).toMatch(/There is no room for the file .* The old data stays in use\./);
	expect(kept()?.equals(database)).toBe(true);
	expect(readdirSync(dirname(ownCountryFile(dataDir)))).toEqual(['country.mmdb']);
});

test('a folder that can not be made', async () => {
	writeFileSync(join(dataDir, 'geo'), '');
	const { exitCode, lines } = await geo(give('good.mmdb', database));
	expect([exitCode, lines]).toEqual([
		1,
		[expect.stringMatching(/could not be put into .*The old data stays in use\./)],
	]);
});

test('what a killed command left goes with the next one, not what another is writing now', async () => {
	await geo(give('good.mmdb', database));
	const [old, fresh] = ['00000000000a', '00000000000b'].map((end) => `${ownCountryFile(dataDir)}.${end}`);
	for (const path of [old, fresh]) writeFileSync(path ?? '', 'half');
	utimesSync(old ?? '', 1_000, 1_000);
	await geo('good.mmdb');
	expect([existsSync(old ?? ''), existsSync(fresh ?? '')]).toEqual([false, true]);
});

describe('while a server runs', () => {
	const nothing = { all: async () => [], setPlan: async () => false };
	const nobodyAsks = () => Promise.reject(new Error('nobody asks for this'));
	const asked: AdminCommand[] = [];
	const countries = () => createGeo({ dataDir, clock, log: silentLog });
	let stop = async (): Promise<void> => {};
	beforeEach(() => {
		asked.length = 0;
	});
	afterEach(() => stop());

	async function serve(used: ReturnType<typeof countries>): Promise<void> {
		const execute = createAdminCommands({
			accounts: nothing,
			members: nothing,
			links: { create: nobodyAsks },
			apply: (write) => write(),
			baseUrl: () => '',
			reloadCountries: () => used.reload(),
			archive: nobodyAsks,
			condition: nobodyAsks,
		});
		const server = createAdminServer({
			dataDir,
			log: silentLog,
			execute(command) {
				asked.push(command);
				return execute(command);
			},
		});
		await server.start();
		stop = () => server.stop();
	}

	test('it uses the file at once', async () => {
		const used = countries();
		await serve(used);
		expect(used.country('81.198.0.1')).toBe('LV');
		const networks = ['81.198.0.0/16', '8.8.8.0/24'].map((cidr) => ({ cidr, record: countryRecord('SE') }));
		const { exitCode, lines } = await geo(give('good.mmdb', writeDatabase({ networks })));
		expect([exitCode, lines[1]]).toEqual([0, 'The running server uses it from now on.']);
		expect(used.country('81.198.0.1')).toBe('SE');
	});

	test('a refused file is not told to it', async () => {
		await serve(countries());
		await geo(give('bad.mmdb', Buffer.from('no')));
		expect(asked).toEqual([]);
	});

	test('one that can not take it says so', async () => {
		const used = countries();
		await serve({ ...used, reload: () => ({ used: null, ownFileBroken: true }) });
		const { exitCode, lines } = await geo(give('good.mmdb', database));
		expect([exitCode, lines[1]]).toEqual([1, 'The running server did not take it: start it again.']);
	});
});
