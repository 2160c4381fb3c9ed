/** What is done to the message around an input: its id, its method, its path, its parameters, its batch, its frame. */
import { type CaseParts, callWith, inPieces, said } from './call-case.ts';
import type { Chance } from './chance.ts';
import { closings } from './closed-lists.ts';
import { Members, type Node, nodeOf, Raw, textOf } from './json-text.ts';
import { frameOf, opcodes, textFrame } from './wire.ts';

export interface Recorded {
	/** A cheap query that always answers, as the official client wrote it. */
	readonly query: Members;
	/** A mutation, with its input. */
	readonly mutation: Members;
	/** A subscription. */
	readonly subscription: Members;
	/** Paths of the other router, and of none. */
	readonly strangePaths: readonly [string, ...string[]];
	/** Cursors of another's feed. */
	readonly foreignCursors: readonly [string, ...string[]];
}

export interface MessageGround {
	readonly recorded: Recorded;
	readonly chance: Chance;
	readonly nextId: () => number;
}

export type MessageMutation = (ground: MessageGround) => CaseParts;

const put = (message: Members, name: string, value: Node | undefined): Members =>
	new Members([
		...message.pairs.filter(([key]) => key !== name),
		...(value === undefined ? [] : [[name, value] as const]),
	]);

function inputOf(message: Members): Node | undefined {
	const params = message.pairs.find(([key]) => key === 'params')?.[1];
	return params instanceof Members ? params.pairs.find(([key]) => key === 'input')?.[1] : undefined;
}

const params = (message: Members, change: (params: Members) => Node | undefined): Members => {
	const found = message.pairs.find(([key]) => key === 'params')?.[1];
	return put(message, 'params', change(found instanceof Members ? found : new Members([])));
};

const strangeIds = [
	'"a"',
	'""',
	'"__proto__"',
	'"constructor"',
	'-1',
	'0',
	'1.5',
	'1e309',
	'-0',
	'9007199254740993',
	'"\\ud800"',
	'"\\u0000"',
	'"\\u202e"',
] as const;
const noIds = ['null', 'true', '[]', '{}', '[1]', '{"toString":1}', '"x"'] as const;
const noParams = [
	'null',
	'[]',
	'"x"',
	'0',
	'true',
	'{}',
	'{"path":null}',
	'{"path":1}',
	'{"path":["hello"]}',
	'{"path":{}}',
] as const;
const noMethods = [
	'"__proto__"',
	'"QUERY"',
	'"subscription.start"',
	'""',
	'null',
	'0',
	'["query"]',
	'{}',
	'"reconnect"',
	'"connectionParams"',
] as const;
const noPaths = [
	'',
	'.',
	'..',
	'__proto__',
	'constructor',
	'toString',
	'hasOwnProperty',
	'constructor.constructor',
	'__proto__.polluted',
	'hello.hello',
	'hello,hello',
	'hello\u0000',
	'HELLO',
	' hello',
	'me',
	'monitor',
	'monitor.',
	'_def',
	'procedures',
	'a.'.repeat(500),
	'x'.repeat(10_000),
	'../hello',
	'%2e%2e',
	'\u202ehello',
] as const;
const noCursors = [
	'',
	'0',
	':',
	'x:1.1.1',
	'session_0000000000000000000000:1.1.1',
	'session_0000000000000000000000:9999999999.9999999999.999999',
	'-1:-1',
	'NaN:NaN',
	'x'.repeat(100),
	'x'.repeat(101),
	'x'.repeat(5_000),
	'\u0000',
	'__proto__:1',
] as const;

/** A call whose id is answered, with an error or with a result. */
function answered({ nextId }: MessageGround, make: (id: number) => Members): CaseParts {
	const id = nextId();
	return { bytes: said(make(id)), answers: [id] };
}

/** A call that must be refused under its id. */
function refusedCall(ground: MessageGround, make: (id: number) => Members): CaseParts {
	const parts = answered(ground, make);
	return { ...parts, refused: parts.answers ?? [] };
}

function batch({ recorded, nextId }: MessageGround, calls: number): CaseParts {
	const ids = Array.from({ length: calls }, nextId);
	const text = textOf(ids.map((id) => callWith(recorded.query, id, undefined)));
	return { bytes: [textFrame(text)], answers: ids, cost: calls };
}

/** A call of exactly this many bytes, the rest of it in a key that nobody reads. */
function padded({ recorded, nextId }: MessageGround, bytes: number): { readonly id: number; readonly text: string } {
	const id = nextId();
	const bare = textOf(put(callWith(recorded.query, id, undefined), 'pad', ''));
	return { id, text: bare.replace('"pad":""', `"pad":"${'x'.repeat(bytes - Buffer.byteLength(bare))}"`) };
}

/** A call that nests this deep in all. */
function nested({ recorded, nextId }: MessageGround, depth: number): { readonly id: number; readonly text: string } {
	const id = nextId();
	const call = callWith(recorded.query, id, undefined);
	return { id, text: textOf(put(call, 'deep', new Raw('['.repeat(depth - 1) + ']'.repeat(depth - 1)))) };
}

