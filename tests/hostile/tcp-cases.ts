/** Bytes that break the protocol of WebSockets, or of HTTP, on a connection that was opened properly or not at all. */
import type { Chance } from './chance.ts';
import type { Turns } from './turns.ts';
import { frameOf, opcodes, textFrame } from './wire.ts';

export interface TcpCase {
	readonly mutation: string;
	/** After which point of a visitor's socket it begins: not even a request, before the hello, after it. */
	readonly from: 'connection' | 'before hello' | 'after hello';
	readonly bytes: readonly Buffer[];
	/** Between two of them, ms. */
	readonly pauseMs: number;
	readonly after: 'fence' | 'half-close' | 'cut';
	/** The server must end it. */
	readonly mustEnd: boolean;
}

interface Parts {
	readonly bytes: readonly Buffer[];
	readonly pauseMs?: number;
	readonly after?: TcpCase['after'];
	readonly mustEnd?: boolean;
}

const call = '{"id":5,"method":"query","params":{"path":"hello"}}';
const final = 0x80;
const noise = (chance: Chance, length: number): Buffer => Buffer.from(Array.from({ length }, () => chance.below(256)));

/** A head that lies about its length: `coded` as it stands in the frame. */
function lyingHead(first: number, coded: readonly number[], masked = true): Buffer {
	const [size = 0, ...rest] = coded;
	return Buffer.from([first, (masked ? 0x80 : 0) | size, ...rest, ...(masked ? [1, 2, 3, 4] : [])]);
}

const brokenTexts: readonly [readonly number[], ...(readonly number[])[]] = [
	[0xff],
	[0xc3],
	[0xc3, 0x28],
	[0xed, 0xa0, 0x80],
	[0xf8, 0x88, 0x80, 0x80, 0x80],
	[0xc0, 0x80],
	[0xe2, 0x82],
	[0xf0, 0x9f, 0x98],
	[0xf4, 0x90, 0x80, 0x80],
	[0x80],
];
const closeCodes = [0, 1, 999, 1000, 1004, 1005, 1006, 1015, 2999, 3000, 4000, 4501, 4999, 5000, 65_535] as const;

