/** The hello of a valid socket, taken apart. */
import { inPieces } from './call-case.ts';
import { closings } from './closed-lists.ts';
import { Members, type Node, nodeOf, Raw, textOf } from './json-text.ts';
import { textMutations } from './mutate-text.ts';
import { helloQuery, type OpeningCase, type OpeningGround, openingCodes } from './opening-case.ts';
import { frameOf, opcodes, textFrame, upgradeRequest } from './wire.ts';

const put = (data: Members, name: string, value: Node): Members =>
	new Members([...data.pairs.filter(([key]) => key !== name), [name, value]]);

interface Hello {
	/** Of `data`, or of the whole frame. */
	readonly data?: Node;
	readonly frame?: Buffer;
	readonly refused?: boolean;
	/** The socket must not be of the session that the token speaks of. */
	readonly forged?: boolean;
}

function forgedToken({ world, chance }: OpeningGround): string {
	const [body = '', signature = ''] = world.tokens.own.split('.');
	const claims = Buffer.from(body, 'base64url').toString();
	const encoded = (text: string): string => Buffer.from(text).toString('base64url');
	const turned = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
	return chance.pick([
		`${body}.${turned}`,
		`${body}.`,
		`${body}.${signature}.${signature}`,
		`.${signature}`,
		body,
		`${encoded(claims.replace('visitor_', 'visitor_x'))}.${signature}`,
		`${encoded(claims.replace('}', ',"f":{"country":"XX"}}'))}.${signature}`,
		`${encoded('{"s":"x","v":"__proto__"}')}.${signature}`,
		`${encoded('null')}.${encoded('')}`,
		`${body}.${signature.slice(0, -4)}`,
		world.tokens.others,
		`${world.tokens.others.split('.')[0]}.${signature}`,
		'x'.repeat(1_000),
		'...',
		'\u0000.\u0000',
	]);
}

const strangeValues = ['1', 'null', 'true', '[]', '{}', '1e309', '{"toString":"x"}'] as const;
const strangeHellos = ['"OPEN"', '"open "', '""', '"reopen"', '"__proto__"', '"constructor"', 'null', '1'] as const;
const strangeTouches = ['1e309', 'NaN', '-1', '', ' 9', '9999', '0x1f', '٣'] as const;
const strangePages = [
	'javascript:alert(1)',
	'\u0000',
	'\u202e',
	'x'.repeat(2_000),
	'//',
	'data:text/html,x',
	'\ud800',
] as const;
const strangeTags = [
	'',
	'xx',
	'lv_LV',
	'__proto__',
	'constructor',
	'x'.repeat(35),
	'\u0000',
	'en-'.repeat(10),
] as const;

