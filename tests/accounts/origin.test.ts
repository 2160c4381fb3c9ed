import { expect, test } from 'vitest';
import { baseUrlOf, isOwnPage, isStaffOrigin } from '../../server/accounts/origin.ts';

const publicUrl = 'https://chat.example';

test.each([
	['http://127.0.0.1:3000', '127.0.0.1:3000', true],
	['https://chat.example', 'chat.example', true],
	// A proxy that ends TLS and writes the port, or leaves it out.
	['https://chat.example', 'chat.example:443', true],
	['http://chat.example', 'chat.example:80', true],
	['https://chat.example', 'chat.example:80', false],
	['https://chat.example', 'Chat.Example', true],
	['http://[::1]:3000', '[::1]:3000', true],
	['http://localhost:3000', '127.0.0.1:3000', false],
	['http://127.0.0.1:3001', '127.0.0.1:3000', false],
	['https://chat.example.evil.example', 'chat.example', false],
	['null', 'null', false],
	['', '', false],
	[undefined, '127.0.0.1:3000', false],
	['http://127.0.0.1:3000', undefined, false],
	['file://', '', false],
	['https://chat.example/', 'chat.example', false],
])('without PUBLIC_URL a page of %s that asks %s is staff: %s', (origin, host, expected) => {
	expect(isStaffOrigin({ origin, host, publicUrl: null })).toBe(expected);
});

test.each([
	['https://chat.example', 'chat.example', true],
	['https://chat.example', '127.0.0.1:3000', true],
	['http://chat.example', 'chat.example', false],
	['http://127.0.0.1:3000', '127.0.0.1:3000', false],
])(
	'with PUBLIC_URL only its own pages are staff, whatever the Host header says: %s, %s → %s',
	(origin, host, expected) => {
		expect(isStaffOrigin({ origin, host, publicUrl })).toBe(expected);
	},
);

test('the widget is at home under the public name and under the one that was asked for', () => {
	const host = '127.0.0.1:3000';
	expect(isOwnPage({ origin: publicUrl, host, publicUrl })).toBe(true);
	expect(isOwnPage({ origin: `http://${host}`, host, publicUrl })).toBe(true);
	expect(isOwnPage({ origin: 'https://shop.example', host, publicUrl })).toBe(false);
});

test('an origin longer than any browser sends is none', () => {
	const host = `${'a'.repeat(300)}.example`;
	expect(isOwnPage({ origin: `https://${host}`, host, publicUrl: null })).toBe(false);
});

test.each([
	// The scheme is known from the page only: a proxy may speak https for us.
	['https://chat.example', 'chat.example', null, 'https://chat.example'],
	['http://127.0.0.1:3000', '127.0.0.1:3000', null, 'http://127.0.0.1:3000'],
	['https://evil.example', 'chat.example', null, 'fallback'],
	[undefined, 'chat.example', null, 'fallback'],
	['http://127.0.0.1:3000', '127.0.0.1:3000', publicUrl, publicUrl],
])('links handed to a page of %s that asks %s, with PUBLIC_URL %s, begin with %s', (origin, host, known, expected) => {
	expect(baseUrlOf({ origin, host, publicUrl: known }, 'fallback')).toBe(expected);
});
