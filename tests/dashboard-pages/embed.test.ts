import { describe, expect, test } from 'vitest';
import { cspLine, embedLine, testPage } from '../../dashboard/install/embed.ts';

describe('SPEC section 7: the lines that an owner copies', () => {
	test('the embed line names the script and the site', () => {
		expect(embedLine('https://chat.shop.example', 'pk_0123456789abcdefghijAB')).toBe(
			'<script async src="https://chat.shop.example/widget.js" data-site="pk_0123456789abcdefghijAB"></script>',
		);
	});

	test.each([
		[
			'https://chat.shop.example',
			'script-src https://chat.shop.example; connect-src https://chat.shop.example wss://chat.shop.example',
		],
		[
			'https://chat.shop.example:8443',
			'script-src https://chat.shop.example:8443; connect-src https://chat.shop.example:8443 wss://chat.shop.example:8443',
		],
		[
			'http://127.0.0.1:3000',
			'script-src http://127.0.0.1:3000; connect-src http://127.0.0.1:3000 ws://127.0.0.1:3000',
		],
	])('the policy of %s allows its script, its requests and its socket', (baseUrl, line) => {
		expect(cspLine(baseUrl)).toBe(line);
	});

	test('a path behind the host is no source', () => {
		expect(cspLine('https://shop.example/chat')).not.toContain('/chat');
	});

	test('the test page is told the key, whatever is in it', () => {
		expect(testPage('pk_a b&c')).toBe('/demo?site=pk_a%20b%26c');
	});
});
