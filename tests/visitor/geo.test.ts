import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Log, silentLog } from '../../server/log.ts';
import { bundledGeoData, createGeo } from '../../server/visitor/geo.ts';

const cacheDir = mkdtempSync(join(tmpdir(), 'baton-geo-'));
afterAll(() => rmSync(cacheDir, { recursive: true, force: true }));

const packageData = join(dirname(createRequire(import.meta.url).resolve('geoip-lite/package.json')), 'data');

describe('the country of an address', () => {
	const geo = createGeo({ cacheDir, dataDir: null, log: silentLog });

	test.each([
		['8.8.8.8', 'US'],
		['81.198.0.1', 'LV'],
		['193.40.0.1', 'EE'],
		['88.198.0.1', 'DE'],
		['::ffff:8.8.8.8', 'US'],
		['::FFFF:808:808', 'US'],
		['0000:0000:0000:0000:0000:ffff:51c6:0001', 'LV'],
		['2001:4860:4860::8888', 'US'],
		['2a03:2880:f000::1', 'US'],
	])('%s is in %s', (address, country) => {
		expect(geo.country(address)).toBe(country);
	});

	test.each([
		...['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.1.1', '100.64.0.1', '0.0.0.0'],
		...[
			'::1',
			'::',
			'fe80::1',
			'fe80::1%eth0',
			'fd00::1',
			'::ffff:127.0.0.1',
			'::ffff:a00:1',
			'ff02::1',
			'255.255.255.255',
		],
		...['', 'nonsense', '1.2.3', '1.2.3.4.5', '8.8.8.8, 1.1.1.1', '256.1.1.1', '::g', '[::1]', 'a'.repeat(10_000)],
	])('%s has none', (address) => {
		expect(geo.country(address)).toBeNull();
	});

	test('only the country files are loaded', () => {
		const folder = join(cacheDir, 'geo');
		expect(readdirSync(folder).sort()).toEqual(['geoip-country.dat', 'geoip-country6.dat']);
		expect(lstatSync(join(folder, 'geoip-country.dat')).isSymbolicLink()).toBe(true);
		expect(process.env['GEODATADIR']).toBeUndefined();
	});

	test('the age that the documents tell is the age of the data', () => {
		const told = /_(\d{4})(\d{2})\d{2}\.zip/.exec(readFileSync(join(packageData, 'country.checksum'), 'utf8'));
		expect(`${told?.[1]}-${told?.[2]}`).toBe(bundledGeoData);
	});
});

test('nothing is loaded before the first public address', () => {
	const fresh = join(cacheDir, 'unused');
	const geo = createGeo({ cacheDir: fresh, dataDir: null, log: silentLog });
	expect(geo.country('127.0.0.1')).toBeNull();
	expect(existsSync(fresh)).toBe(false);
});

test('without data countries stay unknown, and one warning says so', () => {
	const warnings: string[] = [];
	const log: Log = { ...silentLog, warn: (_fields, message) => warnings.push(message) };
	// A file where a folder should be made.
	const blocked = join(cacheDir, 'blocked');
	writeFileSync(blocked, '');
	const geo = createGeo({ cacheDir: blocked, dataDir: null, log });
	geo.warm();
	expect(geo.country('8.8.8.8')).toBeNull();
	expect(geo.country('81.198.0.1')).toBeNull();
	expect(warnings).toEqual(['the country data could not be loaded: countries stay unknown']);
});

// In a process of its own: the library is loaded once, with the folder that it finds then.
test('a relative data folder, the default, has countries too', () => {
	const script = `
		import { createGeo } from ${JSON.stringify(new URL('../../server/visitor/geo.ts', import.meta.url).href)};
		const log = { debug() {}, info() {}, warn(fields) { throw fields.err; }, error() {} };
		process.stdout.write(String(createGeo({ cacheDir: 'data/.cache', dataDir: null, log }).country('81.198.0.1')));`;
	const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
		cwd: cacheDir,
		encoding: 'utf8',
	});
	expect(said).toBe('LV');
});
