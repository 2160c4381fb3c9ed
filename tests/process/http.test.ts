/** What a browser, a proxy and a monitor get over plain HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newClientId, ownerWithSite, visitorWire } from '../support/clients.ts';
import { type RunningServer, startServer } from '../support/server.ts';

let server: RunningServer;
let owned: Awaited<ReturnType<typeof ownerWithSite>>;

beforeAll(async () => {
	server = await startServer();
	owned = await ownerWithSite(server.base);
});
afterAll(async () => {
	owned.wire.close();
	await server.remove();
});

const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
	fetch(`${server.base}${path}`, { headers });

const seenIn = (response: Response, ...names: readonly string[]) =>
	Object.fromEntries(names.map((name) => [name, response.headers.get(name)]));

describe('probes', () => {
	test('/healthz and /readyz', async () => {
		for (const [path, body] of [
			['/healthz', 'ok\n'],
			['/readyz', 'ready\n'],
		] as const) {
			const response = await get(path);
			expect(response.status).toBe(200);
			expect(await response.text()).toBe(body);
			expect(response.headers.get('cache-control')).toBe('no-store');
		}
	});

	test('/metrics counts sockets, sessions, commits and requests beside the process itself', async () => {
		const visitor = visitorWire(server.base, owned.site.key);
		await visitor.greet();
		await visitor.client.say.mutate({ clientId: newClientId(), text: 'Hello' });
		const response = await get('/metrics');
		expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
		const text = await response.text();
		for (const line of [
			/^process_resident_memory_bytes \d+/m,
			/^nodejs_eventloop_lag_seconds [\d.e-]+/m,
			/^baton_sessions_live 1$/m,
			/^baton_commits_total [1-9]\d*$/m,
			/^baton_commit_batch_seconds_count [1-9]\d*$/m,
		]) {
			expect(text).toMatch(line);
		}
		const own = new Set([...text.matchAll(/^# TYPE (baton_\w+)/gm)].map(([, name]) => name));
		expect(own.size).toBeGreaterThanOrEqual(8);
		visitor.close();
	});
});

describe('/widget/config', () => {
	const path = (key: string = owned.site.key): string => `/widget/config?site=${key}`;

	test('is cacheable for the pages that may show it, each for itself', async () => {
		const origin = 'https://shop.example';
		const response = await get(path(), { origin });
		expect(response.status).toBe(200);
		expect(seenIn(response, 'vary', 'access-control-allow-origin', 'cache-control')).toEqual({
			vary: 'Origin',
			'access-control-allow-origin': origin,
			'cache-control': 'public, max-age=60',
		});
		expect(await response.json()).toMatchObject({ name: owned.site.name, disclosure: true });
	});

	test('is given to our own pages: without an Origin, and with ours', async () => {
		expect((await get(path())).status).toBe(200);
		expect((await get(path(), { origin: server.base })).status).toBe(200);
	});

	test.each([
		['another page', 403, 'auth.origin', {}],
		['an unknown key', 404, 'not-found', { key: 'pk_nothing' }],
	] as const)(
		'%s is refused, readable for the loader and kept by nobody',
		async (_, status, code, { key }: { key?: string }) => {
			const response = await get(path(key), { origin: 'https://evil.example' });
			expect(response.status).toBe(status);
			expect(seenIn(response, 'vary', 'cache-control', 'access-control-allow-origin')).toEqual({
				vary: 'Origin',
				'cache-control': 'no-store',
				'access-control-allow-origin': '*',
			});
			expect(await response.json()).toEqual({ error: { code, retryable: false } });
		},
	);
});

describe('files', () => {
	test('the dashboard, at each of its addresses, under a policy without foreign or inline scripts', async () => {
		for (const path of ['/', '/sites/anything/monitor', '/docs/live-monitoring']) {
			const response = await get(path);
			expect(response.status).toBe(200);
			expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
			const policy = response.headers.get('content-security-policy') ?? '';
			expect(policy).toContain("default-src 'none'");
			expect(policy).toContain("script-src 'self';");
			expect(policy).toContain("frame-ancestors 'none'");
			expect(policy).not.toMatch(/script-src[^;]*unsafe/);
			expect(seenIn(response, 'x-content-type-options', 'referrer-policy', 'cross-origin-opener-policy')).toEqual({
				'x-content-type-options': 'nosniff',
				'referrer-policy': 'same-origin',
				'cross-origin-opener-policy': 'same-origin',
			});
			const html = await response.text();
			expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
			for (const [, script] of html.matchAll(/<script[^>]*\bsrc="([^"]+)"/g)) {
				const file = await get(script ?? '');
				expect(file.status).toBe(200);
				expect(file.headers.get('cache-control')).toContain('immutable');
			}
		}
	});

	test('the widget may be loaded by any page and is asked about each time', async () => {
		const response = await get('/widget.js', { origin: 'https://shop.example' });
		expect(response.status).toBe(200);
		expect(seenIn(response, 'access-control-allow-origin', 'cross-origin-resource-policy', 'cache-control')).toEqual({
			'access-control-allow-origin': '*',
			'cross-origin-resource-policy': 'cross-origin',
			'cache-control': 'no-cache',
		});
		expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
	});

	test('the test page shows the site of the key, and the first real one without', async () => {
		for (const path of ['/demo', `/demo?site=${owned.site.key}`]) {
			const response = await get(path);
			expect(response.status).toBe(200);
			expect(await response.text()).toContain(owned.site.key);
		}
	});

	test('what is not there is 404, and the socket’s address is for sockets', async () => {
		for (const path of ['/assets/none.js', '/../package.json', '/%2e%2e/package.json', '/server/main.ts']) {
			expect([path, (await get(path)).status]).toEqual([path, 404]);
		}
		expect((await get('/trpc')).status).toBe(426);
		expect((await fetch(`${server.base}/widget/config`, { method: 'DELETE' })).status).toBe(405);
	});
});
