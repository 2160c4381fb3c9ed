/** A push service on this machine: checks who sends (RFC 8292) and opens what arrives with another implementation of RFC 8291. */
import { createECDH, createPublicKey, type ECDH, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decrypt } from 'http_ece';

export interface TestBrowser {
	/** As `PushSubscription.toJSON()` has it. */
	readonly keys: { readonly endpoint: string; readonly p256dh: string; readonly auth: string };
}

export interface Arrived {
	readonly endpoint: string;
	/** The decrypted message. */
	readonly message: unknown;
	readonly bytes: number;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	/** What the sender's token says, its signature checked. */
	readonly claims: { readonly aud: string; readonly exp: number; readonly sub: string };
}

interface Answer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

export interface TestPushService extends AsyncDisposable {
	/** Where it listens. */
	readonly address: string;
	/** What its endpoints begin with. */
	readonly origin: string;
	readonly arrived: readonly Arrived[];
	/** A browser that has subscribed with this key of the house. */
	browser(applicationServerKey: string): TestBrowser;
	/** What the next messages are answered; then 201 again. */
	readonly answers: (Answer | 'hang')[];
}

interface Registered {
	readonly pair: ECDH;
	readonly secret: Buffer;
	readonly applicationServerKey: string;
}

const parse = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());

function claimsOf(authorization: string | undefined, expectedKey: string): Arrived['claims'] {
	const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization ?? '') ?? [];
	if (key !== expectedKey) throw new Error('signed with another key than the browser subscribed with');
	const [head = '', body = '', signature = ''] = token.split('.');
	const { alg } = parse(head) as { readonly alg: string };
	if (alg !== 'ES256') throw new Error(`signed with ${alg}`);
	const point = Buffer.from(key, 'base64url');
	const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')];
	const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
	const signed = Buffer.from(`${head}.${body}`);
	const good = verify(
		'sha256',
		signed,
		{ key: publicKey, dsaEncoding: 'ieee-p1363' },
		Buffer.from(signature, 'base64url'),
	);
	if (!good) throw new Error('the signature is not that of the key');
	return parse(body) as Arrived['claims'];
}

/** `as`: the origin that browsers are given, where something leads from there to here. */
export async function openPushService(as?: string): Promise<TestPushService> {
	const browsers = new Map<string, Registered>();
	const arrived: Arrived[] = [];
	const answers: (Answer | 'hang')[] = [];
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const answer = answers.shift() ?? { status: 201 };
			if (answer === 'hang') return;
			if (answer.status === 201) {
				try {
					arrived.push(open(request.url ?? '', request.headers, Buffer.concat(parts)));
				} catch (error) {
					// What a real push service, or the browser behind it, would refuse.
					return void response.writeHead(403).end(String(error));
				}
			}
			response.writeHead(answer.status, answer.headers).end(answer.body);
		});
	});

	function open(path: string, headers: Arrived['headers'], body: Buffer): Arrived {
		const browser = browsers.get(path);
		if (browser === undefined) throw new Error('nobody lives there');
		const { aud, exp, sub } = claimsOf(headers['authorization']?.toString(), browser.applicationServerKey);
		if (aud !== origin) throw new Error(`meant for ${aud}`);
		const { pair: privateKey, secret: authSecret } = browser;
		const plain = decrypt(body, { version: 'aes128gcm', privateKey, authSecret });
		const message: unknown = JSON.parse(plain.toString());
		return { endpoint: `${origin}${path}`, message, bytes: body.length, headers, claims: { aud, exp, sub } };
	}

	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	// A listening TCP server has a port.
	const { port } = server.address() as AddressInfo;
	const address = `http://127.0.0.1:${port}`;
	const origin = as ?? address;
	return {
		address,
		origin,
		arrived,
		answers,
		browser(applicationServerKey) {
			const pair = createECDH('prime256v1');
			pair.generateKeys();
			const path = `/push/${randomBytes(16).toString('base64url')}`;
			const secret = randomBytes(16);
			browsers.set(path, { pair, secret, applicationServerKey });
			return {
				keys: {
					endpoint: `${origin}${path}`,
					p256dh: pair.getPublicKey().toString('base64url'),
					auth: secret.toString('base64url'),
				},
			};
		},
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise((resolve) => {
				server.close(resolve);
			});
		},
	};
}
