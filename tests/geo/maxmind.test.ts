/** MaxMind's download over a real socket; the house that stands in for theirs can fail in each way that theirs can. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { downloadCountries } from '../../server/admin/maxmind.ts';
import { type Clock, createSystemClock } from '../../server/clock.ts';
import { maxmindArchive, writeDatabase } from '../support/mmdb-writer.ts';

const archive = maxmindArchive(writeDatabase());
const checksum = `${createHash('sha256').update(archive).digest('hex')}  GeoLite2-Country_20261120.tar.gz\n`;
const env = { MAXMIND_ACCOUNT_ID: '123456', MAXMIND_LICENSE_KEY: 'Secret_key_0123456789' };
const authorization = `Basic ${Buffer.from('123456:Secret_key_0123456789').toString('base64')}`;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});

async function listen(answer: Answer): Promise<string> {
	const server = createServer(answer);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closing.push(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	// A server that listens on a port has an address of this shape.
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers the checksum as it should be, and the archive as the test says. */
const withChecksum =
	(archiveAnswer: Answer, sum = checksum): Answer =>
	(request, response) =>
		request.url?.endsWith('.sha256') ? response.end(sum) : archiveAnswer(request, response);

const download = (base: string, clock: Clock = createSystemClock(), given: Readonly<Record<string, string>> = env) =>
	downloadCountries({ env: given, clock, base });

async function problem(answer: Answer, clock?: Clock): Promise<string> {
	const downloaded = await download(await listen(answer), clock);
	if (downloaded.ok) throw new Error('it was taken');
	// Whatever goes wrong, what is said is said to a log or a terminal.
	for (const secret of [env.MAXMIND_LICENSE_KEY, env.MAXMIND_ACCOUNT_ID, authorization])
		expect(downloaded.problem).not.toContain(secret);
	return downloaded.problem;
}

test('the archive comes with the key of the owner', async () => {
	const asked: unknown[] = [];
	const base = await listen((request, response) => {
		asked.push([request.method, request.url, request.headers.authorization]);
		withChecksum((_, to) => to.end(archive))(request, response);
	});
	const downloaded = await download(base);
	expect(downloaded.ok && downloaded.bytes.equals(archive)).toBe(true);
	expect(asked).toEqual([
		['GET', '/geoip/databases/GeoLite2-Country/download?suffix=tar.gz.sha256', authorization],
		['GET', '/geoip/databases/GeoLite2-Country/download?suffix=tar.gz', authorization],
	]);
});

test('their storage house is asked without the key', async () => {
	const seen: unknown[] = [];
	const storage = await listen((request, response) => {
		seen.push(request.headers.authorization);
		response.end(archive);
	});
	const base = await listen(
		withChecksum((_, response) => response.writeHead(302, { location: `${storage}/signed?x=1` }).end()),
	);
	expect((await download(base)).ok).toBe(true);
	expect(seen).toEqual([undefined]);
});

describe('a sentence for', () => {
	const status =
		(code: number, headers: Readonly<Record<string, string>> = {}): Answer =>
		(_, response) =>
			response.writeHead(code, headers).end('Invalid license key Secret_key_0123456789');

	test.each([
		['a wrong key', status(401), /does not know this account number with this key/],
		['a licence that was not accepted', status(403), /accept the GeoLite2 licence/],
		['too many downloads', status(429), /no more downloads today/],
		['a fault of theirs', status(503), /answered 503/],
		['a page where the checksum should be', (_, response) => response.end('<html>'), /did not say which checksum/],
		['a wrong checksum', withChecksum((_, to) => to.end(archive), `${'0'.repeat(64)}  x`), /checksum differs/],
		[
			'a body cut short, and said to be whole',
			withChecksum((_, to) => to.end(archive.subarray(9))),
			/checksum differs/,
		],
		['a way down', withChecksum(status(302, { location: 'ftp://127.0.0.1/x' })), /not safe/],
		['a circle', withChecksum(status(302, { location: '?again' })), /around in a circle/],
		[
			'a line that breaks',
			withChecksum((_, response) => {
				response.writeHead(200, { 'content-length': archive.length });
				response.write(archive.subarray(0, 50), () => response.destroy());
			}),
			/connection broke/,
		],
		[
			'far too much',
			withChecksum((_, response) => {
				const more = (): void => {
					while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024)));
				};
				response.on('drain', more);
				more();
			}),
			/far more than a country database/,
		],
	] satisfies readonly (readonly [string, Answer, RegExp])[])('%s', async (_, answer, sentence) => {
		expect(await problem(answer)).toMatch(sentence);
	});

	test('a house that says nothing', async () => {
		let ring = (): void => {};
		const clock: Clock = {
			...createSystemClock(),
			setTimer: (_, action) => {
				ring = action;
				return { cancel() {} };
			},
		};
		expect(
			await problem(
				withChecksum(() => ring()),
				clock,
			),
		).toMatch(/within 3 minutes/);
	});

	test('a house that is not there', async () => {
		const base = await listen(() => {});
		await closing.pop()?.();
		const downloaded = await download(base);
		expect(downloaded).toMatchObject({
			ok: false,
			problem: expect.stringMatching(/could not be reached.*ECONNREFUSED/),
		});
	});

	test.each([
		[{}, /Set MAXMIND_ACCOUNT_ID and MAXMIND_LICENSE_KEY/],
		[{ MAXMIND_ACCOUNT_ID: '1' }, /Set MAXMIND_ACCOUNT_ID/],
		[{ MAXMIND_ACCOUNT_ID: 'me@example.com', MAXMIND_LICENSE_KEY: 'Secret_key_0123456789' }, /must be a number/],
		[{ MAXMIND_ACCOUNT_ID: '1', MAXMIND_LICENSE_KEY: 'key\nHost: x' }, /as MaxMind showed it/],
	])('variables like %j', async (given, sentence) => {
		const downloaded = await download('http://127.0.0.1:9', createSystemClock(), given as Record<string, string>);
		expect(downloaded.ok ? '' : downloaded.problem).toMatch(sentence);
	});
});
