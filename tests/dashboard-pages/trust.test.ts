import { expect, test } from 'vitest';
import { daysOf } from '../../dashboard/trust/days.ts';
import { isNearby } from '../../dashboard/trust/nearby.ts';
import { parseRange } from '../../server/trust/ranges.ts';

test.each([
	['1', 1],
	[' 365 ', 365],
	['3650', 3650],
	['0', null],
	['3651', null],
	['1.5', null],
	['-3', null],
	['', null],
	['year', null],
])('%j days are %j', (typed, days) => {
	expect(daysOf(typed)).toBe(days);
});

const near = [
	'127.0.0.1',
	' 10.1.2.3/8',
	'192.168.1.0/24',
	'172.16.0.0/12',
	'172.31.255.1',
	'169.254.0.1',
	'100.64.0.1',
	'100.127.1.1',
	'::1',
	'fd00::/16',
	'fe80::1',
	'FC00::1',
	'::ffff:10.0.0.1',
];
const far = [
	'203.0.113.7',
	'172.15.0.1',
	'172.32.0.1',
	'100.63.0.1',
	'100.128.0.1',
	'11.0.0.1',
	'2001:db8::1',
	'192.169.0.1',
];

test.each(near)('%s is warned of: behind a proxy it may be everybody', (range) => {
	expect(parseRange(range)).not.toBeNull();
	expect(isNearby(range)).toBe(true);
});

test.each(far)('%s is not', (range) => {
	expect(parseRange(range)).not.toBeNull();
	expect(isNearby(range)).toBe(false);
});
