import { describe, expect, test } from 'vitest';
import { createDeviceOf, type DeviceFacts, type Headers } from '../../server/visitor/device.ts';

const deviceOf = createDeviceOf();
const agent = (text: string): Headers => ({ 'user-agent': text });

const mac =
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15';

const table: readonly (readonly [string, Headers, number, DeviceFacts])[] = [
	[
		'Firefox on Windows',
		agent('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0'),
		0,
		{ device: 'desktop', browser: 'Firefox 144', system: 'Windows' },
	],
	[
		'Chrome on a Windows laptop with a touch screen',
		agent(
			'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
		),
		10,
		{ device: 'desktop', browser: 'Chrome 143', system: 'Windows' },
	],
	[
		'Edge on Windows',
		agent(
			'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0',
		),
		0,
		{ device: 'desktop', browser: 'Edge 143', system: 'Windows' },
	],
	['Safari on a Mac', agent(mac), 0, { device: 'desktop', browser: 'Safari 18', system: 'macOS' }],
	['an iPad that pretends to be a Mac', agent(mac), 5, { device: 'tablet', browser: 'Safari 18', system: 'iPadOS' }],
	[
		'an old iPad that does not',
		agent(
			'Mozilla/5.0 (iPad; CPU OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1',
		),
		5,
		{ device: 'tablet', browser: 'Safari 12', system: 'iPadOS' },
	],
	[
		'Safari on an iPhone',
		agent(
			'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
		),
		5,
		{ device: 'mobile', browser: 'Safari 18', system: 'iOS' },
	],
	[
		'Chrome on an iPhone',
		agent(
			'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/143.0.7000.1 Mobile/15E148 Safari/604.1',
		),
		5,
		{ device: 'mobile', browser: 'Chrome 143', system: 'iOS' },
	],
	[
		'Chrome on an Android phone',
		agent(
			'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36',
		),
		5,
		{ device: 'mobile', browser: 'Chrome 143', system: 'Android' },
	],
	[
		'Chrome on an Android tablet',
		agent('Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36'),
		5,
		{ device: 'tablet', browser: 'Chrome 143', system: 'Android' },
	],
	[
		'Samsung’s browser',
		agent(
			'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
		),
		5,
		{ device: 'mobile', browser: 'Samsung Internet 28', system: 'Android' },
	],
	[
		'Firefox on Linux',
		agent('Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0'),
		0,
		{ device: 'desktop', browser: 'Firefox 144', system: 'Linux' },
	],
	[
		'a Chromebook',
		agent(
			'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
		),
		0,
		{ device: 'desktop', browser: 'Chrome 143', system: 'ChromeOS' },
	],
	[
		'client hints go before the agent',
		{
			'user-agent':
				'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
			'sec-ch-ua': '"Chromium";v="143", "Brave";v="143", "Not?A_Brand";v="24"',
			'sec-ch-ua-mobile': '?0',
			'sec-ch-ua-platform': '"Windows"',
		},
		0,
		{ device: 'desktop', browser: 'Brave 143', system: 'Windows' },
	],
	[
		'hints of an Android tablet',
		{
			'user-agent':
				'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
			'sec-ch-ua': '"Not;A=Brand";v="8", "Chromium";v="143", "Google Chrome";v="143"',
			'sec-ch-ua-mobile': '?0',
			'sec-ch-ua-platform': '"Android"',
		},
		5,
		{ device: 'tablet', browser: 'Chrome 143', system: 'Android' },
	],
	['no agent at all', {}, 0, { device: 'desktop', browser: '', system: '' }],
	['a robot', agent('curl/8.5.0'), 0, { device: 'desktop', browser: '', system: '' }],
];

describe('device, browser and system', () => {
	test.each(table)('%s', (_, headers, touch, facts) => {
		expect(deviceOf(headers, touch)).toEqual(facts);
		// Remembered: the same again.
		expect(deviceOf(headers, touch)).toEqual(facts);
	});

	test('hostile claims are short and plain', () => {
		const facts = deviceOf(
			{
				'user-agent': `<script>alert(1)</script> ${'Chrome/'.repeat(20_000)}`,
				'sec-ch-ua': `"<img src=x onerror=y>";v="1", "${'z'.repeat(39)}";v="9"`,
				'sec-ch-ua-platform': `"<b>\u202e\u0000${'p'.repeat(5_000)}"`,
				'sec-ch-ua-mobile': 'yes',
			},
			Number.POSITIVE_INFINITY,
		);
		expect(facts.device).toBe('desktop');
		for (const text of [facts.browser, facts.system]) {
			expect(text.length).toBeLessThanOrEqual(40);
			expect(text).not.toMatch(/[<>"\p{C}]/u);
		}
	});

	test('an agent made to be slow is not', () => {
		const at = performance.now();
		for (let n = 0; n < 50; n += 1) deviceOf(agent(`${n} ${'(((((;;;;; '.repeat(100)}${'a '.repeat(1_000)}`), 0);
		expect(performance.now() - at).toBeLessThan(2_000);
	});
});

test.each(['constructor', 'toString', '__proto__'])('a browser that calls itself %s', (name) => {
	const headers = { 'sec-ch-ua-platform': `"${name}"`, 'sec-ch-ua': `"${name}";v="1"` };
	expect(createDeviceOf()(headers, 0)).toEqual({
		device: 'desktop',
		browser: `${name.replaceAll('_', '')} 1`,
		system: name.replaceAll('_', ''),
	});
});
