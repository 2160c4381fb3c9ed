import { describe, expect, test } from 'vitest';
import { createSurroundings, type Seen, shownBy } from '../../server/net/surroundings.ts';
import { createManualClock } from './support/manual-clock.ts';

const proxy = '172.18.0.3';
const visitor = '203.0.113.9';

function from(remoteAddress: string, forwardedFor?: string, host = 'chat.example'): Seen {
	return { remoteAddress, headers: { host, ...(forwardedFor && { 'x-forwarded-for': forwardedFor }) } };
}
const show = (seen: Seen, trustedProxies: number, publicUrl: string | null = 'https://chat.example') =>
	shownBy(seen, { publicUrl, trustedProxies });

function world(trustedProxies = 0, publicUrl: string | null = null) {
	const lines: string[] = [];
	const say = (_: object, message: string): void => void lines.push(message);
	const log = { debug: say, info: say, warn: say, error: say };
	const clock = createManualClock();
	return { lines, clock, surroundings: createSurroundings({ clock, log, publicUrl, trustedProxies }) };
}

describe('what a connection shows', () => {
	test.each([
		['nothing in between', from(visitor), 0, []],
		['a stranger who writes the header himself', from(visitor, '198.51.100.1'), 0, []],
		['a declared proxy', from(proxy, visitor), 1, []],
		['a declared proxy, and a claim of the visitor', from(proxy, `198.51.100.1, ${visitor}`), 1, []],
		['a proxy that nobody declared', from(proxy, visitor), 0, ['proxy-undeclared']],
		['one that adds no header', from(proxy), 1, ['proxy-missing']],
		['two declared, one there', from(proxy, visitor), 2, ['proxy-missing']],
		['one declared, two there', from(proxy, `${visitor}, 10.0.0.7`), 1, ['proxy-more']],
		['somebody on the machine itself', from('127.0.0.1', undefined, '127.0.0.1:3000'), 1, []],
		['a program on the machine itself', { remoteAddress: '127.0.0.1', headers: {} }, 1, []],
	])('%s', (_, seen, trustedProxies, codes) => {
		expect(show(seen, trustedProxies)).toEqual(codes);
	});

	test('a proxy without PUBLIC_URL', () => {
		expect(show(from(proxy, visitor), 1, null)).toEqual(['public-url']);
		expect(show(from(visitor), 0, null)).toEqual([]);
	});
});

describe('findings', () => {
	test('each is logged once, by a sentence that names what to set, and kept with its time', () => {
		const { lines, clock, surroundings } = world(0, 'https://chat.example');
		surroundings.connected(from(proxy, visitor));
		clock.advance(5_000);
		surroundings.connected(from(proxy, visitor));
		surroundings.staffRefused({ remoteAddress: proxy, headers: {} });
		expect(lines).toHaveLength(2);
		expect(lines[0]).toMatch(/TRUSTED_PROXIES/);
		expect(lines[1]).toMatch(/PUBLIC_URL/);
		const [first, second] = surroundings.findings();
		expect(first?.code).toBe('proxy-undeclared');
		expect(second).toEqual({ code: 'wrong-origin', seenAt: (first?.seenAt ?? 0) + 5_000 });
	});

	test("a refusal at the sign-in is no finding when another site's page tried it", () => {
		const { lines, surroundings } = world();
		surroundings.staffRefused({ remoteAddress: proxy, headers: { 'sec-fetch-site': 'cross-site' } });
		expect(surroundings.findings()).toEqual([]);
		surroundings.staffRefused({ remoteAddress: proxy, headers: { 'sec-fetch-site': 'same-origin' } });
		expect(lines).toEqual([expect.stringMatching(/PUBLIC_URL/)]);
	});

	test('nothing that a request wrote is repeated', () => {
		const { lines, surroundings } = world();
		const planted = 'https://planted.example';
		surroundings.connected({ remoteAddress: proxy, headers: { origin: planted, 'x-forwarded-for': 'planted' } });
		surroundings.staffRefused({ remoteAddress: proxy, headers: { origin: planted, host: 'planted' } });
		expect(lines.length).toBeGreaterThan(0);
		expect(JSON.stringify([lines, surroundings.findings()])).not.toContain('planted');
	});
});
