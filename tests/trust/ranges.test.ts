import { expect, test } from 'vitest';
import { parseRange } from '../../server/trust/ranges.ts';

test.each([
	['198.51.100.9', '198.51.100.9', ['198.51.100.9'], ['198.51.100.8', '198.51.100.10', '::1']],
	['198.51.100.9/24', '198.51.100.0/24', ['198.51.100.0', '198.51.100.255'], ['198.51.101.0', '198.51.99.255']],
	['198.51.100.9/30', '198.51.100.8/30', ['198.51.100.8', '198.51.100.11'], ['198.51.100.7', '198.51.100.12']],
	[' 10.0.0.0/8 ', '10.0.0.0/8', ['10.255.255.255'], ['11.0.0.0']],
	['::ffff:198.51.100.9', '198.51.100.9', ['198.51.100.9', '::ffff:198.51.100.9'], ['198.51.100.8']],
	['::ffff:198.51.100.9/120', '198.51.100.0/24', ['198.51.100.1'], ['198.51.101.1']],
	['2001:DB8::1', '2001:db8::1', ['2001:db8::1', '2001:db8:0:0::1'], ['2001:db8::2', '198.51.100.9']],
	['2001:db8:1:2:3::/64', '2001:db8:1:2::/64', ['2001:db8:1:2:ffff::1'], ['2001:db8:1:3::1']],
	['2001:db8:8000::/33', '2001:db8:8000::/33', ['2001:db8:ffff::1'], ['2001:db8:7fff::1']],
])('%s is %s', (typed, text, inside, outside) => {
	const range = parseRange(typed);
	expect(range?.text).toBe(text);
	for (const address of inside) expect([address, range?.holds(address)]).toEqual([address, true]);
	for (const address of outside) expect([address, range?.holds(address)]).toEqual([address, false]);
	// What was stored says the same again.
	expect(parseRange(range?.text ?? '')?.text).toBe(text);
});

test.each([
	'',
	'1',
	'1.2.3',
	'0x7f.0.0.1',
	'017.0.0.1',
	'1.2.3.4.5',
	'256.1.1.1',
	'1.2.3.4/7',
	'1.2.3.4/33',
	'1.2.3.4/',
	'1.2.3.4/a',
	'1.2.3.4/24/24',
	'1.2.3.0-1.2.3.9',
	'::/15',
	'::/129',
	'::ffff:1.2.3.4/95',
	'fe80::1%eth0',
	'shop.example',
	'*',
])('%j is no range that anybody means', (typed) => {
	expect(parseRange(typed)).toBeNull();
});