const hellos: Readonly<Record<string, (ground: OpeningGround, data: Members) => Hello>> = {
	'as it was': (_, data) => ({ data }),
	'a value that is no text': ({ chance }, data) => ({
		data: put(data, chance.pick(['hello', 'token', 'language', 'url']), new Raw(chance.pick(strangeValues))),
		refused: true,
	}),
	'another word': ({ chance }, data) => ({
		data: put(data, 'hello', new Raw(chance.pick(strangeHellos))),
		refused: true,
	}),
	'data that is none': ({ chance }) => ({
		data: new Raw(chance.pick(['null', '[]', '"x"', '0', '{}', '{"hello":{}}'])),
		refused: true,
	}),
	'keys of a prototype': (_, data) => ({
		data: data.with('__proto__', new Raw('{"hello":"open"}')).with('constructor', 'x'),
	}),
	'a key that speaks for the server': (_, data) => ({
		data: data.with('facts', '{"country":"XX"}').with('visitorId', 'visitor_1').with('siteId', 'x'),
	}),
	'keys by the thousand': (_, data) => ({
		data: new Members([...data.pairs, ...Array.from({ length: 1_000 }, (__, n) => [`k${n}`, 'x'] as const)]),
	}),
	'a forged token, to open': (ground, data) => ({ data: put(data, 'token', forgedToken(ground)), forged: true }),
	'a forged token, to resume': (ground, data) => ({
		data: put(put(data, 'token', forgedToken(ground)), 'hello', 'resume'),
		refused: true,
		forged: true,
	}),
	'no token, to resume': () => ({ data: nodeOf({ hello: 'resume' }), refused: true }),
	'a token too long by one': (_, data) => ({ data: put(data, 'token', 'x'.repeat(1_001)), refused: true }),
	'a strange language': ({ chance }, data) => ({ data: put(data, 'language', chance.pick(strangeTags)) }),
	'a language too long by one': (_, data) => ({ data: put(data, 'language', 'x'.repeat(36)), refused: true }),
	'a strange count of fingers': ({ chance }, data) => ({ data: put(data, 'touch', chance.pick(strangeTouches)) }),
	'a strange page': ({ chance }, data) => ({
		data: put(put(data, 'url', chance.pick(strangePages)), 'title', chance.pick(strangePages).slice(0, 300)),
	}),
	'a page too long by one': (_, data) => ({
		data: put(data, 'url', `https://a.example/${'x'.repeat(2_000)}`),
		refused: true,
	}),
	'a call instead': () => ({ frame: textFrame('{"id":7,"method":"query","params":{"path":"hello"}}'), refused: true }),
	'a batch instead': () => ({
		frame: textFrame('[{"method":"connectionParams","data":{"hello":"open"}}]'),
		refused: true,
	}),
	'a subscription instead': () => ({
		frame: textFrame('{"id":7,"method":"subscription","params":{"path":"feed"}}'),
		refused: true,
	}),
	'PING before it': (_, data) => ({ frame: Buffer.concat([textFrame('PING'), textFrame('PONG'), helloFrame(data)]) }),
	twice: (_, data) => ({ frame: Buffer.concat([helloFrame(data), helloFrame(data)]) }),
	'in a binary frame': (_, data) => ({
		frame: frameOf(Buffer.from(helloText(data)), 0x80 | opcodes.binary),
		refused: true,
	}),
	'in pieces': ({ chance }, data) => ({ frame: inPieces(helloText(data), 2 + chance.below(30)) }),
	'an empty frame instead': () => ({ frame: frameOf(Buffer.alloc(0)), refused: true }),
	'too long by one': (_, data) => {
		const bare = helloText(data.with('pad', ''));
		return {
			frame: textFrame(bare.replace('"pad":""', `"pad":"${'x'.repeat(32 * 1024 + 1 - Buffer.byteLength(bare))}"`)),
			refused: true,
		};
	},
	'nested too deep': () => ({
		frame: textFrame(`{"method":"connectionParams","data":${'['.repeat(20)}${']'.repeat(20)}}`),
		refused: true,
	}),
	'a close frame instead': () => ({ frame: frameOf(Buffer.from([0x03, 0xe8]), 0x80 | opcodes.close), refused: true }),
	...Object.fromEntries(
		Object.entries(textMutations).map(([name, alter]) => [
			name,
			({ chance }: OpeningGround, data: Members): Hello => ({
				frame: textFrame(alter(helloText(data), chance).toString()),
			}),
		]),
	),
};

const helloText = (data: Node): string =>
	textOf(
		new Members([
			['method', 'connectionParams'],
			['data', data],
		]),
	);
const helloFrame = (data: Node): Buffer => textFrame(helloText(data));

export function helloCase(ground: OpeningGround): OpeningCase {
	const { world, turns } = ground;
	const mutation = turns.next('hello', Object.keys(hellos));
	const base = new Members([
		['hello', 'open'],
		['language', 'en'],
		['token', world.tokens.own],
	]);
	const made = hellos[mutation]?.(ground, base) ?? {};
	return {
		place: 'before hello',
		mutation: `hello: ${mutation}`,
		audience: 'visitor',
		request: upgradeRequest(`/trpc?site=${world.crowdKey}&connectionParams=1`, {
			Host: `localhost:${world.server.port}`,
			Origin: world.server.base,
		}),
		bytes: Buffer.concat([made.frame ?? helloFrame(made.data ?? null), textFrame(helloQuery('visitor', world))]),
		codes: [...openingCodes, closings.size, 1000, 1005],
		refused: made.refused === true,
		never: made.forged === true ? world.crowdVictim : null,
	};
}

export const helloMutations = Object.keys(hellos).map((name) => `hello: ${name}`);
