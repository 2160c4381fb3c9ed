/** One request to a receiver, over real sockets. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSystemClock } from '../../server/clock.ts';
import { faultOf } from '../../server/webhooks/fault-of.ts';
import { type Address, createPost, type Posted } from '../../server/webhooks/post.ts';
import { createManualClock } from '../net/support/manual-clock.ts';
import { openReceiver, status } from './support/receiver.ts';

const never = new AbortController().signal;
const nowhere = (): Promise<readonly Address[]> => Promise.reject(new Error('nobody asks'));

function poster(resolve: (host: string) => Promise<readonly Address[]> = nowhere, privateAddresses = true) {
	return createPost({ clock: createSystemClock(), resolve, reach: { privateAddresses } });
}
const send = (post: ReturnType<typeof poster>, url: string): Promise<Posted> =>
	post({ url: new URL(url), headers: {}, body: '{"a":"ā"}' }, never);

describe('a request', () => {
	test('carries the body whole, and says what it is', async () => {
		await using receiver = await openReceiver();
		expect(await send(poster(), `${receiver.url}/in?x=1`)).toMatchObject({ kind: 'answered', status: 204 });
		expect(receiver.heard[0]).toMatchObject({
			path: '/in?x=1',
			body: '{"a":"ā"}',
			headers: { 'content-type': 'application/json', 'content-length': '10' },
		});
	});

	test('follows no redirect', async () => {
		await using other = await openReceiver();
		await using receiver = await openReceiver(status(307, '', { location: other.url }));
		expect(await send(poster(), receiver.url)).toMatchObject({ status: 307, location: other.url });
		expect(other.heard).toHaveLength(0);
	});

	test('reads no more than 2 KiB of an answer, however long it is', async () => {
		await using receiver = await openReceiver((response) => {
			response.writeHead(500);
			const more = () => {
				while (response.write('x'.repeat(1_024)));
			};
			response.on('drain', more);
			more();
		});
		const posted = await send(poster(), receiver.url);
		expect(posted.kind === 'answered' && posted.text.length).toBe(2_048);
	});

	test('waits 10 s for an answer, and no longer for the rest of one', async () => {
		await using receiver = await openReceiver(() => {});
		const clock = createManualClock();
		const post = createPost({ clock, resolve: nowhere, reach: { privateAddresses: true } });
		const posted = send(post, receiver.url);
		await receiver.until(1);
		clock.advance(9_999);
		expect(clock.pending).toBe(1);
		clock.advance(1);
		expect(await posted).toMatchObject({ kind: 'fault', fault: 'timeout' });
		expect(clock.pending).toBe(0);
	});

	test('ends with the process', async () => {
		await using receiver = await openReceiver(() => {});
		const abort = new AbortController();
		const posted = poster()({ url: new URL(receiver.url), headers: {}, body: '' }, abort.signal);
		await receiver.until(1);
		abort.abort();
		expect(await posted).toMatchObject({ kind: 'fault', fault: 'stopped' });
		expect(await poster()({ url: new URL(receiver.url), headers: {}, body: '' }, abort.signal)).toMatchObject({
			fault: 'stopped',
		});
	});

	test('what it meets on the way is said in words', async () => {
		const closed = await openReceiver();
		await closed[Symbol.asyncDispose]();
		expect(await send(poster(), closed.url)).toEqual({
			kind: 'fault',
			fault: 'refused',
			detail: `127.0.0.1:${closed.port}`,
		});
		await using rude = await openReceiver((response) => response.socket?.destroy());
		expect(await send(poster(), rude.url)).toMatchObject({ fault: 'closed' });
		const missing = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
		expect(await send(poster(missing), 'http://nobody.example/')).toMatchObject({
			fault: 'no-name',
			detail: 'nobody.example',
		});
		const mute = createTcpServer((socket) => {
			socket.on('error', () => {}).resume();
			socket.end('220 mail.example ESMTP\r\n');
		});
		await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
		const { port } = mute.address() as AddressInfo;
		expect(await send(poster(), `http://127.0.0.1:${port}/`)).toMatchObject({ fault: 'not-http' });
		expect(await send(poster(), `https://127.0.0.1:${port}/`)).toMatchObject({ fault: 'tls' });
		await new Promise((resolve) => mute.close(resolve));
	});

	test.each([
		['ERR_TLS_CERT_ALTNAME_INVALID', 'cert-name'],
		['CERT_HAS_EXPIRED', 'cert-expired'],
		['CERT_NOT_YET_VALID', 'cert-early'],
		['SELF_SIGNED_CERT_IN_CHAIN', 'cert-issuer'],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'cert-issuer'],
		['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
		['EAI_AGAIN', 'no-name'],
		['ENETUNREACH', 'unreachable'],
		['ESOMETHING', 'other'],
		['constructor', 'other'],
	])('%s', (code, fault) => {
		expect(faultOf(Object.assign(new Error('x'), { code }))).toBe(fault);
	});

	test('a certificate that nobody vouches for is refused, and which it was is said', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'baton-tls-'));
		try {
			const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
			const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
			const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
			execFileSync('openssl', [...kind, ...subject, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
			let heard = 0;
			const server = createSecureServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_, response) => {
				heard += 1;
				response.end();
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			const { port } = server.address() as AddressInfo;
			const here = async () => [{ address: '127.0.0.1', family: 4 }];
			expect(await send(poster(here), `https://localhost:${port}/`)).toMatchObject({ fault: 'cert-self-signed' });
			expect(heard).toBe(0);
			await new Promise((resolve) => server.close(resolve));
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	});
});

describe('where a request may lead', () => {
	test('a literal address is looked at before it is called, however it is written', async () => {
		for (const url of [
			'http://169.254.169.254/latest',
			'http://[fe80::1]/',
			'http://0xa9fea9fe/',
			'http://[::ffff:a9fe:a9fe]/',
			'http://0/',
		]) {
			expect(await send(poster(), url)).toMatchObject({ kind: 'fault', fault: 'forbidden' });
		}
	});

	test('a name is judged by all that it resolves to, and called under what was judged', async () => {
		await using receiver = await openReceiver();
		const asked: string[] = [];
		const answers = [[{ address: '127.0.0.1', family: 4 }], [{ address: '169.254.169.254', family: 4 }]];
		const rebinding = async (host: string) => {
			asked.push(host);
			return answers.shift() ?? [];
		};
		const post = poster(rebinding);
		const url = `http://shop.example:${receiver.port}/`;
		expect(await send(post, url)).toMatchObject({ kind: 'answered', status: 204 });
		expect(receiver.heard[0]?.headers.host).toBe(`shop.example:${receiver.port}`);
		// The same name again: it is asked again, and what it says now is refused.
		expect(await send(post, url)).toMatchObject({ fault: 'forbidden' });
		expect(await send(post, url)).toMatchObject({ fault: 'forbidden' });
		expect(asked).toEqual(['shop.example', 'shop.example', 'shop.example']);
		expect(receiver.heard).toHaveLength(1);
	});

	test('one bad address among good ones spoils the name', async () => {
		await using receiver = await openReceiver();
		const both = async () => [
			{ address: '127.0.0.1', family: 4 },
			{ address: 'fd00:ec2::254', family: 6 },
		];
		expect(await send(poster(both), `http://shop.example:${receiver.port}/`)).toMatchObject({ fault: 'forbidden' });
		expect(receiver.heard).toHaveLength(0);
	});

	test('private addresses are closed where the operator says so', async () => {
		await using receiver = await openReceiver();
		const here = async () => [{ address: '127.0.0.1', family: 4 }];
		expect(await send(poster(nowhere, false), receiver.url)).toMatchObject({ fault: 'forbidden' });
		expect(await send(poster(here, false), `http://localhost:${receiver.port}/`)).toMatchObject({ fault: 'forbidden' });
		expect(receiver.heard).toHaveLength(0);
	});
});
