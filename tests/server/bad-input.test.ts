/** SPEC section 10 over real sockets: what is too much, too deep, too often or from the wrong place. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { closeCodes } from '../../shared/close-codes.ts';
import { call, hello, nested } from '../net/support/frames.ts';
import { connectRaw, type RawClient, startRaw } from '../net/support/raw-client.ts';
import { newClientId, ownerWithSite, post, visitorWire, wireErrorOf } from '../support/clients.ts';
import { type RunningServer, startServer } from '../support/server.ts';

/** As SPEC section 10 has them; not taken from the code that they are to hold. */
const bounds = {
	frameBytes: 32 * 1024,
	jsonDepth: 20,
	batchCalls: 100,
	helloMs: 5_000,
	openSockets: 20,
	newSessions: 10,
	articleUnits: 10_000,
} as const;

let server: RunningServer;
let owned: Awaited<ReturnType<typeof ownerWithSite>>;

beforeAll(async () => {
	server = await startServer({ env: { TRUSTED_PROXIES: '1' } });
	owned = await ownerWithSite(server.base);
});
afterAll(async () => {
	owned.wire.close();
	await server.remove();
});

const socketUrl = (query: string): string => `${server.base.replace('http', 'ws')}/trpc${query}`;

interface From {
	readonly forwardedFor?: string;
	readonly origin?: string;
}

const headersOf = ({ forwardedFor, origin = server.base }: From): Record<string, string> => ({
	origin,
	...(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }),
});

/** A visitor's socket before its hello. */
async function knock(from: From = {}): Promise<RawClient> {
	const raw = await connectRaw(socketUrl(`?site=${owned.site.key}&connectionParams=1`), { headers: headersOf(from) });
	onTestFinished(() => raw.kill());
	return raw;
}

/** And after it, with an answer. */
async function enter(from: From = {}): Promise<RawClient> {
	const raw = await knock(from);
	raw.send(hello({ hello: 'open' }));
	raw.sendJson(call(1, 'hello'));
	await raw.next();
	return raw;
}

async function memberSocket(): Promise<RawClient> {
	const raw = await connectRaw(socketUrl(''), { headers: { origin: server.base, cookie: owned.cookie } });
	onTestFinished(() => raw.kill());
	return raw;
}

const codeOf = async ({ closed }: RawClient): Promise<number> => (await closed).code;

describe('frames', () => {
	const frames = {
		'longer than 32 KiB': `"${'x'.repeat(bounds.frameBytes)}"`,
		'nested deeper than 20': nested(bounds.jsonDepth + 1),
		'with more than 100 calls': JSON.stringify(
			Array.from({ length: bounds.batchCalls + 1 }, (_, n) => call(n, 'hello')),
		),
	};

	test.each(Object.entries(frames))('%s close the socket with 4413, on either side', async (_, frame) => {
		for (const raw of [await enter(), await memberSocket()]) {
			raw.send(frame);
			expect(await codeOf(raw)).toBe(closeCodes.size);
		}
	});

	test('at each bound are taken', async () => {
		const raw = await memberSocket();
		const batch = Array.from({ length: bounds.batchCalls }, (_, n) => call(n, 'me.get'));
		raw.sendJson(batch);
		for (let n = 0; n < batch.length; n += 1) expect(await raw.nextJson()).toHaveProperty('result');
		const padded = JSON.stringify({ ...call('padded', 'me.get'), pad: '' });
		raw.send(padded.replace('"pad":""', `"pad":"${'x'.repeat(bounds.frameBytes - padded.length)}"`));
		expect(await raw.nextJson()).toMatchObject({ id: 'padded', result: { type: 'data' } });
	});

	test('that are no calls at all are answered or closed, and others go on', async () => {
		const bystander = await enter();
		for (const frame of [
			'',
			'nonsense',
			'{}',
			'[]',
			'{"id":1,"method":"query"}',
			'"x"',
			'null',
			'[null]',
			'{"id":{}}',
		]) {
			const raw = await enter();
			raw.send(frame);
			raw.sendJson(call(9, 'hello'));
			// Either the frame cost the socket its life, or the next call is served.
			const outcome = await Promise.race([codeOf(raw), answerTo(raw, 9)]);
			expect(outcome).toBeDefined();
		}
		bystander.sendJson(call(2, 'hello'));
		expect(await answerTo(bystander, 2)).toBe('served');
	});

	test('without end are too many: 4429', async () => {
		const raw = await enter();
		const batch = Array.from({ length: 100 }, (_, n) => call(n, 'hello'));
		for (let n = 0; n < 6; n += 1) raw.sendJson(batch);
		expect(await codeOf(raw)).toBe(closeCodes.rate);
	});
});

async function answerTo(raw: RawClient, id: number): Promise<'served'> {
	for (;;) {
		const frame: unknown = JSON.parse(await raw.next().catch(() => new Promise<string>(() => {})));
		if (typeof frame === 'object' && frame !== null && 'id' in frame && frame.id === id && 'result' in frame) {
			return 'served';
		}
	}
}

