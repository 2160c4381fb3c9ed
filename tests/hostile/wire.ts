/** A WebSocket client made of bytes, so that it can say what no library lets one say; and what it hears, byte for byte. */
import { connect, type Socket } from 'node:net';

export interface Ending {
	/** Of the close frame; null: the connection ended without one. */
	readonly code: number | null;
	readonly reason: string;
}

export interface WireOptions {
	readonly port: number;
	/** The whole request, up to the empty line. */
	readonly request: string;
	/** Every byte that comes. */
	readonly onBytes: (chunk: Buffer) => void;
	/** Default: as every browser does. */
	readonly answersPings?: boolean;
	/** Each message, once the connection has been upgraded. */
	readonly onText?: (text: string) => void;
}

export interface Wire {
	/** The status of the answer to the upgrade; 0: the connection ended without one. */
	readonly status: Promise<number>;
	readonly ended: Promise<Ending>;
	readonly isOpen: boolean;
	/** What came before the first frame: the head, or the whole answer if it was no upgrade. */
	readonly head: string;
	text(text: string): void;
	bytes(bytes: Uint8Array): void;
	/** Says FIN and goes on listening. */
	halfClose(): void;
	/** Cuts the connection; no port is left waiting. */
	cut(): void;
}

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const maskKey = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);

/** A masked frame, as clients send them. `first` holds FIN, the reserved bits and the opcode. */
export function frameOf(payload: Buffer, first = 0x80 | opcodes.text, masked = true): Buffer {
	const { length } = payload;
	const bit = masked ? 0x80 : 0;
	const size = length < 126 ? 0 : length < 65_536 ? 2 : 8;
	const head = Buffer.alloc(2 + size + (masked ? 4 : 0));
	head[0] = first;
	head[1] = bit | (size === 0 ? length : size === 2 ? 126 : 127);
	if (size === 2) head.writeUInt16BE(length, 2);
	if (size === 8) head.writeBigUInt64BE(BigInt(length), 2);
	if (!masked) return Buffer.concat([head, payload]);
	maskKey.copy(head, 2 + size);
	const body = Buffer.from(payload);
	for (let n = 0; n < length; n += 1) body[n] = (body[n] ?? 0) ^ (maskKey[n & 3] ?? 0);
	return Buffer.concat([head, body]);
}

export const textFrame = (text: string): Buffer => frameOf(Buffer.from(text));

interface Heard {
	readonly opcode: number;
	readonly payload: Buffer;
}

/** Takes whole frames off the front; a server's are never masked and never in pieces. */
function takeFrame(bytes: Buffer): { readonly heard: Heard; readonly rest: Buffer } | null {
	if (bytes.length < 2) return null;
	const short = (bytes[1] ?? 0) & 0x7f;
	const size = short === 126 ? 2 : short === 127 ? 8 : 0;
	if (bytes.length < 2 + size) return null;
	const length = size === 0 ? short : size === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
	const end = 2 + size + length;
	if (bytes.length < end) return null;
	return {
		heard: { opcode: (bytes[0] ?? 0) & 0x0f, payload: bytes.subarray(2 + size, end) },
		rest: bytes.subarray(end),
	};
}

export function openWire({ port, request, onBytes, answersPings = true, onText = () => {} }: WireOptions): Wire {
	const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
	let pending: Buffer = Buffer.alloc(0);
	let head: string | null = null;
	let upgraded = false;
	let open = true;
	let ending: Ending = { code: null, reason: '' };
	const told = Promise.withResolvers<number>();
	const ended = Promise.withResolvers<Ending>();

	function hearHead(): void {
		const end = pending.indexOf('\r\n\r\n');
		if (end < 0) return;
		head = pending.subarray(0, end + 4).toString('latin1');
		const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
		upgraded = status === 101;
		if (upgraded) pending = pending.subarray(end + 4);
		else head = pending.toString('latin1');
		told.resolve(status);
	}

	function hear({ opcode, payload }: Heard): void {
		switch (opcode) {
			case opcodes.text:
				onText(payload.toString());
				break;
			case opcodes.ping:
				if (answersPings) write(frameOf(payload, 0x80 | opcodes.pong));
				break;
			case opcodes.close:
				ending = {
					code: payload.length < 2 ? 1005 : payload.readUInt16BE(0),
					reason: payload.subarray(2).toString(),
				};
				break;
			default:
				break;
		}
	}

	function write(bytes: Uint8Array): void {
		if (open && socket.writable) socket.write(bytes);
	}

	socket.on('data', (chunk) => {
		onBytes(chunk);
		pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
		if (!upgraded) {
			if (head === null) hearHead();
			else head += chunk.toString('latin1');
		}
		if (!upgraded) return;
		for (let taken = takeFrame(pending); taken !== null; taken = takeFrame(pending)) {
			pending = taken.rest;
			hear(taken.heard);
		}
	});
	// Cut by the server while we write: `close` follows.
	socket.on('error', () => {});
	socket.on('close', () => {
		open = false;
		told.resolve(0);
		ended.resolve(ending);
	});
	socket.write(request);

	return {
		status: told.promise,
		ended: ended.promise,
		get isOpen() {
			return open && ending.code === null;
		},
		get head() {
			return head ?? pending.toString('latin1');
		},
		text: (text) => write(textFrame(text)),
		bytes: write,
		halfClose: () => void socket.end(),
		cut() {
			if (open) socket.resetAndDestroy();
		},
	};
}

/** The head of an upgrade as browsers send it. */
export function upgradeRequest(target: string, headers: Readonly<Record<string, string>>): string {
	const lines = Object.entries({
		Upgrade: 'websocket',
		Connection: 'Upgrade',
		'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
		'Sec-WebSocket-Version': '13',
		...headers,
	}).map(([name, value]) => `${name}: ${value}`);
	return `GET ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

/** What was said, as a person reads it: masks taken off, one line a frame. */
export function readable(bytes: Buffer): string {
	const lines: string[] = [];
	let rest = bytes;
	while (rest.length >= 2) {
		const short = (rest[1] ?? 0) & 0x7f;
		const size = short === 126 ? 2 : short === 127 ? 8 : 0;
		const masked = (rest[1] ?? 0) >= 0x80;
		if (!masked || rest.length < 6 + size) break;
		const length = size === 0 ? short : size === 2 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
		if (rest.length < 6 + size + length) break;
		const body = Buffer.from(rest.subarray(6 + size, 6 + size + length));
		for (let n = 0; n < length; n += 1) body[n] = (body[n] ?? 0) ^ (rest[2 + size + (n & 3)] ?? 0);
		lines.push(`[${(rest[0] ?? 0).toString(16)}] ${body.toString()}`);
		rest = rest.subarray(6 + size + length);
	}
	return [...lines, ...(rest.length > 0 ? [rest.toString('latin1')] : [])].join('\n');
}
