import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

const dist = join(import.meta.dirname, '..', '..', 'dist');
const packed = (...path: readonly string[]): number => gzipSync(readFileSync(join(dist, ...path)), { level: 9 }).length;

/** Everything that the page names in its head and body, and nothing that it loads later. */
function firstLoad(): number {
	const html = readFileSync(join(dist, 'dashboard', 'index.html'), 'utf8');
	const names = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '');
	expect(names.length).toBeGreaterThan(1);
	return packed('dashboard', 'index.html') + names.reduce((sum, name) => sum + packed('dashboard', name), 0);
}

describe('what a page costs, packed', () => {
	test('the widget before any click: 1.5 KB', () => {
		expect(packed('widget', 'widget.js')).toBeLessThanOrEqual(1.5 * 1024);
	});

	test('the chat with one language: 29 KB', () => {
		const folder = ['widget', 'assets', 'chat'];
		const words = readdirSync(join(dist, ...folder)).filter((name) => /^[a-z]{2}\.js$/.test(name));
		expect(words).toEqual(['en.js', 'lv.js']);
		for (const name of words)
			expect(packed(...folder, 'panel.js') + packed(...folder, name)).toBeLessThanOrEqual(29 * 1024);
	});

	test('the dashboard before it knows who asks: 90 KB', () => {
		expect(firstLoad()).toBeLessThanOrEqual(90 * 1024);
	});
});