describe('the hello', () => {
	test.each([
		['that is no object', '"hello"'],
		['with a value that is no string', hello({ hello: 1 })],
		['that says neither open nor resume', hello({ hello: 'reopen' })],
		['with a token beyond any length', hello({ hello: 'open', token: 'x'.repeat(1_001) })],
		['that is a call', JSON.stringify(call(1, 'hello'))],
	])('%s is answered with 4400', async (_, frame) => {
		const raw = await knock();
		raw.send(frame);
		expect(await codeOf(raw)).toBe(closeCodes.hello);
	});

	test('that does not come within 5 s is not waited for: 4408', async () => {
		const raw = await knock();
		const since = performance.now();
		expect(await codeOf(raw)).toBe(closeCodes.timeout);
		expect(performance.now() - since).toBeGreaterThan(bounds.helloMs - 500);
	});

	test('resume with nothing live is 4510, with a token of another site as without one', async () => {
		const other = await owned.wire.client.sites.create.mutate({ address: 'token.example' });
		const visitor = visitorWire(server.base, other.key);
		const { token } = await visitor.greet();
		visitor.close();
		for (const params of [{ hello: 'resume' }, { hello: 'resume', token }, { hello: 'resume', token: 'x.y' }]) {
			const raw = await knock();
			raw.send(hello(params));
			expect(await codeOf(raw)).toBe(closeCodes.notLive);
		}
	});
});

describe('who may not come', () => {
	test('an unknown key is 4504, a wrong origin 4503 and seen by the owner, who allows it with one call', async () => {
		const stranger = startRaw(socketUrl('?site=pk_nothing'), { headers: headersOf({}) });
		expect(await codeOf(stranger)).toBe(closeCodes.site);
		const origin = 'https://www.elsewhere.example';
		const refused = startRaw(socketUrl(`?site=${owned.site.key}&connectionParams=1`), {
			headers: headersOf({ origin }),
		});
		expect(await codeOf(refused)).toBe(closeCodes.origin);
		const { sites } = owned.wire.client;
		const siteId = owned.site.id;
		expect(JSON.stringify(await sites.install.query({ siteId }))).toContain(origin);
		await sites.addOrigin.mutate({ siteId, address: origin });
		const allowed = await knock({ origin });
		allowed.send(hello({ hello: 'open' }));
		allowed.sendJson(call(1, 'hello'));
		expect(await allowed.nextJson()).toHaveProperty('result');
		allowed.kill();
	});

	test('the owner is not told of an origin that no browser sends', async () => {
		const { sites } = owned.wire.client;
		for (const origin of [`https://${'x'.repeat(5_000)}.example`, 'nonsense', 'https://a.example/<script>', 'null']) {
			expect(await codeOf(startRaw(socketUrl(`?site=${owned.site.key}`), { headers: headersOf({ origin }) }))).toBe(
				closeCodes.origin,
			);
		}
		const told = JSON.stringify(await sites.install.query({ siteId: owned.site.id }));
		expect(told).not.toMatch(/xxx|nonsense|script|"null"/);
	});

	test('a member from another page, or with no login', async () => {
		const cookie = owned.cookie;
		for (const [headers, code] of [
			[{ origin: 'https://evil.example', cookie }, closeCodes.origin],
			[{ cookie }, closeCodes.origin],
			[{ origin: server.base }, closeCodes.signedOut],
			[{ origin: server.base, cookie: `${cookie}x` }, closeCodes.signedOut],
		] as const) {
			expect(await codeOf(startRaw(socketUrl(''), { headers }))).toBe(code);
		}
	});
});

describe('too many from one address', () => {
	const address = '203.0.113.7';

	test('a 21st open socket is 4429; a place that is given back is free again; a neighbour is not counted', async () => {
		const open: RawClient[] = [];
		for (let n = 0; n < bounds.openSockets; n += 1) open.push(await knock({ forwardedFor: address }));
		expect(await codeOf(await knock({ forwardedFor: address }))).toBe(closeCodes.rate);
		// What lies further left is the visitor's own claim.
		expect(await codeOf(await knock({ forwardedFor: `198.51.100.1, ${address}` }))).toBe(closeCodes.rate);
		await enter({ forwardedFor: '203.0.113.8' });
		open[0]?.close();
		await open[0]?.closed;
		await enter({ forwardedFor: address });
	});

	test('an IPv6 line is its /64', async () => {
		for (let n = 0; n < bounds.openSockets; n += 1) await knock({ forwardedFor: `2001:db8:1:2::${n + 1}` });
		expect(await codeOf(await knock({ forwardedFor: '2001:db8:1:2:ffff::1' }))).toBe(closeCodes.rate);
		await enter({ forwardedFor: '2001:db8:1:3::1' });
	});

	test('an 11th new session in a minute is 4429; one that is known comes back', async () => {
		const from = { forwardedFor: '203.0.113.9' };
		const first = visitorWire(server.base, owned.site.key, from);
		const { token, sessionId } = await first.greet();
		onTestFinished(() => first.close());
		for (let n = 1; n < bounds.newSessions; n += 1) (await enter(from)).kill();
		const late = await knock(from);
		late.send(hello({ hello: 'open' }));
		expect(await codeOf(late)).toBe(closeCodes.rate);
		const known = visitorWire(server.base, owned.site.key, { ...from, token });
		onTestFinished(() => known.close());
		expect((await known.greet()).sessionId).toBe(sessionId);
	});

	test('a machine nearby has no such bound', async () => {
		for (let n = 0; n <= bounds.openSockets; n += 1) await enter();
		expect(server.output).not.toContain('TRUSTED_PROXIES');
	});
});

