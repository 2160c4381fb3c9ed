import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { visitorsOf } from '../../dashboard/demo/visitors.ts';
import { contrast, isColour, isReadable, textOn } from '../../dashboard/install/contrast.ts';
import { cspLine, embedLine, testPage } from '../../dashboard/install/embed.ts';
import { idleMinutesOf } from '../../dashboard/settings/idle.ts';
import { demoInput, siteSettings } from '../../shared/input.ts';

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

describe('the colour of the widget', () => {
	test.each([
		['#4f46e5', '#ffffff', true],
		['#000000', '#ffffff', true],
		['#ffffff', '#111111', true],
		['#fde047', '#111111', true],
		['#f97316', '#ffffff', false],
		['#8b9aab', '#ffffff', false],
	])('on %s stands %s; can be read: %s', (colour, text, readable) => {
		expect(textOn(colour)).toBe(text);
		expect(isReadable(colour)).toBe(readable);
	});

	test('the preview chooses as the loader does', () => {
		const loader = readFileSync(join(import.meta.dirname, '..', '..', 'widget', 'loader.ts'), 'utf8');
		expect(loader).toContain("(value >> 16) * 3 + ((value >> 8) & 255) * 6 + (value & 255) > 1600 ? '#111' : '#fff'");
	});

	test('contrast is that of WCAG', () => {
		expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
		expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
	});

	test.each(['#12345', '4f46e5', '#gggggg', 'red', '#4f46e5 '])('%j is no colour', (text) => {
		expect(isColour(text)).toBe(false);
	});
});

describe('numbers as people type them', () => {
	test.each([
		['1', 60_000],
		[' 60 ', 3_600_000],
		['0', null],
		['61', null],
		['2.5', null],
		['', null],
		['1e1', null],
	])('idle return %j is %s ms', (typed, ms) => {
		expect(idleMinutesOf(typed)).toBe(ms);
		if (ms !== null) expect(siteSettings.shape.idleReturnMs.safeParse(ms).success).toBe(true);
	});

	test.each([
		['1', 1],
		['50', 50],
		['51', null],
		['0', null],
		['-3', null],
		['eight', null],
	])('%j simulated visitors are %s', (typed, visitors) => {
		expect(visitorsOf(typed)).toBe(visitors);
		if (visitors !== null) expect(demoInput.start.safeParse({ visitors }).success).toBe(true);
	});
});
