import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Log, silentLog } from '../../server/log.ts';
import { bundledData } from '../../server/visitor/bundled-countries.ts';
import { createGeo, ownCountryFile } from '../../server/visitor/geo.ts';
import { countryRecord, writeDatabase } from '../support/mmdb-writer.ts';

let dataDir: string;
beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'baton-geo-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const now = Date.UTC(2026, 10, 29);
const clock = { now: () => now };
const makeGeo = (log: Log = silentLog) => createGeo({ dataDir, clock, log });

function ownFile(bytes: Buffer): void {
	mkdirSync(dirname(ownCountryFile(dataDir)), { recursive: true });
	writeFileSync(ownCountryFile(dataDir), bytes);
}

function warned(): { readonly log: Log; readonly lines: readonly string[] } {
	const lines: string[] = [];
	return { log: { ...silentLog, warn: (_, message) => lines.push(message) }, lines };
}

describe('the country of an address', () => {
	const geo = createGeo({ dataDir: '/nowhere', clock, log: silentLog });

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

	test('the age that the settings tell is the age of the data', () => {
		const manifest = createRequire(import.meta.url).resolve('geoip-lite/package.json');
		const checksum = readFileSync(join(dirname(manifest), 'data', 'country.checksum'), 'utf8');
		const [, name, year, month, day] = /(GeoLite2-Country)-CSV_(\d{4})(\d{2})(\d{2})\.zip/.exec(checksum) ?? [];
		expect({ name, builtAt: Date.UTC(Number(year), Number(month) - 1, Number(day)) }).toEqual(bundledData);
	});

	test('it says where it is from', () => {
		expect(geo.data()).toEqual({
			used: { source: 'bundled', ...bundledData, ageDays: 1110 },
			ownFileBroken: false,
		});
	});
});

describe("the owner's own file", () => {
	const builtAt = new Date('2026-11-26T18:00:00Z');
	const latvia = writeDatabase({ builtAt, networks: [{ cidr: '8.8.8.0/24', record: countryRecord('LV') }] });

	test('is asked first, and alone', () => {
		ownFile(latvia);
		const geo = makeGeo();
		expect([geo.country('8.8.8.8'), geo.country('81.198.0.1')]).toEqual(['LV', null]);
		expect(geo.data()).toEqual({
			used: { source: 'file', name: 'GeoLite2-Country', builtAt: builtAt.getTime(), ageDays: 2 },
			ownFileBroken: false,
		});
	});

	test('is used as soon as it is said to be there', () => {
		const geo = makeGeo();
		expect(geo.country('8.8.8.8')).toBe('US');
		ownFile(latvia);
		expect(geo.country('8.8.8.8')).toBe('US');
		expect(geo.reload().used?.source).toBe('file');
		expect(geo.country('8.8.8.8')).toBe('LV');
	});

	test('a machine nearby has no country in it either', () => {
		ownFile(
			writeDatabase({ networks: ['8.8.8.0/24', '10.0.0.0/8'].map((cidr) => ({ cidr, record: countryRecord('LV') })) }),
		);
		expect(makeGeo().country('10.1.2.3')).toBeNull();
	});

	test.each([
		['empty', Buffer.alloc(0)],
		['cut short', latvia.subarray(0, 500)],
		['of something else', writeDatabase({ networks: [{ cidr: '8.8.8.0/24', record: { asn: 1 } }] })],
	])('%s: one line is logged, and the bundled data stands in', (_, bytes) => {
		ownFile(bytes);
		const { log, lines } = warned();
		const geo = makeGeo(log);
		geo.warm();
		expect([geo.country('8.8.8.8'), geo.country('81.198.0.1')]).toEqual(['US', 'LV']);
		expect(geo.data()).toMatchObject({ used: { source: 'bundled' }, ownFileBroken: true });
		expect(lines).toEqual(['the country database file can not be used: the bundled data stands in']);
	});

	test('a folder in its place is as bad', () => {
		mkdirSync(ownCountryFile(dataDir), { recursive: true });
		expect(makeGeo().data()).toMatchObject({ used: { source: 'bundled' }, ownFileBroken: true });
	});

	test('a clock that is behind tells no age below nothing', () => {
		ownFile(writeDatabase({ builtAt: new Date(now + 86_400_000 * 3) }));
		expect(makeGeo().data().used?.ageDays).toBe(0);
	});
});

test('a record that can not be read leaves one visitor without a country', () => {
	ownFile(
		writeDatabase({
			networks: [
				...['8.8.8.0/24'].map((cidr) => ({ cidr, record: countryRecord('US') })),
				{ cidr: '9.9.9.0/24', record: 'no record' },
			],
		}),
	);
	const geo = makeGeo();
	expect([geo.country('9.9.9.9'), geo.country('8.8.8.8')]).toEqual([null, 'US']);
});
