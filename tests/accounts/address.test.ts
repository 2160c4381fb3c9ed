import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSiteAddress } from '../../server/accounts/address.ts';

describe("a website's address as a person types it", () => {
	test.each<[string, readonly string[], string]>([
		['shop.example', ['https://shop.example', 'https://www.shop.example'], 'shop.example'],
		[' shop.example ', ['https://shop.example', 'https://www.shop.example'], 'shop.example'],
		['Shop.Example/start?a=1#top', ['https://shop.example', 'https://www.shop.example'], 'shop.example'],
		['https://www.shop.example/x', ['https://www.shop.example', 'https://shop.example'], 'shop.example'],
		['HTTP://shop.example', ['http://shop.example', 'http://www.shop.example'], 'shop.example'],
		['shop.example:8443', ['https://shop.example:8443', 'https://www.shop.example:8443'], 'shop.example'],
		['shop.example:443', ['https://shop.example', 'https://www.shop.example'], 'shop.example'],
		['https://shop.example.', ['https://shop.example', 'https://www.shop.example'], 'shop.example'],
		['bērni.lv', ['https://xn--brni-bva.lv', 'https://www.xn--brni-bva.lv'], 'bērni.lv'],
		['https://www.bērni.lv', ['https://www.xn--brni-bva.lv', 'https://xn--brni-bva.lv'], 'bērni.lv'],
		['http://localhost:8080', ['http://localhost:8080'], 'localhost'],
		['localhost:8080', ['http://localhost:8080'], 'localhost'],
		['localhost:80', ['http://localhost'], 'localhost'],
		['https://localhost', ['https://localhost'], 'localhost'],
		['shop.localhost', ['http://shop.localhost'], 'shop.localhost'],
		['192.168.1.10:3000', ['http://192.168.1.10:3000'], '192.168.1.10'],
		['http://[::1]:3000', ['http://[::1]:3000'], '[::1]'],
		['http://intranet', ['http://intranet'], 'intranet'],
		['www.lv', ['https://www.lv'], 'www.lv'],
		['shop.example:80', ['http://shop.example', 'http://www.shop.example'], 'shop.example'],
	])('%j', (typed, origins, name) => {
		expect(parseSiteAddress(typed)).toEqual({ origins, name });
	});

	test.each([
		'',
		' ',
		'shop',
		'my shop.example',
		'me@shop.example',
		'https://me:secret@shop.example',
		'mailto:me@shop.example',
		'javascript:alert(1)',
		'javascript://shop.example',
		'ftp://shop.example',
		'file:///etc/passwd',
		'*.shop.example',
		'https://*',
		'shop..example',
		'-shop.example',
		'shop.example:99999',
		'https://',
		`${'a'.repeat(64)}.example`,
		`${'a.'.repeat(130)}example`,
		'shop,example.com',
	])('%j is none', (typed) => {
		expect(parseSiteAddress(typed)).toBeNull();
	});

	test('whatever is typed, the origins are origins as a browser sends them, and typing one gives it back', () => {
		const typed = fc.oneof(fc.string({ maxLength: 40 }), fc.domain());
		fc.assert(
			fc.property(typed, (text) => {
				const parsed = parseSiteAddress(text);
				for (const origin of parsed?.origins ?? []) {
					expect(new URL(origin).origin).toBe(origin);
					expect(parseSiteAddress(origin)?.origins).toContain(origin);
				}
			}),
		);
	});
});
