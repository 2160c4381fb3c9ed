/** Writes databases in the MaxMind DB format, and the archives in which providers ship them: real input for what reads them. */
import { isIP } from 'node:net';
import { gzipSync } from 'node:zlib';

type Value = string | number | bigint | readonly Value[] | { readonly [key: string]: Value };

export interface Network {
	/** `81.198.0.0/16`, `2a03:2880::/32`. */
	readonly cidr: string;
	readonly record: Value;
}

export interface DatabaseOptions {
	readonly networks?: readonly Network[];
	readonly type?: string;
	readonly builtAt?: Date;
	readonly recordSize?: 24 | 28 | 32;
	readonly ipVersion?: 4 | 6;
	/** Instead of what is right. */
	readonly metadata?: { readonly [key: string]: Value };
}

/** The shape of MaxMind's and DB-IP's records. */
export const countryRecord = (code: string, name = code): Value => ({
	country: { iso_code: code, names: { en: name } },
});

export const someCountries: readonly Network[] = [
	{ cidr: '8.8.8.0/24', record: countryRecord('US', 'United States') },
	{ cidr: '81.198.0.0/16', record: countryRecord('LV', 'Latvia') },
	{ cidr: '193.40.0.0/13', record: countryRecord('EE', 'Estonia') },
	{ cidr: '2a03:2880::/32', record: countryRecord('IE', 'Ireland') },
];

/** A node's two sides: another node, a network's place among the records, or nothing. */
type Side = Node | number | null;
interface Node {
	sides: [Side, Side];
}

export function writeDatabase({
	networks = someCountries,
	type = 'GeoLite2-Country',
	builtAt = new Date('2026-11-20T12:00:00Z'),
	recordSize = 24,
	ipVersion = 6,
	metadata = {},
}: DatabaseOptions = {}): Buffer {
	const root: Node = { sides: [null, null] };
	const data: Buffer[] = [];
	let dataBytes = 0;
	for (const { cidr, record } of networks) {
		plant(root, bitsOf(cidr, ipVersion), dataBytes);
		const encoded = encode(record);
		data.push(encoded);
		dataBytes += encoded.length;
	}
	const nodes = numbered(root);
	const tree = Buffer.concat([...nodes.keys()].map((node) => nodeBytes(node, nodes, recordSize)));
	return Buffer.concat([
		tree,
		Buffer.alloc(16),
		...data,
		Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
		encode({
			binary_format_major_version: 2,
			binary_format_minor_version: 0,
			build_epoch: BigInt(Math.floor(builtAt.getTime() / 1000)),
			database_type: type,
			description: { en: 'made for a test' },
			ip_version: ipVersion,
			languages: ['en'],
			node_count: nodes.size,
			record_size: recordSize,
			...metadata,
		}),
	]);
}

function plant(root: Node, bits: readonly number[], place: number): void {
	let node = root;
	for (const [depth, bit] of bits.entries()) {
		const side = bit === 0 ? 0 : 1;
		if (depth === bits.length - 1) {
			node.sides[side] = place;
			return;
		}
		const below = node.sides[side];
		const next: Node = typeof below === 'object' && below !== null ? below : { sides: [below, below] };
		node.sides[side] = next;
		node = next;
	}
}

/** IPv4 lives below ::/96 of a tree of IPv6. */
function bitsOf(cidr: string, ipVersion: 4 | 6): readonly number[] {
	const [address = '', length = ''] = cidr.split('/');
	const isV4 = isIP(address) === 4;
	const hex = isV4
		? address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))
		: groupsOf(address).map((group) => group.padStart(4, '0'));
	const bits = [...hex.join('')].flatMap((digit) => [...Number.parseInt(digit, 16).toString(2).padStart(4, '0')]);
	const own = bits.slice(0, Number(length)).map(Number);
	return isV4 && ipVersion === 6 ? [...Array.from({ length: 96 }, () => 0), ...own] : own;
}

function groupsOf(address: string): readonly string[] {
	const [head = '', tail = ''] = address.split('::');
	const [before, after] = [head, tail].map((text) => text.split(':').filter((group) => group !== ''));
	const known = [...(before ?? []), ...(after ?? [])].length;
	return [...(before ?? []), ...Array.from({ length: 8 - known }, () => '0'), ...(after ?? [])];
}

