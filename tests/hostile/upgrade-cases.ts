/** The upgrade request of a valid socket, taken apart. */
import { helloQuery, type OpeningCase, type OpeningGround, openingCodes } from './opening-case.ts';
import { textFrame, upgradeRequest } from './wire.ts';

interface Parts {
	readonly target?: string;
	/** Undefined removes the header. */
	readonly headers?: Readonly<Record<string, string | undefined>>;
	readonly raw?: (request: string) => string;
	readonly refused?: boolean;
	/** Without a token: only a new session is told what the browser says of itself. */
	readonly fresh?: boolean;
}

const long = (units: number): string => 'x'.repeat(units);
const strangeTexts = [
	'__proto__',
	'constructor',
	'%00',
	'%',
	'%ED%A0%80',
	"'%20or%201=1--",
	'',
	'%2e%2e%2f',
	'pk_',
	'%F0%9F%98%80',
	'null',
	'[]',
] as const;
const strangeOrigins = [
	'null',
	'https://evil.example',
	'http://evil.example',
	'file://',
	'javascript:alert(1)',
	'https://',
	'http://localhost',
	'https://user:pass@x.example',
	'http://127.0.0.1/path',
	'HTTP://LOCALHOST',
	'chrome-extension://abc',
	'*',
	'://',
	'http://[::1',
	'https://xn--',
	'https://\u00e9.example',
] as const;
const strangeAddresses = [
	'unknown',
	'1.2.3.4',
	'::1',
	'::ffff:127.0.0.1',
	'999.999.999.999',
	'1.2.3.4, ',
	',',
	'[::',
	'%00',
	'2001:db8::1',
	'10.0.0.1, 1.2.3.4:99999',
	'"1.2.3.4"',
	'_hidden',
	'fe80::1%eth0',
	'0x7f.1',
	'١.٢.٣.٤',
] as const;
const strangeLanguages = [
	'*',
	';q=',
	'lv;q=9e999',
	'xx-'.repeat(100),
	',,,,',
	'__proto__',
	'en\t',
	'\u00ff',
	long(3_000),
] as const;
const strangeAgents = [
	'',
	long(9_000),
	'Mozilla/5.0 '.repeat(300),
	'(((((((((((',
	'iPad; CPU OS 1_',
	'\u00ff\u00fe',
	'__proto__',
	`Chrome/${'9'.repeat(2_000)}`,
] as const;
const strangeKeys = ['', 'short', long(24), long(23), long(25), '========================', long(2_000)] as const;

const loginToken = (cookie: string): string => cookie.slice(cookie.indexOf('=') + 1);