/** What breaks an open socket. */
const frames: Readonly<Record<string, (chance: Chance) => Parts>> = {
	'an opcode that is none': (chance) => ({
		bytes: [frameOf(Buffer.from('x'), final | chance.pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]))],
		mustEnd: true,
	}),
	'a frame without a mask': () => ({ bytes: [frameOf(Buffer.from(call), final | opcodes.text, false)] }),
	'reserved bits': (chance) => ({
		bytes: [frameOf(Buffer.from(call), final | chance.pick([0x10, 0x20, 0x40, 0x70]) | opcodes.text)],
		mustEnd: true,
	}),
	'a length written too wide': (chance) => ({
		bytes: [
			lyingHead(
				final | opcodes.text,
				chance.pick([
					[126, 0, 2],
					[127, 0, 0, 0, 0, 0, 0, 0, 2],
				]),
			),
			Buffer.from([1, 2]),
		],
	}),
	'a length without end': (chance) => ({
		bytes: [
			lyingHead(
				final | opcodes.text,
				chance.pick([
					[127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
					[127, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
					[127, 0, 0, 0, 1, 0, 0, 0, 0],
					[127, 0x80, 0, 0, 0, 0, 0, 0, 0],
				]),
			),
			noise(chance, 100),
		],
		mustEnd: true,
	}),
	'a length that is not kept': (chance) => ({
		bytes: [lyingHead(final | opcodes.text, [126, 0x10, 0]), noise(chance, 10)],
		after: chance.pick(['cut', 'half-close']),
	}),
	'a ping in pieces': () => ({ bytes: [frameOf(Buffer.from('x'), opcodes.ping)], mustEnd: true }),
	'a ping too long': () => ({ bytes: [frameOf(Buffer.from('x'.repeat(126)), final | opcodes.ping)], mustEnd: true }),
	'a piece of nothing': (chance) => ({
		bytes: [frameOf(Buffer.from('x'), chance.pick([0, final]) | opcodes.continuation), textFrame(call)],
	}),
	'a message in a message': () => ({ bytes: [frameOf(Buffer.from(call), opcodes.text), textFrame(call)] }),
	'a message that never ends': (chance) => ({
		bytes: [
			frameOf(Buffer.from('{"a":"'), opcodes.text),
			...Array.from({ length: 30 }, () => frameOf(Buffer.from('x'.repeat(chance.below(4_000))), opcodes.continuation)),
		],
		after: chance.pick(['fence', 'cut', 'half-close']),
	}),
	'pieces beyond the limit': () => ({
		bytes: [
			frameOf(Buffer.from('"'), opcodes.text),
			...Array.from({ length: 20 }, () => frameOf(Buffer.from('x'.repeat(4_000)), opcodes.continuation)),
			frameOf(Buffer.from('"'), final),
		],
		mustEnd: true,
	}),
	'empty pieces by the thousand': () => ({
		bytes: [
			frameOf(Buffer.alloc(0), opcodes.text),
			Buffer.concat(Array.from({ length: 2_000 }, () => frameOf(Buffer.alloc(0), opcodes.continuation))),
			frameOf(Buffer.alloc(0), final),
		],
	}),
	'broken text': (chance) => ({
		bytes: [
			frameOf(Buffer.concat([Buffer.from('{"id":5,"x":"'), Buffer.from(chance.pick(brokenTexts)), Buffer.from('"}')])),
		],
		mustEnd: true,
	}),
	'a letter cut by a piece': () => ({
		bytes: [frameOf(Buffer.from([0x22, 0xf0, 0x9f]), opcodes.text), frameOf(Buffer.from([0x98, 0x80, 0x22]), final)],
	}),
	'a close frame of one byte': () => ({ bytes: [frameOf(Buffer.from([3]), final | opcodes.close)], mustEnd: true }),
	'a close frame with a strange code': (chance) => {
		const code = chance.pick(closeCodes);
		return { bytes: [frameOf(Buffer.from([code >> 8, code & 255]), final | opcodes.close)], mustEnd: true };
	},
	'a close frame with broken text': () => ({
		bytes: [frameOf(Buffer.from([3, 0xe8, 0xff, 0xfe]), final | opcodes.close)],
		mustEnd: true,
	}),
	'calls after a close frame': () => ({
		bytes: [frameOf(Buffer.from([3, 0xe8]), final | opcodes.close), textFrame(call), textFrame(call)],
		mustEnd: true,
	}),
	noise: (chance) => ({ bytes: [noise(chance, 1 + chance.below(3_000))], after: 'cut' }),
	'a request on an open socket': () => ({ bytes: [Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')], after: 'cut' }),
	'byte by byte': () => ({ bytes: [...textFrame(call)].map((byte) => Buffer.from([byte])), pauseMs: 0.1 }),
	'half closed': () => ({ bytes: [textFrame(call)], after: 'half-close' }),
	'cut in the middle of a frame': (chance) => ({
		bytes: [textFrame(call).subarray(0, 1 + chance.below(40))],
		after: 'cut',
	}),
};

const hello = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';

/** What breaks a connection that has not said what it is. */
const connections: Readonly<Record<string, (chance: Chance) => Parts>> = {
	'nothing, and gone': () => ({ bytes: [], after: 'cut' }),
	'nothing, and half closed': () => ({ bytes: [], after: 'half-close' }),
	'noise at first': (chance) => ({ bytes: [noise(chance, 1 + chance.below(3_000))], after: 'cut' }),
	'a greeting of TLS': () => ({
		bytes: [Buffer.from('16030100c8010000c40303', 'hex'), Buffer.alloc(190, 7)],
		after: 'cut',
	}),
	'a greeting of HTTP/2': () => ({ bytes: [Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')], after: 'cut' }),
	'lines without end': () => ({ bytes: [Buffer.from(`GET / HTTP/1.1\r\n${'a: b\r\n'.repeat(5_000)}`)], after: 'cut' }),
	'a line without end': () => ({ bytes: [Buffer.from(`GET /${'x'.repeat(60_000)}`)], after: 'cut' }),
	'requests in a pipe': () => ({ bytes: [Buffer.from(hello.repeat(50))], after: 'cut' }),
	'a request cut': (chance) => ({
		bytes: [Buffer.from(hello.slice(0, chance.below(hello.length)))],
		after: chance.pick(['cut', 'half-close']),
	}),
	'frames without an upgrade': () => ({ bytes: [textFrame(call), textFrame(call)], after: 'cut' }),
};

export function tcpCase({ chance, turns }: { readonly chance: Chance; readonly turns: Turns }): TcpCase {
	const from = turns.next('from', ['connection', 'before hello', 'after hello', 'after hello'] as const);
	const list = from === 'connection' ? connections : frames;
	const mutation = turns.next(`tcp ${from === 'connection'}`, Object.keys(list));
	const parts = list[mutation]?.(chance) ?? { bytes: [] };
	return {
		mutation: `bytes: ${mutation}`,
		from,
		bytes: parts.bytes,
		pauseMs: parts.pauseMs ?? 0,
		after: parts.after ?? 'fence',
		mustEnd: parts.mustEnd === true,
	};
}

export const frameNames = Object.keys(frames);
export const connectionNames = Object.keys(connections);
