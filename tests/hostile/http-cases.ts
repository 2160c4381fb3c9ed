/** Requests taken apart: method, address, headers, body, length. */
import type { Chance } from './chance.ts';
import type { Asked } from './http-wire.ts';
import { type Node, nodeOf, textOf } from './json-text.ts';
import { type Ground, inputMutations } from './mutate-input.ts';
import { textMutations } from './mutate-text.ts';
import type { HostileRoute } from './routes.ts';
import type { Turns } from './turns.ts';
import type { World } from './world.ts';

export interface HttpCase {
	readonly place: string;
	readonly mutation: string;
	readonly asked: Asked;
	/** No sign-in may come of it. */
	readonly status: readonly number[] | null;
}

export interface HttpGround {
	readonly world: World;
	readonly routes: readonly HostileRoute[];
	readonly chance: Chance;
	readonly turns: Turns;
}

interface Parts {
	readonly method?: string;
	readonly target?: string;
	readonly headers?: Readonly<Record<string, string | undefined>>;
	readonly body?: Buffer | string;
	/** Undefined: as long as the body is. */
	readonly length?: string;
	readonly raw?: (request: string) => string;
	readonly split?: number;
	readonly pauseMs?: number;
	readonly halfClose?: boolean;
	/** The server may wait for what never comes. */
	readonly waits?: boolean;
	readonly status?: readonly number[];
}

interface RouteGround extends HttpGround {
	readonly route: HostileRoute;
	readonly bodyText: string;
}

const long = (units: number): string => 'x'.repeat(units);
const queries = [
	'site=',
	'site=__proto__',
	'site=constructor',
	'site=%00',
	'site=%',
	'site=%ED%A0%80',
	'site[]=x',
	'site=a&site=b',
	"site='",
	'lang=xx',
	'lang=__proto__',
	'lang=%3Cscript%3E',
	'page=%22%3E%3Cscript%3Ealert(1)%3C/script%3E',
	'&&&',
	'=',
	'?',
	'x=%u0041',
	`site=${long(4_000)}`,
	'lang=lv&site=pk_x',
] as const;
const traversals = [
	'/../../../../etc/passwd',
	'/..%2f..%2f..%2fetc%2fpasswd',
	'/%2e%2e/%2e%2e/package.json',
	'/assets/../../server/main.ts',
	'/..\\..\\package.json',
	'//etc/passwd',
	'/assets/%00',
	'/%',
	'/%zz',
	'/assets/....//....//package.json',
	'/.env',
	'/.git/config',
	'/data/secret.key',
	'/server/main.ts',
	'/widget.js/',
	'/widget.js%00.html',
	'/assets/index.js.map',
	'/node_modules/zod/package.json',
	'/constructor',
	'/__proto__',
	'/assets/__proto__',
	'/%c0%ae%c0%ae/x',
	'/./././healthz',
	'/x/../healthz',
] as const;
const methods = [
	'PUT',
	'DELETE',
	'PATCH',
	'TRACE',
	'OPTIONS',
	'CONNECT',
	'BREW',
	'get',
	'Post',
	'X',
	long(300),
	'GET\t',
	'__proto__',
	'HEAD',
	'POST',
	'GET',
] as const;
const types = [
	'text/plain',
	'application/x-www-form-urlencoded',
	'multipart/form-data; boundary=x',
	'',
	'application/json2',
	'APPLICATION/JSON',
	'application/json; charset=utf-16',
	'text/json',
	long(3_000),
	'__proto__',
] as const;
const origins = [
	'null',
	'https://evil.example',
	'',
	'javascript:alert(1)',
	'http://localhost',
	'https://user@x',
	long(4_000),
	'*',
	'http://127.0.0.1:1',
	'file://',
] as const;
const lengths = ['-1', '99999999999999999999', '0x10', '1e3', '', 'x', '+5', '5, 5', ' 5 5', '00000000005'] as const;
const encodings = [
	'gzip',
	'br;q=9e999',
	'*;q=0',
	'gzip;q=0, br;q=0',
	',;=,',
	long(4_000),
	'__proto__',
	'br, '.repeat(300),
] as const;
const conditions = ['*', 'W/"x"', '"', long(4_000), ',,,', '__proto__'] as const;
const ranges = ['bytes=0-', 'bytes=-1', 'bytes=9999999999-', 'bytes=0-0,1-1,2-2', 'x'] as const;
const cookies = [
	'baton=',
	'baton=x; baton=y',
	'__Host-baton=x',
	'baton',
	';;;;',
	'=',
	long(6_000),
	'baton=\u00ff',
	`baton=${long(43)}`,
	'__proto__=x',
] as const;

