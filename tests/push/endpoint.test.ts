import { describe, expect, test } from 'vitest';
import { isPublicAddress, parseEndpoint } from '../../server/push/endpoint.ts';
import { post } from '../../server/push/post.ts';

describe('an endpoint', () => {
	test.each([
		'https://fcm.googleapis.com/fcm/send/abc:def',
		'https://updates.push.services.mozilla.com/wpush/v2/gAAAA',
		'https://web.push.apple.com/QAbc',
		'https://wns2-par02p.notify.windows.com/w/?token=BQY',
	])('of a push service is taken: %s', (endpoint) => {
		expect(parseEndpoint(endpoint, false)?.href).toBe(endpoint);
	});

	test.each([
		['plain http', 'http://push.example.com/abc'],
		['this machine', 'http://127.0.0.1:9000/abc'],
		['a bare address', 'https://203.0.113.9/abc'],
		['a bare address in IPv6', 'https://[::1]/abc'],
		['an address in disguise', 'https://2130706433/abc'],
		['a name without a dot', 'https://localhost/abc'],
		['another port', 'https://push.example.com:8443/abc'],
		['a password', 'https://user:word@push.example.com/abc'],
		['another scheme', 'file:///etc/passwd'],
		['no address at all', 'push'],
		['a very long one', `https://push.example.com/${'a'.repeat(1_000)}`],
	])('that is %s is refused', (_what, endpoint) => {
		expect(parseEndpoint(endpoint, false)).toBeNull();
	});

	test('on this machine is for tests, and nothing else is then', () => {
		expect(parseEndpoint('http://127.0.0.1:9000/abc', true)?.port).toBe('9000');
		expect(parseEndpoint('http://192.168.0.1/abc', true)).toBeNull();
	});
});

describe('an address', () => {
	test.each(['142.250.74.74', '17.188.1.1', '2a00:1450:400f:80d::200a', '2606:4700::6810'])(
		'%s is public',
		(address) => {
			expect(isPublicAddress(address)).toBe(true);
		},
	);

	test.each([
		'127.0.0.1',
		'10.1.2.3',
		'172.31.0.1',
		'192.168.1.1',
		'169.254.169.254',
		'100.64.0.1',
		'0.0.0.0',
		'224.0.0.1',
		'255.255.255.255',
		'::1',
		'::',
		'fe80::1',
		'fd00::1',
		'::ffff:10.0.0.1',
		'64:ff9b::a00:1',
		'2002:a00:1::',
		'2001:db8::1',
		'ff02::1',
		'push.example.com',
	])('%s is not', (address) => {
		expect(isPublicAddress(address)).toBe(false);
	});
});

test('a name that leads into this network is not connected to', async () => {
	const sent = post({
		url: new URL('https://localhost/abc'),
		headers: {},
		body: Buffer.from(''),
		signal: new AbortController().signal,
		local: false,
	});
	await expect(sent).rejects.toMatchObject({ name: 'ForbiddenAddress' });
});