function numbered(root: Node): ReadonlyMap<Node, number> {
	const numbers = new Map<Node, number>();
	const open = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		numbers.set(node, numbers.size);
		for (const side of node.sides) if (typeof side === 'object' && side !== null) open.push(side);
	}
	return numbers;
}

function nodeBytes(node: Node, nodes: ReadonlyMap<Node, number>, recordSize: 24 | 28 | 32): Buffer {
	const [left, right] = node.sides.map((side) => {
		if (side === null) return nodes.size;
		return typeof side === 'number' ? nodes.size + 16 + side : (nodes.get(side) ?? 0);
	}) as [number, number];
	const bytes = Buffer.alloc(recordSize / 4);
	if (recordSize === 32) {
		bytes.writeUInt32BE(left, 0);
		bytes.writeUInt32BE(right, 4);
		return bytes;
	}
	const low = 0x1_00_00_00;
	bytes.writeUIntBE(left % low, 0, 3);
	bytes.writeUIntBE(right % low, recordSize / 8 === 3 ? 3 : 4, 3);
	if (recordSize === 28) bytes.writeUInt8((Math.floor(left / low) << 4) | Math.floor(right / low), 3);
	return bytes;
}

const kinds = { text: 2, uint32: 6, map: 7, uint64: 9, array: 11 } as const;

function encode(value: Value): Buffer {
	if (typeof value === 'string') return typed(kinds.text, Buffer.byteLength(value), Buffer.from(value));
	if (typeof value === 'number') return whole(kinds.uint32, BigInt(value));
	if (typeof value === 'bigint') return whole(kinds.uint64, value);
	if (Array.isArray(value)) return typed(kinds.array, value.length, Buffer.concat(value.map(encode)));
	const pairs = Object.entries(value).flatMap(([key, inner]) => [encode(key), encode(inner)]);
	return typed(kinds.map, pairs.length / 2, Buffer.concat(pairs));
}

function whole(kind: number, value: bigint): Buffer {
	const hex = value === 0n ? '' : value.toString(16);
	const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
	return typed(kind, bytes.length, bytes);
}

/** Kinds above 7 have a byte of their own; sizes from 29 on have one or two. */
function typed(kind: number, size: number, bytes: Buffer): Buffer {
	const short = size < 29 ? size : size < 285 ? 29 : 30;
	const more = Buffer.alloc(short === 29 ? 1 : short === 30 ? 2 : 0);
	if (short === 29) more.writeUInt8(size - 29);
	if (short === 30) more.writeUInt16BE(size - 285);
	const extended = kind > 7 ? Buffer.from([kind - 7]) : Buffer.alloc(0);
	return Buffer.concat([Buffer.from([((kind > 7 ? 0 : kind) << 5) | short]), extended, more, bytes]);
}

export interface Archived {
	readonly name: string;
	readonly bytes: Buffer;
	/** A link, a folder; a regular file if absent. */
	readonly kind?: string;
}

/** As MaxMind ships it. */
export const tarGz = (files: readonly Archived[]): Buffer =>
	gzipSync(Buffer.concat([...files.map(tarred), Buffer.alloc(1024)]));

function tarred({ name, bytes, kind = '0' }: Archived): Buffer {
	const header = Buffer.alloc(512);
	header.write(name, 0);
	header.write('0000644\0', 100);
	header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
	header.write(`        ${kind}`, 148);
	header.write('ustar\x0000', 257);
	const sum = header.reduce((total, byte) => total + byte, 0);
	header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
	return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

export const maxmindArchive = (database: Buffer): Buffer =>
	tarGz([
		{ name: 'GeoLite2-Country_20261120/', bytes: Buffer.alloc(0), kind: '5' },
		{ name: 'GeoLite2-Country_20261120/LICENSE.txt', bytes: Buffer.from('a licence, at some length. '.repeat(40)) },
		{ name: 'GeoLite2-Country_20261120/GeoLite2-Country.mmdb', bytes: database },
	]);
