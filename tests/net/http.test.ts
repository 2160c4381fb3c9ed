import { once } from 'node:events';
import { request as nodeRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpMount, type HttpOptions } from '../../server/net/http.ts';
import { json, readJsonBody } from '../../server/net/http-types.ts';
import type { Transport } from '../../server/net/transport.ts';
import { createUwsTransport } from '../../server/net/uws.ts';
import { createManualClock } from './support/manual-clock.ts';
import { createMoments, defer } from './support/moments.ts';

const open: Transport[] = [];
afterEach(async () => {
	for (const transport of open.splice(0)) await transport.close();
});

async function serve(options: Partial<HttpOptions>) {
	const faults: unknown[] = [];
	const answered: string[] = [];
	const endpoint = { admit: () => ({ ok: false, code: 4503 }) as const, handle: () => {} };
	const onFault = (fault: unknown) => faults.push(fault);
	const transport = await createUwsTransport({
		host: '127.0.0.1',
		port: 0,
		clock: createManualClock(),
		endpoints: { visitor: endpoint, member: endpoint },
		onFault,
		http: createHttpMount({
			routes: [],
			contentSecurityPolicy: "default-src 'self'; frame-ancestors 'none'",
			observer: { answered: (route, status) => answered.push(`${route} ${status}`) },
			onFault,
			...options,
		}),
	});
	open.push(transport);
	return { base: `http://127.0.0.1:${transport.port}`, port: transport.port, faults, answered };
}

