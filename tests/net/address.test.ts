import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientAddress } from '../../server/net/address.ts';

const from = (socketAddress: string, forwardedFor?: string, trustedProxies = 0) =>
	clientAddress({ socketAddress, forwardedFor, trustedProxies });

describe('client address', () => {
	it.each([
		['203.0.113.9', '203.0.113.9', '203.0.113.9'],
		// As uWebSockets.js writes IPv6.
		['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1', '2001:db8::/64'],
		['2001:db8:1:2:3:4:5:6', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
		['2001:DB8::ABCD:0:0:1', '2001:db8::abcd:0:0:1', '2001:db8::/64'],
		['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1', '2001:db8:0:1::/64'],
		['0000:0000:0000:0000:0000:ffff:cb00:7109', '203.0.113.9', '203.0.113.9'],
		['::ffff:203.0.113.9', '203.0.113.9', '203.0.113.9'],
		['::1', '::1', '::/64'],
		['', '0.0.0.0', '0.0.0.0'],
		['not an address', '0.0.0.0', '0.0.0.0'],
	])('writes %j as %s and counts it as %s', (raw, address, key) => {
		expect(from(raw)).toMatchObject({ address, key });
	});

	it('counts every address of one /64 together, and the next /64 apart', () => {
		expect(from('2001:db8:0:1::1').key).toBe(from('2001:db8:0:1:ffff:ffff:ffff:ffff').key);
		expect(from('2001:db8:0:1::1').key).not.toBe(from('2001:db8:0:2::1').key);
	});

	it('believes no header without declared proxies', () => {
		expect(from('10.0.0.2', '203.0.113.9')).toMatchObject({ address: '10.0.0.2' });
	});

	it.each([
		['one proxy', '198.51.100.1, 203.0.113.9', 1, '203.0.113.9'],
		['two proxies', '198.51.100.1, 203.0.113.9, 10.0.0.9', 2, '203.0.113.9'],
		['what the client claims further left', '1.1.1.1, 2.2.2.2, 203.0.113.9', 1, '203.0.113.9'],
		['fewer hops than proxies', '203.0.113.9', 3, '203.0.113.9'],
		['no header at all', undefined, 1, '10.0.0.2'],
		['a port', '203.0.113.9:4711', 1, '203.0.113.9'],
		['IPv6 in brackets', '[2001:db8::7]', 1, '2001:db8::7'],
		['IPv6 with a port', '"[2001:db8::7]:4711"', 1, '2001:db8::7'],
		['IPv6 with a zone', 'fe80::1%eth0', 1, 'fe80::1'],
		['mapped IPv4', '::ffff:203.0.113.9', 1, '203.0.113.9'],
		['an unreadable hop', 'unknown', 1, '10.0.0.2'],
		['an unreadable hop before a readable one', 'unknown, 198.51.100.1', 2, '198.51.100.1'],
		['empty hops', ', 203.0.113.9,', 1, '203.0.113.9'],
		['a number that is no address', '4711', 1, '10.0.0.2'],
		['octal and overlong numbers', '0127.0.0.1', 1, '10.0.0.2'],
	])('behind proxies: %s', (_what, header, proxies, address) => {
		expect(from('10.0.0.2', header, proxies).address).toBe(address);
	});

	it.each([
		'127.0.0.1',
		'127.8.8.8',
		'10.1.2.3',
		'172.16.0.1',
		'172.31.255.255',
		'192.168.1.1',
		'169.254.1.1',
		'100.64.0.1',
		'100.127.255.255',
		'0.0.0.0',
		'::1',
		'::',
		'fc00::1',
		'fdff::1',
		'fe80::1',
		'febf::1',
		'::ffff:192.168.0.1',
	])('takes %s for a machine nearby', (address) => {
		expect(from(address).isLocal).toBe(true);
	});

	it.each([
		'8.8.8.8',
		'172.15.255.255',
		'172.32.0.0',
		'192.167.1.1',
		'100.63.255.255',
		'100.128.0.0',
		'11.0.0.1',
		'128.0.0.1',
		'2001:db8::1',
		'fec0::1',
		'::2',
		'fb00::1',
		'::ffff:8.8.8.8',
		'::1:0',
	])('takes %s for one far away', (address) => {
		expect(from(address).isLocal).toBe(false);
	});

	it('answers any header with an address, the same when read again', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()),
				fc.option(
					fc.oneof(
						fc.string(),
						fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())).map((hops) => hops.join(',')),
					),
				),
				fc.nat(4),
				(socketAddress, header, trustedProxies) => {
					const seen = clientAddress({ socketAddress, forwardedFor: header ?? undefined, trustedProxies });
					const again = from(seen.address);
					expect(again).toMatchObject({ address: seen.address, key: seen.key, isLocal: seen.isLocal });
				},
			),
		);
	});

	it('gives nobody a say over the hops that proxies wrote', () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.ipV4(), fc.string())), fc.ipV4(), (claims, truth) => {
				const header = [...claims, truth].join(', ');
				expect(from('10.0.0.2', header, 1).address).toBe(truth);
			}),
		);
	});
});
