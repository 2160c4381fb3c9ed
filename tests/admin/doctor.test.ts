/** What the doctor says of each thing by itself; the whole examination is in tests/process. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Condition } from '../../server/admin/condition.ts';
import { databaseVerdicts } from '../../server/admin/doctor-database.ts';
import { mailVerdict, publicVerdicts } from '../../server/admin/doctor-reach.ts';
import { settingsVerdicts } from '../../server/admin/doctor-settings.ts';
import { lineOf } from '../../server/admin/verdict.ts';
import { root } from '../support/prepared.ts';

async function listening(server: Server): Promise<number> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	return (server.address() as AddressInfo).port;
}

describe('settings that do not fit together', () => {
	const local = { publicUrl: null, trustedProxies: 0, host: '127.0.0.1' };
	const guide = { publicUrl: 'https://chat.example.com', trustedProxies: 1, host: '127.0.0.1' };
	test.each([
		['nobody else reaches it', local, false, /^✔ Settings: for this machine only/],
		['as the guide says', guide, false, /^✔ Settings: https:\/\/chat\.example\.com, behind 1 prox/],
		[
			'a container that hears itself only',
			guide,
			true,
			/^· HOST is 127\.0\.0\.1 inside a container.* set HOST=0\.0\.0\.0\.$/,
		],
		[
			'a proxy and no address',
			{ ...local, trustedProxies: 1 },
			false,
			/^✘ PUBLIC_URL is not set.*: set it to the address/,
		],
		['a LAN and no address', { ...local, host: '192.168.1.5' }, false, /^✘ PUBLIC_URL is not set/],
		[
			'plain http in a LAN',
			{ ...guide, publicUrl: 'http://192.168.1.5:3000' },
			false,
			/^✘ .*a login travels in the clear.*: put a proxy with TLS/,
		],
		['an undeclared proxy', { ...guide, trustedProxies: 0 }, false, /^✘ PUBLIC_URL is https.*: set TRUSTED_PROXIES/],
	])('%s', (_, settings, inContainer, line) => {
		expect(settingsVerdicts(settings, inContainer).map(lineOf)).toEqual([expect.stringMatching(line)]);
	});
});

describe('the public address', () => {
	const web = async (answer: RequestListener): Promise<string> =>
		`http://127.0.0.1:${await listening(createHttpServer(answer))}`;
	const said = async (url: string): Promise<readonly string[]> => (await publicVerdicts(url)).map(lineOf);

	test('a proxy that passes pages on and no WebSockets is told from one that leads elsewhere, and from none', async () => {
		const noUpgrade = await web((_, answer) => answer.end('ok\n'));
		expect(await said(noUpgrade)).toEqual([
			expect.stringMatching(/^✘ .* no WebSockets: .*let the proxy pass Upgrade and Connection on/),
		]);
		const elsewhere = await web((_, answer) => answer.writeHead(404).end('nginx'));
		expect(await said(elsewhere)).toEqual([
			expect.stringMatching(/^✘ .* answers 404 and not this server: point the proxy/),
		]);
		expect(await said('http://127.0.0.1:1')).toEqual([
			expect.stringMatching(/^✘ .* does not answer from this machine \(.+\): check the name/),
		]);
	});
});

describe('the mail server', () => {
	const greeting = async (greet: (socket: Socket) => void): Promise<string> =>
		lineOf(await mailVerdict(`smtp://user:secret@127.0.0.1:${await listening(createServer(greet))}`));

	test('is greeted and sent nothing; whatever else answers is told, without its password', async () => {
		expect(await greeting((socket) => socket.write('220 mail.example ESMTP\r\n'))).toMatch(
			/^✔ Mail: 127\.0\.0\.1:\d+ greets\.$/,
		);
		for (const line of [
			await greeting((socket) => socket.end('554 no\r\n')),
			await greeting((socket) => socket.end()),
			lineOf(await mailVerdict('smtp://user:secret@127.0.0.1:1')),
			lineOf(await mailVerdict('http://user:secret@mail.example')),
			lineOf(await mailVerdict('secret')),
		]) {
			expect(line).toMatch(/^✘ Mail: .*: check SMTP_URL/);
			expect(line).not.toContain('secret');
		}
	});
});

describe('the database', () => {
	const sound: Condition = {
		version: '17.2',
		bytes: 1,
		missingExtensions: [],
		pending: [],
		newer: [],
		now: 1_000_000,
		findings: [],
	};
	const about = { isEmbedded: false, isRunning: false, here: 1_000_000 };
	test.each([
		['sound', sound, about, []],
		['too old', { ...sound, version: '14.9' }, about, [/Postgres 14\.9 is too old: use 15 or newer/]],
		[
			'without an extension',
			{ ...sound, missingExtensions: ['unaccent'] },
			about,
			[/unaccent missing.*: "create extension unaccent;"/],
		],
		[
			'of a newer version',
			{ ...sound, newer: ['9999-later'] },
			about,
			[/newer Baton \(9999-later\): run that version/],
		],
		[
			'of an older version beside a server',
			{ ...sound, pending: ['0001'] },
			{ ...about, isRunning: true },
			[/0001 not applied.*restart it/],
		],
		['of an older version', { ...sound, pending: ['0001'] }, about, []],
		[
			'with another clock',
			{ ...sound, now: 1_009_000 },
			about,
			[/the database's is 9 s off this machine's: switch time sync/],
		],
	])('%s', (_, condition, around, wrong) => {
		const lines = databaseVerdicts(condition, around).map(lineOf);
		expect(lines.filter((line) => line.startsWith('✘'))).toEqual(wrong.map((line) => expect.stringMatching(line)));
	});
});

test('what ends Baton in deploy/ waits as long as the guide says, and the container gets every setting', () => {
	const shipped = (name: string): string => readFileSync(join(root, 'deploy', name), 'utf8');
	expect(shipped('baton.service')).toMatch(/^TimeoutStopSec=45$/m);
	const compose = shipped('compose.yaml');
	expect(compose).toMatch(/^ {4}stop_grace_period: 45s$/m);
	expect(compose).toMatch(/^ {4}env_file: \.env$/m);
	expect(readFileSync(join(root, 'docs', 'deploy.md'), 'utf8')).toMatch(/Give it 45 s/);
});
