import { describe, expect, test } from 'vitest';
import { mayReach } from '../../server/webhooks/reach.ts';

const open = { privateAddresses: true };
const strict = { privateAddresses: false };

describe('where a webhook may lead', () => {
	test.each([
		'169.254.169.254',
		'169.254.170.2',
		'fe80::1',
		'fe80::1%eth0',
		'fd00:ec2::254',
		'fd20:ce::254',
		'100.100.100.200',
		'168.63.129.16',
		'192.0.0.192',
		'0.0.0.0',
		'::',
		'255.255.255.255',
		'224.0.0.1',
		'ff02::1',
		'240.0.0.1',
		// The same places by other names.
		'::ffff:169.254.169.254',
		'::ffff:a9fe:a9fe',
		'::a9fe:a9fe',
		'64:ff9b::a9fe:a9fe',
		'2002:a9fe:a9fe::1',
		'::ffff:0:a9fe:a9fe',
		'2001:0:1::',
	])('never: %s', (address) => {
		expect(mayReach(address, open)).toBe(false);
		expect(mayReach(address, strict)).toBe(false);
	});

	test.each([
		'127.0.0.1',
		'127.8.8.8',
		'::1',
		'10.1.2.3',
		'172.16.0.1',
		'192.168.1.1',
		'100.64.0.1',
		'fd12::1',
		'::ffff:127.0.0.1',
		'64:ff9b::7f00:1',
	])('only where the operator lets it: %s', (address) => {
		expect(mayReach(address, open)).toBe(true);
		expect(mayReach(address, strict)).toBe(false);
	});

	test.each(['93.184.216.34', '2606:4700::1111', '::ffff:93.184.216.34', '2002:5db8:d822::1'])(
		'always: %s',
		(address) => {
			expect(mayReach(address, open)).toBe(true);
			expect(mayReach(address, strict)).toBe(true);
		},
	);

	test.each(['', 'localhost', '999.1.1.1', '[::1]'])('what can not be read is not reached: "%s"', (text) => {
		expect(mayReach(text, open)).toBe(false);
	});
});