/** What is done to the request of a socket, visitors' and members' by turns. */
const upgrades: Readonly<Record<string, (ground: OpeningGround, audience: 'visitor' | 'member') => Parts>> = {
	'as it was': () => ({}),
	'site key that is none': ({ chance }, audience) => ({
		target: `/trpc?site=${chance.pick(strangeTexts)}&connectionParams=1`,
		refused: audience === 'visitor',
	}),
	'site key that is long': () => ({ target: `/trpc?site=${long(8_000)}&connectionParams=1`, refused: true }),
	'site key twice': ({ world, chance }) => ({
		target: `/trpc?site=${world.crowdKey}&site=${chance.pick(strangeTexts)}&connectionParams=1&connectionParams=0`,
	}),
	"another tenant's site key": ({ world }) => ({
		target: `/trpc?site=${world.quietKey}&connectionParams=1`,
		headers: { Origin: 'https://crowd.example' },
		refused: true,
	}),
	'query of garbage': ({ chance }) => ({
		target: `/trpc?${chance.pick(['&&&', '=', '%', '?site', 'site', '__proto__=1', 'a[b]=c', long(5_000), 'connectionParams=1'])}`,
	}),
	'path that is near': ({ world, chance }) => ({
		target: `${chance.pick(['/trpc/', '/TRPC', '//trpc', '/./trpc', '/x/../trpc', '/%74rpc', '/trpc;x', '/trpc%00', '/'])}?site=${world.crowdKey}`,
	}),
	'path that is long': () => ({ target: `/${long(10_000)}` }),
	'Origin that is strange': ({ chance }, audience) => ({
		headers: { Origin: chance.pick(strangeOrigins) },
		refused: audience === 'member',
	}),
	'Origin absent': (_, audience) => ({ headers: { Origin: undefined }, refused: audience === 'member' }),
	'Origin that is long': () => ({ headers: { Origin: `https://${long(9_000)}.example` }, refused: true }),
	'Host that is strange': ({ chance }, audience) => ({
		headers: {
			Host: chance.pick([
				'evil.example',
				'localhost',
				'[::1',
				':',
				'%00',
				'..',
				long(2_000),
				'a b',
				'x:99999',
				'/',
				'http://x',
			]),
		},
		refused: audience === 'member',
	}),
	'Host absent': () => ({ headers: { Host: undefined }, refused: true }),
	'X-Forwarded-For that is strange': ({ chance }) => ({
		headers: { 'X-Forwarded-For': chance.pick(strangeAddresses) },
	}),
	'X-Forwarded-For of many hops': ({ chance }) => ({
		headers: {
			'X-Forwarded-For': Array.from({ length: 400 }, () => `10.0.${chance.below(256)}.${chance.below(256)}`).join(', '),
		},
	}),
	'a forged login': ({ world, chance }, audience) => {
		const token = loginToken(chance.pick(world.cookies));
		const forged = chance.pick([
			`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
			`${token}A`,
			token.slice(1),
			token.toUpperCase(),
			`${token} ${token}`,
			long(43),
			'',
			'__proto__',
			"' or 1=1 --",
			'%00',
			`"${token}"x`,
		]);
		return { headers: { Cookie: `baton=${forged}` }, refused: audience === 'member' };
	},
	'a cookie of another name': ({ world, chance }, audience) => ({
		headers: {
			Cookie:
				`${chance.pick(['Baton', 'baton2', ' baton', '__Secure-baton', 'baton[]'])}=${loginToken(world.cookies[0])}; x=y`.replace(
					/^ baton=/,
					'xbaton=',
				),
		},
		refused: audience === 'member',
	}),
	'no cookie': (_, audience) => ({ headers: { Cookie: undefined }, refused: audience === 'member' }),
	'cookies by the hundred': ({ chance }, audience) => ({
		headers: { Cookie: Array.from({ length: 300 }, (_, n) => `c${n}=${chance.below(1_000_000)}`).join('; ') },
		refused: audience === 'member',
	}),
	'Sec-WebSocket-Key that is strange': ({ chance }) => ({ headers: { 'Sec-WebSocket-Key': chance.pick(strangeKeys) } }),
	'Sec-WebSocket-Version that is strange': ({ chance }) => ({
		headers: { 'Sec-WebSocket-Version': chance.pick(['0', '8', '99', '', 'x', '13, 8']) },
	}),
	'Sec-WebSocket-Protocol that is strange': ({ chance }) => ({
		headers: { 'Sec-WebSocket-Protocol': chance.pick(['trpc', '', ',', long(500), 'a, b, c', '\u00ff']) },
	}),
	'Sec-WebSocket-Extensions that is strange': ({ chance }) => ({
		headers: {
			'Sec-WebSocket-Extensions': chance.pick([
				'permessage-deflate',
				'permessage-deflate; client_max_window_bits=99',
				';;;',
				long(800),
				'permessage-deflate; server_no_context_takeover; server_max_window_bits=8',
			]),
		},
	}),
	'User-Agent that is strange': ({ chance }) => ({
		fresh: true,
		headers: { 'User-Agent': chance.pick(strangeAgents) },
	}),
	'client hints that are strange': ({ chance }) => ({
		headers: {
			'Sec-CH-UA-Platform': chance.pick([
				'"constructor"',
				'"__proto__"',
				'"toString"',
				'"',
				'""',
				'"Unknown"',
				long(3_000),
				'"\u00ff"',
			]),
			'Sec-CH-UA': chance.pick([
				'"constructor";v="1"',
				'"__proto__";v="9"',
				'"a";v="x"',
				'"";v="1"',
				'"a";v="1", '.repeat(100),
				long(3_000),
			]),
			'Sec-CH-UA-Mobile': chance.pick(['?1', '?0', '?', 'constructor', long(100)]),
		},
		fresh: true,
	}),
	'Accept-Language that is strange': ({ chance }) => ({
		fresh: true,
		headers: { 'Accept-Language': chance.pick(strangeLanguages) },
	}),
	'headers by the hundred': () => ({
		headers: Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`X-${n}`, 'y'])),
	}),
	'a header with a strange name': ({ chance }) => ({
		headers: {
			[chance.pick(['__proto__', 'constructor', 'toString', 'x'.repeat(2_000), 'a.b', 'hasOwnProperty'])]: 'x',
		},
	}),
	'headers twice': ({ chance }) => ({
		raw: (request) =>
			request.replace(
				'\r\n\r\n',
				`\r\n${chance.pick(['Origin: https://evil.example', 'Host: evil.example', 'Cookie: baton=x', 'Upgrade: h2c'])}\r\n\r\n`,
			),
	}),
	'a broken line': ({ chance }) => ({
		raw: (request) =>
			request.replace(
				'\r\n',
				chance.pick([
					'\r\nX\r\n',
					'\n',
					'\r\n: x\r\n',
					'\r\nA : b\r\n',
					'\r\n x: folded\r\n',
					'\r\nX: \u0000\r\n',
					'\r\nX\u0001: y\r\n',
				]),
			),
	}),
	'another method': ({ chance }) => ({
		raw: (request) =>
			request.replace('GET', chance.pick(['POST', 'HEAD', 'PUT', 'OPTIONS', 'get', 'G', 'CONNECT', long(200)])),
	}),
	'another version': ({ chance }) => ({
		raw: (request) =>
			request.replace('HTTP/1.1', chance.pick(['HTTP/1.0', 'HTTP/2', 'HTTP/9.9', 'HTTP', '', 'http/1.1'])),
	}),
};

export function upgradeCase(ground: OpeningGround): OpeningCase {
	const { world, turns } = ground;
	const audience = turns.next('side', ['visitor', 'visitor', 'member'] as const);
	const mutation = turns.next('upgrade', Object.keys(upgrades));
	const parts = upgrades[mutation]?.(ground, audience) ?? {};
	const host = `localhost:${world.server.port}`;
	const headers: Record<string, string> = {};
	const usual = {
		Host: host,
		Origin: world.server.base,
		...(audience === 'member' ? { Cookie: world.cookies[0] } : {}),
	};
	for (const [name, value] of Object.entries({ ...usual, ...parts.headers }))
		if (value !== undefined) headers[name] = value;
	const target = parts.target ?? (audience === 'visitor' ? `/trpc?site=${world.crowdKey}&connectionParams=1` : '/trpc');
	const request = upgradeRequest(target, headers);
	// With a token: many sockets of one visitor are one session.
	const hello = {
		method: 'connectionParams',
		data: {
			hello: 'open',
			language: 'en',
			...(parts.fresh === true ? {} : { token: ground.chance.pick(world.tokens.tabs) }),
		},
	};
	const asVisitor = audience === 'visitor';
	return {
		place: 'upgrade',
		mutation,
		audience,
		request: parts.raw === undefined ? request : parts.raw(request),
		bytes: Buffer.concat([
			...(asVisitor ? [textFrame(JSON.stringify(hello))] : []),
			textFrame(helloQuery(audience, world)),
		]),
		codes: openingCodes,
		refused: parts.refused === true,
		never: null,
	};
}

export const upgradeMutations = Object.keys(upgrades);
