import { describe, expect, test } from 'vitest';
import { openCountryFile } from '../../server/visitor/country-file.ts';
import { createPublicAddressOf } from '../../server/visitor/public-address.ts';
import { countryRecord, someCountries, writeDatabase } from '../support/mmdb-writer.ts';

const publicAddressOf = createPublicAddressOf();

function countryIn(bytes: Buffer, text: string): string | null {
	const opened = openCountryFile(bytes, { wholly: true });
	const address = publicAddressOf(text);
	if (!opened.ok || address === null) throw new Error(opened.ok ? `${text} is not public` : opened.problem);
	return opened.file.country(address);
}

const problemOf = (bytes: Buffer): string | null => {
	const opened = openCountryFile(bytes, { wholly: true });
	return opened.ok ? null : opened.problem;
};

describe.each([24, 28, 32] as const)('a database with records of %i bits', (recordSize) => {
	test.each([
		['8.8.8.8', 'US'],
		['81.198.255.255', 'LV'],
		['81.199.0.0', null],
		['193.47.1.1', 'EE'],
		['193.48.0.0', null],
		['::ffff:51c6:1', 'LV'],
		['2a03:2880:f000::1', 'IE'],
		['2a03:2881::', null],
	])('%s is in %s', (address, country) => {
		expect(countryIn(writeDatabase({ recordSize }), address)).toBe(country);
	});
});

test('it tells its name and when it was built', () => {
	const builtAt = new Date('2026-05-03T00:00:00Z');
	const opened = openCountryFile(writeDatabase({ type: 'DBIP-Country-Lite', builtAt }), { wholly: true });
	expect(opened.ok && [opened.file.name, opened.file.builtAt]).toEqual(['DBIP-Country-Lite', builtAt.getTime()]);
});

test('a database of IPv4 alone knows no other address', () => {
	const networks = someCountries.slice(0, 3);
	const database = writeDatabase({ networks, ipVersion: 4 });
	expect(countryIn(database, '81.198.0.1')).toBe('LV');
	expect(countryIn(database, '2a03:2880::1')).toBeNull();
});

test('flat records are read too', () => {
	const networks = [
		{ cidr: '8.8.8.0/24', record: { country_code: 'US', country: 'United States' } },
		{ cidr: '81.198.0.0/16', record: { country: 'LV' } },
	];
	expect(countryIn(writeDatabase({ networks }), '8.8.8.8')).toBe('US');
	expect(countryIn(writeDatabase({ networks }), '81.198.0.1')).toBe('LV');
});

test.each(['lv', 'LVA', '<b>', '', 'L1', 'LV\n'])('a code like %j is no country', (code) => {
	const networks = [...someCountries, { cidr: '9.9.9.0/24', record: countryRecord(code) }];
	expect(countryIn(writeDatabase({ networks }), '9.9.9.9')).toBeNull();
});

describe('refused', () => {
	const database = writeDatabase();

	test.each([
		['nothing', Buffer.alloc(0), 'not-mmdb'],
		['text', Buffer.from('<html>Sign in to download</html>'.repeat(500)), 'not-mmdb'],
		['a half', database.subarray(0, database.length / 2), 'not-mmdb'],
		['without its beginning', database.subarray(600), 'damaged'],
		['another version', writeDatabase({ metadata: { binary_format_major_version: 3 } }), 'not-mmdb'],
		['no build time', writeDatabase({ metadata: { build_epoch: 0 } }), 'not-mmdb'],
		['a name that writes lines', writeDatabase({ type: 'Country\nwarn: all is lost' }), 'not-mmdb'],
		['more nodes than bytes', writeDatabase({ metadata: { node_count: 10_000_000 } }), 'damaged'],
		['paths longer than an address', writeDatabase({ metadata: { ip_version: 4 } }), 'damaged'],
		[
			'of something else',
			writeDatabase({ networks: [{ cidr: '8.8.8.0/24', record: { asn: 15169 } }] }),
			'no-countries',
		],
		['empty', writeDatabase({ networks: [] }), 'damaged'],
	])('%s', (_, bytes, problem) => {
		expect(problemOf(bytes)).toBe(problem);
	});

	test('a record that leads nowhere', () => {
		const broken = Buffer.from(database);
		// The pointers of some node in the middle of the tree: to far behind the end.
		broken.fill(0xef, 6 * 60, 6 * 61);
		expect(problemOf(broken)).toBe('damaged');
	});

	test('a tree that turns back on itself', () => {
		const broken = Buffer.from(database);
		broken.fill(0, 0, 600);
		expect(problemOf(broken)).toBe('damaged');
	});

	test('no byte that is changed makes it throw', () => {
		for (let at = 0; at < database.length; at += 1) {
			const broken = Buffer.from(database);
			broken.writeUInt8((broken.readUInt8(at) + 0x55) & 0xff, at);
			expect(() => problemOf(broken), `byte ${at}`).not.toThrow();
		}
	});
});
