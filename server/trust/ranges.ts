/** Address ranges as an admin types them. Pure. */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

export interface Range {
	/** `198.51.100.0/24`; a single address has no length behind it. */
	readonly text: string;
	holds(address: string): boolean;
}

/** Shorter ones hold too much of the world to be meant. */
const shortest = { ipv4: 8, ipv6: 16 } as const;
const longest = { ipv4: 32, ipv6: 128 } as const;

/** `::ffff:198.51.100.1` is an IPv4 address. */
function parse(text: string): Address | null {
	// The lenient ways of writing IPv4 ("1", "0x7f.1") would be taken for something else than was meant.
	const valid = text.includes(':') ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text);
	return valid && !text.includes('%') ? ipaddr.process(text) : null;
}

function same(bytes: readonly number[], others: readonly number[], bits: number): boolean {
	if (bytes.length !== others.length) return false;
	return bytes.every((byte, index) => {
		const counts = Math.min(8, Math.max(0, bits - index * 8));
		return byte >> (8 - counts) === (others[index] ?? 0) >> (8 - counts);
	});
}

/** Null: it is no address and no range, or far too wide. */
export function parseRange(typed: string): Range | null {
	const [base = '', length, rest] = typed.trim().toLowerCase().split('/');
	const address = parse(base);
	if (address === null || rest !== undefined || (length !== undefined && !/^\d{1,3}$/.test(length))) return null;
	const kind = address.kind();
	// What was written as IPv6 and is IPv4 counts from the ninety-sixth bit.
	const mapped = base.includes(':') && kind === 'ipv4' ? 96 : 0;
	const bits = length === undefined ? longest[kind] : Number(length) - mapped;
	if (bits < shortest[kind] || bits > longest[kind]) return null;
	const bytes = address.toByteArray().map((byte, index) => {
		const counts = Math.min(8, Math.max(0, bits - index * 8));
		return (byte >> (8 - counts)) << (8 - counts);
	});
	const network = ipaddr.fromByteArray(bytes).toString();
	return {
		text: bits === longest[kind] ? network : `${network}/${bits}`,
		holds(text) {
			const one = parse(text);
			return one !== null && same(one.toByteArray(), bytes, bits);
		},
	};
}
