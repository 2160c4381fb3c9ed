import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pack } from '../../scripts/pack.mjs';
import type { HttpRequest } from '../../server/net/http-types.ts';
import { createStaticFiles, type StaticFiles } from '../../server/net/static-files.ts';

let root = '';
let files: StaticFiles;
const script = `console.log('${'baton '.repeat(400)}');`;

beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), 'baton-static-'));
	await mkdir(join(root, 'dashboard/assets'), { recursive: true });
	await mkdir(join(root, 'widget'), { recursive: true });
	await writeFile(join(root, 'secret.txt'), 'secret');
	await writeFile(join(root, 'dashboard/index.html'), `<!doctype html>${'<p>baton</p>'.repeat(100)}`);
	await writeFile(join(root, 'dashboard/assets/index-B7x_9-Qk.js'), script);
	await writeFile(join(root, 'dashboard/assets/tiny-AAAAAAAA.css'), 'p{}');
	await writeFile(join(root, 'dashboard/icon.png'), Buffer.alloc(2_000));
	await writeFile(join(root, 'dashboard/noise.txt'), randomBytes(2_000));
	await writeFile(join(root, 'dashboard/two words.txt'), 'words');
	await writeFile(join(root, 'widget/widget.js'), script);
	pack(root);
	await symlink(join(root, 'secret.txt'), join(root, 'dashboard/link.txt'));
	files = await createStaticFiles([
		{ directory: join(root, 'dashboard'), mountAt: '/', pageFallback: 'index.html' },
		{ directory: join(root, 'widget'), mountAt: '/w', crossOrigin: true, cacheControl: 'public, max-age=300' },
		{ directory: join(root, 'not built'), mountAt: '/nowhere', pageFallback: 'index.html' },
	]);
});

afterAll(() => rm(root, { recursive: true }));

function get(path: string, headers: HttpRequest['headers'] = {}, from = files) {
	return from.serve({
		method: 'GET',
		path,
		query: new URLSearchParams(),
		headers,
		remoteAddress: '',
		body: Buffer.alloc(0),
		signal: new AbortController().signal,
	});
}

describe('static files', () => {
	it('serves a file with its type, and keeps for ever what carries a hash', () => {
		const asset = get('/assets/index-B7x_9-Qk.js');
		expect(asset).toMatchObject({
			status: 200,
			headers: {
				'content-type': 'text/javascript; charset=utf-8',
				'cache-control': 'public, max-age=31536000, immutable',
				vary: 'accept-encoding',
			},
		});
		expect(String(asset?.body)).toBe(script);
		expect(get('/index.html')?.headers).toMatchObject({
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'no-cache',
		});
	});

	it('sends the packed copy that the reader takes, under the file’s own address alone', () => {
		const path = '/assets/index-B7x_9-Qk.js';
		const brotli = get(path, { 'accept-encoding': 'gzip, deflate, br;q=0.9' });
		expect(brotli?.headers?.['content-encoding']).toBe('br');
		expect(brotliDecompressSync(brotli?.body ?? '').toString()).toBe(script);
		const zipped = get(path, { 'accept-encoding': 'gzip, br;q=0' });
		expect(zipped?.headers?.['content-encoding']).toBe('gzip');
		expect(gunzipSync(zipped?.body ?? '').toString()).toBe(script);
		expect(get(path, { 'accept-encoding': 'identity' })?.headers).not.toHaveProperty('content-encoding');
		expect(get(path)?.headers).not.toHaveProperty('content-encoding');
		for (const end of ['.br', '.gz']) expect(get(`${path}${end}`)).toBeUndefined();
	});

	it('serves plainly what the build has not packed, and a packed file that is nobody’s copy', async () => {
		const folder = join(root, 'unpacked');
		await mkdir(folder);
		await writeFile(join(folder, 'script.js'), script);
		await writeFile(join(folder, 'alone.gz'), 'a download');
		const plain = await createStaticFiles([{ directory: folder, mountAt: '/' }]);
		const everything = { 'accept-encoding': 'gzip, br' };
		expect(get('/script.js', everything, plain)?.headers).not.toHaveProperty('content-encoding');
		expect(String(get('/script.js', everything, plain)?.body)).toBe(script);
		expect(String(get('/alone.gz', everything, plain)?.body)).toBe('a download');
	});

	it('leaves alone what is small, compressed already, or larger when packed', () => {
		const everything = { 'accept-encoding': 'gzip, br' };
		expect(get('/assets/tiny-AAAAAAAA.css', everything)?.headers).not.toHaveProperty('content-encoding');
		expect(get('/icon.png', everything)?.headers).not.toHaveProperty('content-encoding');
		expect(get('/noise.txt', everything)?.headers).not.toHaveProperty('content-encoding');
	});

	it('answers 304 to a reader that has this version, with the type on which the page policy depends', () => {
		const etag = String(get('/')?.headers?.['etag']);
		expect(etag).toMatch(/^"[\w-]{22}"$/);
		for (const known of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
			const answer = get('/', { 'if-none-match': known });
			expect(answer).toMatchObject({ status: 304, headers: { etag, 'content-type': 'text/html; charset=utf-8' } });
			expect(answer?.body).toBeUndefined();
		}
		expect(get('/', { 'if-none-match': '"other"' })?.status).toBe(200);
	});

	it('answers page addresses with the page, and missing files with nothing', () => {
		for (const path of ['/', '/sites', '/sites/abc/monitor', '/sites/']) {
			expect(get(path)?.headers?.['content-type'], path).toBe('text/html; charset=utf-8');
		}
		for (const path of ['/assets/index-OLDOLDOL.js', '/favicon.ico', '/w/missing.js']) {
			expect(get(path), path).toBeUndefined();
		}
	});

	it('gives scripts for other origins the headers that those need, and nobody else', () => {
		expect(get('/w/widget.js')?.headers).toMatchObject({
			'access-control-allow-origin': '*',
			'cross-origin-resource-policy': 'cross-origin',
			'cache-control': 'public, max-age=300',
		});
		expect(get('/index.html')?.headers).not.toHaveProperty('access-control-allow-origin');
	});

	it('finds a name behind its escapes', () => {
		expect(String(get('/two%20words.txt')?.body)).toBe('words');
	});

	it.each([
		'/../secret.txt',
		'/%2e%2e/secret.txt',
		'/..%2fsecret.txt',
		'/assets/../../secret.txt',
		'/link.txt',
		'//etc/passwd.txt',
		'/%00.txt',
		'/%zz',
		'/..\\secret.txt',
	])('never leaves its folder: %s', (path) => {
		expect(get(path)).toBeUndefined();
	});

	it('serves nothing from a folder that was not built', () => {
		expect([...files.paths].filter((path) => path.startsWith('/nowhere'))).toEqual([]);
		expect(files.paths.has('/index.html')).toBe(true);
	});
});