/** What is done to any request. */
const common: Readonly<Record<string, (ground: RouteGround) => Parts>> = {
	'as it was': () => ({}),
	'another method': ({ chance }) => ({ method: chance.pick(methods), waits: true }),
	'a query of garbage': ({ route, chance }) => ({ target: `${route.path}?${chance.pick(queries)}` }),
	'a path out of the folder': ({ chance }) => ({ target: chance.pick(traversals) }),
	'a path that is near': ({ route, chance }) => ({
		target: chance.pick([
			`${route.path}/`,
			`${route.path}//`,
			route.path.toUpperCase(),
			`/${route.path}`,
			`${route.path};x`,
			`${route.path}%00`,
			`${route.path}%20`,
			`${route.path}#x`,
		]),
	}),
	'a path that is long': ({ chance }) => ({ target: `/${long(1_000 + chance.below(20_000))}` }),
	'Origin that is strange': ({ chance }) => ({ headers: { Origin: chance.pick(origins) } }),
	'Host that is strange': ({ chance }) => ({
		headers: { Host: chance.pick(['evil.example', '', ':', '[::1', long(3_000), 'a b', '%00', '"><script>']) },
	}),
	'X-Forwarded-For that is strange': ({ chance }) => ({
		headers: {
			'X-Forwarded-For': chance.pick([
				'x',
				'1.2.3.4, 5.6.7.8',
				'::',
				'999.1.1.1',
				long(3_000),
				',,,',
				'\u00ff',
				'__proto__',
			]),
		},
	}),
	'Accept-Encoding that is strange': ({ chance }) => ({ headers: { 'Accept-Encoding': chance.pick(encodings) } }),
	'Accept-Language that is strange': ({ chance }) => ({
		headers: { 'Accept-Language': chance.pick(['lv', 'xx', '<s', '__', long(3_000), '\u00ff\u00fe']) },
	}),
	'a condition that is strange': ({ chance }) => ({ headers: { 'If-None-Match': chance.pick(conditions) } }),
	'a range': ({ chance }) => ({ headers: { Range: chance.pick(ranges) } }),
	'a cookie that is forged': ({ chance, world }) => ({
		headers: { Cookie: chance.pick([...cookies, `${world.cookies[0]}x`, world.cookies[0].slice(0, -1)]) },
	}),
	'headers by the hundred': ({ chance }) => ({
		headers: Object.fromEntries(Array.from({ length: 20 + chance.below(200) }, (_, n) => [`X-${n}`, 'y'])),
	}),
	'a header with a strange name': ({ chance }) => ({
		headers: { [chance.pick(['__proto__', 'constructor', 'toString', 'a.b', long(1_000)])]: 'x' },
	}),
	'headers twice': ({ chance }) => ({
		raw: (request) =>
			request.replace(
				'\r\n',
				`\r\n${chance.pick(['Host: evil.example', 'Content-Type: text/plain', 'Origin: https://evil.example', 'Cookie: x=y'])}\r\n`,
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
					'\r\n\u0001: y\r\n',
				]),
			),
		waits: true,
	}),
	'another version': ({ chance }) => ({
		raw: (request) =>
			request.replace(
				'HTTP/1.1',
				chance.pick(['HTTP/1.0', 'HTTP/2', 'HTTP/9.9', 'HTTP', '', 'http/1.1', 'HTTP/1.1 x']),
			),
		waits: true,
	}),
	'a whole address': ({ route }) => ({ target: `http://evil.example${route.path}`, waits: true }),
	'two at once': ({ route }) => ({
		raw: (request) => `GET ${route.path} HTTP/1.1\r\nHost: x\r\n\r\n${request}`,
		waits: true,
	}),
	'cut in the middle': ({ chance }) => ({
		raw: (request) => request.slice(0, chance.below(request.length - 4)),
		waits: true,
	}),
	'half closed': () => ({ halfClose: true, waits: true }),
	'byte by byte': () => ({ split: 12, pauseMs: 1 }),
	'waits to be told to go on': () => ({ headers: { Expect: '100-continue' } }),
};