describe('texts', () => {
	const invalid = (field: string) => ({ code: 'input.invalid', retryable: false, field });

	test('a display name has 1 to 60 characters and no controls', async () => {
		const { me } = owned.wire.client;
		for (const displayName of ['x'.repeat(61), 'Ann\u0007a', 'Ann\u202ea', 'Ann\na']) {
			expect(await me.updateProfile.mutate({ displayName }).catch(wireErrorOf)).toEqual(invalid('displayName'));
		}
		for (const displayName of ['x'.repeat(60), 'Žanete 👩‍💻']) {
			expect(await me.updateProfile.mutate({ displayName })).toMatchObject({ displayName });
		}
	});

	test.each(['\u0000', '\ud800'])('what can not be stored is refused wherever a text is taken: %j', async (bad) => {
		const { sites, ai } = owned.wire.client;
		const siteId = owned.site.id;
		const url = `https://shop.example/${bad}`;
		const endpoint = { kind: 'openai-compatible', baseUrl: '', model: 'm', instructions: '', siteId } as const;
		expect(await ai.update.mutate({ ...endpoint, apiKey: `key${bad}` }).catch(wireErrorOf)).toEqual(invalid('apiKey'));
		expect(await ai.update.mutate({ ...endpoint, baseUrl: url }).catch(wireErrorOf)).toEqual(invalid('baseUrl'));
		expect(await sites.update.mutate({ siteId, settings: { privacyUrl: url } }).catch(wireErrorOf)).toEqual(
			invalid('settings.privacyUrl'),
		);
		expect(
			await sites.removeOrigin.mutate({ siteId, origin: `https://shop${bad}.example` }).catch(wireErrorOf),
		).toEqual(invalid('origin'));
		const signedIn = await post(server.base, '/auth/sign-in', { email: `a${bad}@example.com`, password: 'x' });
		expect([signedIn.status, await signedIn.json()]).toEqual([400, { error: invalid('email') }]);
	});

	test('a pasted article has up to 10,000 characters', async () => {
		const { knowledge } = owned.wire.client;
		const article = { siteId: owned.site.id, kind: 'text', title: 'Long' } as const;
		const body = 'ā'.repeat(bounds.articleUnits);
		expect(await knowledge.create.mutate({ ...article, body: `${body}ā` }).catch(wireErrorOf)).toEqual(invalid('body'));
		expect(await knowledge.create.mutate({ ...article, body })).toMatchObject({ title: 'Long' });
	});

	test('I13 a client id is of one message: another body under it is a conflict, the first stays', async () => {
		const visitor = visitorWire(server.base, owned.site.key);
		onTestFinished(() => visitor.close());
		await visitor.greet();
		const clientId = newClientId();
		const ack = await visitor.client.say.mutate({ clientId, text: 'Once' });
		expect(await visitor.client.say.mutate({ clientId, text: 'Once' })).toEqual(ack);
		expect(await visitor.client.say.mutate({ clientId, text: 'Twice' }).catch(wireErrorOf)).toEqual({
			code: 'message.conflict',
			retryable: false,
		});
	});
});

describe('requests', () => {
	const codeIn = async (response: Response): Promise<unknown> => {
		const body: { readonly error: { readonly code: string } } = JSON.parse(await response.text());
		return [response.status, body.error.code];
	};

	test('that are too long, of another type, from another page or wrong', async () => {
		const person = { email: 'nobody@example.com', password: 'not the right one' };
		const asked = [
			[await post(server.base, '/auth/sign-in', { ...person, password: 'x'.repeat(10_000) }), 413, 'input.too-large'],
			[await post(server.base, '/auth/sign-in', person, { 'content-type': 'text/plain' }), 400, 'input.invalid'],
			[await post(server.base, '/auth/sign-in', person, { origin: 'https://evil.example' }), 403, 'auth.origin'],
			[await post(server.base, '/auth/sign-in', person), 401, 'auth.credentials'],
			[await post(server.base, '/auth/setup', { ...person, token: 'x' }), 410, 'auth.link'],
		] as const;
		for (const [response, status, code] of asked) expect(await codeIn(response)).toEqual([status, code]);
	});

	test('too many tries to sign in are refused with a time', async () => {
		const refused = async (): Promise<Response> => {
			for (let n = 0; n < 40; n += 1) {
				const response = await post(server.base, '/auth/sign-in', {
					email: 'guessed@example.com',
					password: `try ${n}`,
				});
				if (response.status !== 401) return response;
			}
			throw new Error('forty guesses were all looked at');
		};
		const response = await refused();
		expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(await codeIn(response)).toEqual([429, 'rate.limited']);
	});
});
