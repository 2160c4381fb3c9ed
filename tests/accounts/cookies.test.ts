import { describe, expect, test } from 'vitest';
import { clearLoginCookie, readLoginCookie, setLoginCookie } from '../../server/accounts/cookies.ts';

const https = 'https://chat.example';
const http = 'http://192.168.1.5:3000';

describe('the cookie of a login', () => {
	test('has the prefix that no other host can set, if the page is on https', () => {
		expect(setLoginCookie('TOKEN', https)).toEqual([
			'__Host-baton=TOKEN; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000; Secure',
			'baton=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0',
		]);
	});

	test('is one that a browser keeps on plain http, if the page is there', () => {
		expect(setLoginCookie('TOKEN', http)).toEqual(['baton=TOKEN; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000']);
		expect(clearLoginCookie(http)).toEqual(['baton=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0']);
	});

	test.each([
		['__Host-baton=A', https, { token: 'A', plain: false }],
		['a=1; __Host-baton=A;b=2', undefined, { token: 'A', plain: false }],
		['baton=B', http, { token: 'B', plain: true }],
		['baton=B', undefined, { token: 'B', plain: true }],
		['baton=B; __Host-baton=A', http, { token: 'A', plain: false }],
		// Another subdomain can plant the plain one.
		['baton=B', https, null],
		['xbaton=B; baton', http, null],
		['', http, null],
		[undefined, http, null],
	])('%j from %s is %j', (header, origin, expected) => {
		expect(readLoginCookie(header, origin)).toEqual(expected);
	});
});