describe('http', () => {
	it('hands a route the request as plain values, and writes what it answers', async () => {
		const { base, answered } = await serve({
			routes: [
				{
					method: 'POST',
					path: '/auth/sign-in',
					handler: async (request) => {
						await Promise.resolve();
						const { method, path, remoteAddress } = request;
						return json(
							201,
							{
								method,
								path,
								remoteAddress,
								to: request.query.get('to'),
								origin: request.headers['origin'],
								body: request.body.toString(),
							},
							{ 'set-cookie': ['a=1; HttpOnly', 'b=2'] },
						);
					},
				},
			],
		});
		const response = await fetch(`${base}/auth/sign-in?to=%C4%81`, {
			method: 'POST',
			headers: { origin: 'https://shop.example' },
			body: 'ā'.repeat(20_000),
		});
		expect(response.status).toBe(201);
		expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
		expect(await response.json()).toEqual({
			method: 'POST',
			path: '/auth/sign-in',
			remoteAddress: '127.0.0.1',
			to: 'ā',
			origin: 'https://shop.example',
			body: 'ā'.repeat(20_000),
		});
		expect(answered).toEqual(['/auth/sign-in 201']);
	});

	it('sends security headers with everything, the page policy with pages, and lets a route have its own', async () => {
		const html = { 'content-type': 'text/html; charset=utf-8' };
		const { base } = await serve({
			routes: [
				{ method: 'GET', path: '/page', handler: () => ({ status: 200, headers: html, body: '<p>' }) },
				{ method: 'GET', path: '/data', handler: () => json(200, {}) },
				{
					method: 'GET',
					path: '/own',
					handler: () => ({ status: 200, headers: { ...html, 'content-security-policy': 'sandbox' }, body: '' }),
				},
				{
					method: 'GET',
					path: '/script',
					handler: () => ({ status: 200, headers: { 'content-type': 'text/javascript' }, body: '' }),
				},
			],
		});
		const headersOf = async (path: string) => (await fetch(base + path)).headers;
		const page = await headersOf('/page');
		expect(page.get('content-security-policy')).toBe("default-src 'self'; frame-ancestors 'none'");
		expect(page.get('cross-origin-opener-policy')).toBe('same-origin');
		expect(page.get('x-content-type-options')).toBe('nosniff');
		expect(page.get('referrer-policy')).toBe('same-origin');
		const data = await headersOf('/data');
		expect(data.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
		expect(data.get('cache-control')).toBe('no-store');
		expect((await headersOf('/own')).get('content-security-policy')).toBe('sandbox');
		expect((await headersOf('/script')).get('content-security-policy')).toBeNull();
		expect((await headersOf('/missing')).get('x-content-type-options')).toBe('nosniff');
	});

	it('answers HEAD with the length and no body', async () => {
		const { base } = await serve({
			routes: [{ method: 'GET', path: '/healthz', handler: () => json(200, { ok: true }) }],
		});
		const response = await fetch(`${base}/healthz`, { method: 'HEAD' });
		expect(response.status).toBe(200);
		expect(response.headers.get('content-length')).toBe('11');
		expect(await response.text()).toBe('');
		expect(await (await fetch(`${base}/healthz`)).json()).toEqual({ ok: true });
	});

	it('answers unknown addresses with 404 and known ones under another method with 405, both as JSON', async () => {
		const { base, answered } = await serve({
			routes: [
				{ method: 'GET', path: '/x', handler: () => json(200, 'get') },
				{ method: 'POST', path: '/x', handler: () => json(200, 'post') },
				{ method: 'GET', path: '/docs/*', handler: ({ path }) => json(200, path) },
				{ method: 'GET', path: '/docs/api/*', handler: () => json(200, 'api') },
			],
		});
		const missing = await fetch(`${base}/y`);
		expect([missing.status, await missing.json()]).toEqual([
			404,
			{ error: { code: 'not-found', message: 'There is nothing at this address.' } },
		]);
		expect((await fetch(`${base}/y`, { method: 'POST', body: 'x' })).status).toBe(404);
		const wrong = await fetch(`${base}/x`, { method: 'DELETE' });
		expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
		expect(await (await fetch(`${base}/x`, { method: 'POST' })).json()).toBe('post');
		expect(await (await fetch(`${base}/docs/a/b`)).json()).toBe('/docs/a/b');
		expect(await (await fetch(`${base}/docs/api/x`)).json()).toBe('api');
		expect((await fetch(`${base}/docs`)).status).toBe(404);
		expect(answered.filter((line) => line.startsWith('(none)'))).toHaveLength(3);
	});

	it('says that the socket address is for WebSockets', async () => {
		const { base } = await serve({});
		const response = await fetch(`${base}/trpc`);
		expect([response.status, response.headers.get('upgrade')]).toEqual([426, 'websocket']);
	});

	it('answers a body above the limit with 413, announced or not, and never calls the route', async () => {
		let called = 0;
		const handler = () => json(200, ++called);
		const { base, port } = await serve({
			routes: [
				{ method: 'POST', path: '/default', handler },
				{ method: 'POST', path: '/small', bodyBytes: 10, handler },
				{ method: 'POST', path: '/large', bodyBytes: 1024 * 1024, handler: ({ body }) => json(200, body.length) },
			],
		});
		const post = (path: string, bytes: number) => fetch(base + path, { method: 'POST', body: 'x'.repeat(bytes) });
		expect((await post('/default', 64 * 1024)).status).toBe(200);
		expect((await post('/default', 64 * 1024 + 1)).status).toBe(413);
		expect((await post('/small', 10)).status).toBe(200);
		expect((await post('/small', 11)).status).toBe(413);
		expect(await (await post('/large', 700_000)).json()).toBe(700_000);
		expect(called).toBe(2);

		const chunked = nodeRequest({ port, path: '/small', method: 'POST', headers: { 'transfer-encoding': 'chunked' } });
		chunked.write('x'.repeat(100));
		const [response] = await once(chunked, 'response');
		chunked.on('error', () => {
			// The server closes on us in the middle of the body, as it should.
		});
		expect(response.statusCode).not.toBe(200);
		chunked.destroy();
	});

	it('answers a route that throws with 500, tells the fault, and shows none of it', async () => {
		const fault = new Error('inner words');
		const { base, faults } = await serve({
			routes: [
				{
					method: 'GET',
					path: '/throws',
					handler: () => {
						throw fault;
					},
				},
				{ method: 'GET', path: '/rejects', handler: () => Promise.reject(fault) },
			],
		});
		for (const path of ['/throws', '/rejects']) {
			const response = await fetch(base + path);
			expect(response.status).toBe(500);
			expect(await response.text()).not.toContain('inner words');
		}
		expect(faults).toEqual([fault, fault]);
	});

	it('tells a route that its client went away, and survives the answer', async () => {
		const answer = defer<void>();
		const moments = createMoments();
		const { port, base, faults } = await serve({
			routes: [
				{
					method: 'GET',
					path: '/slow',
					handler: async ({ signal }) => {
						signal.addEventListener('abort', () => moments.note('aborted'));
						moments.note('called');
						await answer.promise;
						return json(200, {});
					},
				},
				{ method: 'GET', path: '/quick', handler: () => json(200, {}) },
			],
		});
		const socket = connect(port, '127.0.0.1');
		socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
		await moments.seen('called');
		socket.destroy();
		await moments.seen('aborted');
		answer.resolve();
		expect((await fetch(`${base}/quick`)).status).toBe(200);
		expect(faults).toEqual([]);
	});

	it('survives a client that goes away in the middle of its body', async () => {
		const { port, base, faults } = await serve({
			routes: [{ method: 'POST', path: '/x', handler: () => json(200, {}) }],
		});
		const socket = connect(port, '127.0.0.1');
		socket.write('POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf');
		await once(socket, 'connect');
		socket.destroy();
		await once(socket, 'close');
		expect((await fetch(`${base}/x`, { method: 'POST' })).status).toBe(200);
		expect(faults).toEqual([]);
	});

	it('lets no value begin a header of its own', async () => {
		const { base } = await serve({
			routes: [
				{
					method: 'GET',
					path: '/x',
					handler: ({ query }) => ({ status: 302, headers: { location: query.get('to') ?? '' } }),
				},
			],
		});
		const to = encodeURIComponent('/a\r\nset-cookie: stolen=1');
		const response = await fetch(`${base}/x?to=${to}`, { redirect: 'manual' });
		expect(response.headers.getSetCookie()).toEqual([]);
		expect(response.headers.get('location')).toBe('/a  set-cookie: stolen=1');
	});

	it('gives a large body whole to a reader that stalls in between, without copying it for each', async () => {
		const body = Buffer.alloc(12_000_000, 'abcdefgh');
		const { port } = await serve({
			routes: [{ method: 'GET', path: '/big', handler: () => ({ status: 200, body }) }],
		});
		const before = process.memoryUsage().rss;
		const responses = await Promise.all(
			Array.from({ length: 10 }, async () => {
				const asked = nodeRequest({ port, path: '/big', agent: false }).end();
				const [response] = await once(asked, 'response');
				response.pause();
				return response;
			}),
		);
		expect(process.memoryUsage().rss - before).toBeLessThan(90_000_000);
		for (const response of responses) {
			const chunks: Buffer[] = [];
			for await (const chunk of response) chunks.push(chunk);
			expect(Buffer.concat(chunks).equals(body)).toBe(true);
		}
	}, 20_000);

	it.each([
		['GET / HTTP/1.1\r\n\r\n', 'no host'],
		['GET / FTP/1.1\r\nHost: x\r\n\r\n', 'another protocol'],
		['GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n', 'a broken escape'],
		['GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n', 'a path upwards'],
		[`GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'x'.repeat(20_000)}\r\n\r\n`, 'headers above the limit'],
		['POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 'a negative length'],
		['POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 'two lengths'],
	])('survives %j (%s)', async (text) => {
		const { port, base, faults } = await serve({
			routes: [{ method: 'GET', path: '/quick', handler: () => json(200, {}) }],
		});
		const socket = connect(port, '127.0.0.1');
		socket.on('error', () => {
			// Cut by the server.
		});
		socket.write(text);
		await Promise.race([once(socket, 'data'), once(socket, 'close')]);
		socket.destroy();
		expect((await fetch(`${base}/quick`)).status).toBe(200);
		expect(faults).toEqual([]);
	});
});

describe('JSON body', () => {
	const request = (type: string | undefined, body: string) => ({
		method: 'POST',
		path: '/',
		query: new URLSearchParams(),
		headers: { 'content-type': type },
		remoteAddress: '',
		body: Buffer.from(body),
		signal: new AbortController().signal,
	});

	it('takes JSON, and refuses what a foreign form can send', () => {
		expect(readJsonBody(request('application/json; charset=utf-8', '{"a":1}'))).toEqual({ ok: true, value: { a: 1 } });
		for (const type of [
			'text/plain',
			'application/x-www-form-urlencoded',
			'multipart/form-data',
			undefined,
			'application/jsonx',
		]) {
			expect(readJsonBody(request(type, '{}'))).toMatchObject({ ok: false, response: { status: 415 } });
		}
		expect(readJsonBody(request('application/json', '{'))).toMatchObject({ ok: false, response: { status: 400 } });
	});
});