const frameBytes = 32 * 1024;
const jsonDepth = 20;
const batchCalls = 100;

export const messageMutations: Readonly<Record<string, MessageMutation>> = {
	'id of a strange kind': ({ recorded, chance }) => ({
		bytes: said(callWith(recorded.query, new Raw(chance.pick(strangeIds)), undefined)),
	}),
	'id that is none': ({ recorded, chance }) => ({
		bytes: said(callWith(recorded.query, new Raw(chance.pick(noIds)), undefined)),
	}),
	'id absent': ({ recorded }) => ({ bytes: said(put(recorded.query, 'id', undefined)) }),
	'id as long as a frame takes': ({ recorded }) => ({
		bytes: said(callWith(recorded.query, 'i'.repeat(30_000), undefined)),
	}),
	'id used again': ({ recorded, nextId }) => {
		const id = nextId();
		const call = callWith(recorded.query, id, undefined);
		return { bytes: said(call, call, [call, call]), answers: [id], cost: 4 };
	},
	'id of a running subscription': ({ recorded, nextId }) => {
		const id = nextId();
		const start = callWith(recorded.subscription, id, inputOf(recorded.subscription));
		const stop = new Members([
			['id', id],
			['method', 'subscription.stop'],
		]);
		return { bytes: said(start, start, callWith(recorded.query, id, undefined), stop), answers: [id], cost: 4 };
	},
	'stop of what nobody started': ({ chance }) => ({
		bytes: said(
			new Members([
				['id', chance.pick([1, 'x', 999_999_999, -1])],
				['method', 'subscription.stop'],
			]),
		),
	}),
	"stop of another socket's": () => ({
		// Every socket counts from the same number, so others have subscriptions under these.
		bytes: said(
			Array.from(
				{ length: 50 },
				(_, n) =>
					new Members([
						['id', 1_000 + n],
						['method', 'subscription.stop'],
					]),
			),
		),
		cost: 50,
	}),
	'stop twice': ({ recorded, nextId }) => {
		const id = nextId();
		const stop = new Members([
			['id', id],
			['method', 'subscription.stop'],
		]);
		const start = callWith(recorded.subscription, id, inputOf(recorded.subscription));
		return { bytes: said(start, stop, stop), cost: 3 };
	},
	'method unknown': ({ recorded, chance, nextId }) => ({
		bytes: said(put(callWith(recorded.query, nextId(), undefined), 'method', new Raw(chance.pick(noMethods)))),
	}),
	'a subscription to a mutation': (ground) =>
		refusedCall(ground, (id) =>
			put(callWith(ground.recorded.mutation, id, inputOf(ground.recorded.mutation)), 'method', 'subscription'),
		),
	'a query of a subscription': (ground) =>
		refusedCall(ground, (id) =>
			put(
				callWith(ground.recorded.subscription, id, inputOf(ground.recorded.subscription)),
				'method',
				ground.chance.pick(['query', 'mutation']),
			),
		),
	'a mutation as a query': (ground) =>
		refusedCall(ground, (id) =>
			put(callWith(ground.recorded.mutation, id, inputOf(ground.recorded.mutation)), 'method', 'query'),
		),
	'path that leads nowhere': (ground) =>
		refusedCall(ground, (id) =>
			params(callWith(ground.recorded.query, id, undefined), (found) =>
				put(found, 'path', ground.chance.pick(noPaths)),
			),
		),
	'path of the other router': (ground) =>
		refusedCall(ground, (id) =>
			params(callWith(ground.recorded.query, id, undefined), (found) =>
				put(found, 'path', ground.chance.pick(ground.recorded.strangePaths)),
			),
		),
	'params that are none': ({ recorded, chance, nextId }) => ({
		bytes: said(put(callWith(recorded.query, nextId(), undefined), 'params', new Raw(chance.pick(noParams)))),
	}),
	'params with more keys': (ground) =>
		answered(ground, (id) =>
			params(callWith(ground.recorded.query, id, undefined), (found) =>
				found.with('__proto__', new Raw('{"path":"me.get"}')).with('ctx', new Raw('{"loginId":"x"}')),
			),
		),
	'keys beside params': (ground) =>
		answered(ground, (id) =>
			callWith(ground.recorded.query, id, undefined)
				.with('__proto__', new Raw('{"polluted":true}'))
				.with('ctx', new Raw('{"binding":{"ok":true}}')),
		),
	'lastEventId that is garbage': (ground) =>
		answered(ground, (id) =>
			params(callWith(ground.recorded.subscription, id, inputOf(ground.recorded.subscription)), (found) =>
				put(found, 'lastEventId', ground.chance.pick(noCursors)),
			),
		),
	"lastEventId of another's": (ground) =>
		answered(ground, (id) =>
			params(callWith(ground.recorded.subscription, id, inputOf(ground.recorded.subscription)), (found) =>
				put(found, 'lastEventId', ground.chance.pick(ground.recorded.foreignCursors)),
			),
		),
	'lastEventId of another type': ({ recorded, chance, nextId }) => ({
		bytes: said(
			params(callWith(recorded.subscription, nextId(), inputOf(recorded.subscription)), (found) =>
				put(found, 'lastEventId', new Raw(chance.pick(['0', 'null', '[]', '{}', 'true', '1e309']))),
			),
		),
	}),
	jsonrpc: ({ recorded, chance, nextId }) => ({
		bytes: said(
			put(
				callWith(recorded.query, nextId(), undefined),
				'jsonrpc',
				new Raw(chance.pick(['"1.0"', '2', 'null', '"2.0"', '[]'])),
			),
		),
	}),
	'a second hello': ({ chance }) => ({
		bytes: said(
			new Members([
				['method', 'connectionParams'],
				['data', nodeOf(chance.pick([null, {}, { hello: 'open' }, { hello: 'resume', token: 'x.y' }]))],
			]),
		),
	}),
	'a batch of the most calls': (ground) => batch(ground, batchCalls),
	'a batch of few': (ground) => batch(ground, ground.chance.below(5)),
	'a batch in a batch': ({ recorded, nextId }) => ({
		bytes: said([[callWith(recorded.query, nextId(), undefined)], [[]]]),
		cost: 3,
	}),
	'a batch of good and bad': ({ recorded, nextId }) => ({
		bytes: said([
			callWith(recorded.query, nextId(), undefined),
			null,
			'x',
			callWith(recorded.query, nextId(), undefined),
		]),
		cost: 4,
	}),
	'a frame at its longest': (ground) => {
		const { id, text } = padded(ground, frameBytes);
		return { bytes: [textFrame(text)], answers: [id] };
	},
	'nested at its deepest': (ground) => {
		const { id, text } = nested(ground, jsonDepth);
		return { bytes: [textFrame(text)], answers: [id] };
	},
	'a binary frame': ({ recorded, nextId }) => ({
		bytes: [frameOf(Buffer.from(textOf(callWith(recorded.query, nextId(), undefined))), 0x80 | opcodes.binary)],
	}),
	'a binary frame of noise': ({ chance }) => ({
		bytes: [frameOf(Buffer.from(Array.from({ length: 200 }, () => chance.below(256))), 0x80 | opcodes.binary)],
		cost: 100,
	}),
	'a frame in pieces': ({ recorded, chance, nextId }) => {
		const id = nextId();
		return { bytes: [inPieces(textOf(callWith(recorded.query, id, undefined)), 2 + chance.below(40))], answers: [id] };
	},
	'pings in a flood': () => ({
		bytes: [
			Buffer.concat(Array.from({ length: 200 }, () => frameOf(Buffer.from('x'.repeat(125)), 0x80 | opcodes.ping))),
		],
	}),
	'pongs that nobody asked for': () => ({
		bytes: [Buffer.concat(Array.from({ length: 200 }, () => frameOf(Buffer.alloc(0), 0x80 | opcodes.pong)))],
	}),
	'PING as a text': ({ chance }) => ({ bytes: [textFrame(chance.pick(['PING', 'PONG', 'ping', 'PING ', '"PING"']))] }),
};