const bodies: Readonly<Record<string, (ground: RouteGround) => Parts>> = {
	'a body of another type': ({ chance }) => ({ headers: { 'Content-Type': chance.pick(types) } }),
	'no type': () => ({ headers: { 'Content-Type': undefined } }),
	'a body at its longest': ({ route, bodyText }) => ({
		body: bodyText.replace(/\}$/, `${' '.repeat(Math.max(0, route.bodyBytes - bodyText.length))}}`),
	}),
	'a body too long by one': ({ route, bodyText }) => ({
		body: bodyText.replace(/\}$/, `${' '.repeat(Math.max(0, route.bodyBytes - bodyText.length) + 1)}}`),
		status: [413],
	}),
	'a body far too long': () => ({ body: long(300_000), status: [413] }),
	'a body in many pieces': ({ bodyText }) => ({ body: bodyText, split: 10, pauseMs: 1 }),
	'a body with half a letter': ({ bodyText }) => ({
		body: Buffer.concat([Buffer.from(bodyText.slice(0, -2)), Buffer.from([0xc3]), Buffer.from('"}')]),
	}),
	'a body nested by the thousand': () => ({ body: `${'['.repeat(4_000)}${']'.repeat(4_000)}` }),
	'no body': () => ({ body: '' }),
	'a length that is none': ({ chance }) => ({ length: chance.pick(lengths), waits: true }),
	'a length too great': ({ bodyText }) => ({ length: String(bodyText.length + 10), waits: true }),
	'a length too small': ({ bodyText }) => ({ length: String(Math.max(0, bodyText.length - 10)), waits: true }),
	'two lengths': ({ bodyText }) => ({
		raw: (request) => request.replace('\r\n', `\r\nContent-Length: ${bodyText.length + 1}\r\n`),
		waits: true,
	}),
	'in chunks': ({ bodyText }) => ({
		headers: { 'Transfer-Encoding': 'chunked' },
		length: '',
		body: `${bodyText.length.toString(16)}\r\n${bodyText}\r\n0\r\n\r\n`,
		waits: true,
	}),
	'in broken chunks': ({ chance, bodyText }) => ({
		headers: { 'Transfer-Encoding': chance.pick(['chunked', 'chunked, chunked', 'gzip, chunked', 'x']) },
		length: '',
		body: chance.pick([
			`ZZ\r\n${bodyText}`,
			`fffffffffffffff\r\n${bodyText}`,
			`-1\r\n${bodyText}`,
			`5;${long(500)}\r\n${bodyText}`,
			'0\r\n',
		]),
		waits: true,
	}),
	'chunks and a length': ({ bodyText }) => ({
		headers: { 'Transfer-Encoding': 'chunked' },
		body: `0\r\n\r\n${bodyText}`,
		waits: true,
	}),
};

function bodyMutation(name: string, ground: RouteGround): Parts | null {
	const { route, chance } = ground;
	const alter = textMutations[name];
	if (alter !== undefined) return { body: alter(ground.bodyText, chance) };
	const inner: Ground = { sample: route.body, leaves: route.leaves, chance, foreign: () => null, strangers: ['x'] };
	const made = inputMutations[name]?.(inner) ?? null;
	if (made === null) return null;
	return { body: made.input === undefined ? '' : textOf(made.input) };
}

export const requestMutations = Object.keys(common);
export const bodyMutations = [...Object.keys(bodies), ...Object.keys(inputMutations), ...Object.keys(textMutations)];

export function httpCase(ground: HttpGround): HttpCase {
	const { turns, routes, chance } = ground;
	const route = turns.next('route', routes);
	const withBody = route.body !== null;
	const place = `HTTP ${route.method} ${route.path}`;
	const bodyText = withBody ? textOf(varied(route.body, chance)) : '';
	const inner: RouteGround = { ...ground, route, bodyText };
	for (;;) {
		// Requests with a body are taken apart in both ways by turns.
		const inBody = withBody && turns.next(`${place} part`, [true, true, false]);
		const mutation = inBody ? turns.next('body', bodyMutations) : turns.next(place, requestMutations);
		const parts = inBody ? (bodies[mutation]?.(inner) ?? bodyMutation(mutation, inner)) : common[mutation]?.(inner);
		if (parts !== null && parts !== undefined) return { place, mutation, ...written(inner, parts) };
	}
}

/** Another person each time: one address or one e-mail that is refused for trying too often tells nothing more. */
function varied(body: Node, chance: Chance): Node {
	return nodeOf(JSON.parse(textOf(body).replace('nobody@', `nobody${chance.below(1_000_000)}@`)));
}

function written({ route, world, chance, bodyText }: RouteGround, parts: Parts): Pick<HttpCase, 'asked' | 'status'> {
	const method = parts.method ?? route.method;
	const body = Buffer.from(parts.body ?? (method === 'POST' ? bodyText : ''));
	const length = parts.length ?? (body.length > 0 || method === 'POST' ? String(body.length) : '');
	const address = `203.${chance.below(250)}.${chance.below(250)}.${chance.below(250)}`;
	const headers = {
		Host: `localhost:${world.server.port}`,
		Origin: world.server.base,
		'X-Forwarded-For': address,
		...(method === 'POST' ? { 'Content-Type': 'application/json' } : {}),
		...(length === '' ? {} : { 'Content-Length': length }),
		...parts.headers,
	};
	const lines = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
	const head = `${method} ${parts.target ?? route.path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
	const whole = Buffer.concat([Buffer.from(parts.raw === undefined ? head : parts.raw(head), 'latin1'), body]);
	const size = Math.max(1, Math.ceil(whole.length / (parts.split ?? 1)));
	const bytes: Buffer[] = [];
	for (let from = 0; from < whole.length; from += size) bytes.push(whole.subarray(from, from + size));
	return {
		asked: {
			bytes,
			isHead: method === 'HEAD',
			quietMs: parts.waits === true ? 40 : 20_000,
			last: parts.waits === true,
			...(parts.pauseMs === undefined ? {} : { pauseMs: parts.pauseMs }),
			...(parts.halfClose === undefined ? {} : { halfClose: parts.halfClose }),
		},
		status: parts.status ?? null,
	};
}