/** These cost the socket its life. */
export const fatalMutations: Readonly<Record<string, MessageMutation>> = {
	'a frame too long by one': (ground) => ({
		bytes: [textFrame(padded(ground, frameBytes + 1).text)],
		ends: [closings.size],
	}),
	'a frame beyond the native limit': ({ nextId }) => ({
		bytes: [textFrame(`{"id":${nextId()},"x":"${'x'.repeat(70_000)}"}`)],
		ends: [null, 1006, 1009],
	}),
	'nested too deep by one': (ground) => ({
		bytes: [textFrame(nested(ground, jsonDepth + 1).text)],
		ends: [closings.size],
	}),
	'nested by the thousand': () => ({
		bytes: [textFrame('['.repeat(15_000) + ']'.repeat(15_000)), textFrame('{"a":'.repeat(5_000))],
		ends: [closings.size],
	}),
	'a batch too long by one': (ground) => ({ ...batch(ground, batchCalls + 1), answers: [], ends: [closings.size] }),
	'a batch of commas': () => ({ bytes: [textFrame(`[${'0,'.repeat(15_000)}0]`)], ends: [closings.size] }),
	'calls without end': (ground) => ({
		bytes: Array.from({ length: 6 }, () => batch(ground, batchCalls).bytes).flat(),
		ends: [closings.rate],
	}),
	'a close frame': ({ chance }) => ({
		bytes: [frameOf(Buffer.from([0x03, 0xe8, ...Buffer.from('x'.repeat(chance.below(100)))]), 0x80 | opcodes.close)],
		ends: [null, 1000, 1005],
	}),
};
