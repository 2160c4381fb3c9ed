/** Whose address a request comes from. Pure. Addresses are used for limits and the country, and never stored. */
import { isIP } from 'node:net';

export interface ClientAddress {
	/** Canonical text: IPv4 as four numbers (also when it came mapped into IPv6), IPv6 compressed as in RFC 5952. */
	readonly address: string;
	/** What limits count by: the IPv4 address, or the /64 of an IPv6 one, since a single line is given a whole /64. */
	readonly key: string;
	/** Loopback, private, link-local or shared: a machine nearby, often a proxy that speaks for many people. */
	readonly isLocal: boolean;
}

type Bytes = readonly number[];

const nowhere: Bytes = [0, 0, 0, 0];

function parseV4(text: string): Bytes {
	return text.split('.').map(Number);
}

function parseV6(text: string): Bytes {
	const [head = '', tail] = text.split('::');
	const groups = (part: string): number[] =>
		part === ''
			? []
			: part.split(':').flatMap((group) => {
					if (group.includes('.')) return [...parseV4(group)];
					const value = Number.parseInt(group, 16);
					return [value >> 8, value & 0xff];
				});
	const left = groups(head);
	const right = tail === undefined ? [] : groups(tail);
	return [...left, ...Array.from({ length: 16 - left.length - right.length }, () => 0), ...right];
}

/** Four bytes that arrive as `::ffff:a.b.c.d` (a socket that listens on both families) are an IPv4 address. */
function unmapped(bytes: Bytes): Bytes {
	const isMapped = bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff;
	return isMapped && bytes[11] === 0xff ? bytes.slice(12) : bytes;
}

/** Also takes what proxies write: `1.2.3.4:567`, `[::1]`, `[::1]:567`, `"…"`, a zone. Undefined for anything else. */
function parseAddress(raw: string): Bytes | undefined {
	let text = raw.trim().replaceAll('"', '');
	const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text);
	if (bracketed) text = bracketed[1] ?? '';
	else if (/^[\d.]+:\d+$/.test(text)) text = text.slice(0, text.indexOf(':'));
	text = text.replace(/%.*$/, '');
	switch (isIP(text)) {
		case 4:
			return parseV4(text);
		case 6:
			return unmapped(parseV6(text));
		default:
			return undefined;
	}
}

function groupsOf(bytes: Bytes): string[] {
	return Array.from({ length: bytes.length / 2 }, (_, index) =>
		(((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
	);
}

function format(bytes: Bytes): string {
	if (bytes.length === 4) return bytes.join('.');
	const groups = groupsOf(bytes);
	// The first longest run of two or more zero groups becomes `::`.
	let from = -1;
	let length = 1;
	for (let start = 0; start < groups.length; start++) {
		let end = start;
		while (groups[end] === '0') end++;
		if (end - start > length) {
			from = start;
			length = end - start;
		}
	}
	if (from < 0) return groups.join(':');
	return `${groups.slice(0, from).join(':')}::${groups.slice(from + length).join(':')}`;
}

function isLocal(bytes: Bytes): boolean {
	const [a = 0, b = 0] = bytes;
	if (bytes.length === 4) {
		return (
			a === 0 ||
			a === 10 ||
			a === 127 ||
			(a === 100 && b >= 64 && b < 128) ||
			(a === 169 && b === 254) ||
			(a === 172 && b >= 16 && b < 32) ||
			(a === 192 && b === 168)
		);
	}
	// Unspecified and ::1, then fc00::/7 and fe80::/10.
	if (bytes.slice(0, 15).every((byte) => byte === 0)) return (bytes[15] ?? 0) <= 1;
	return (a & 0xfe) === 0xfc || (a === 0xfe && (b & 0xc0) === 0x80);
}

/** Whether an address, as a socket or a proxy writes it, is of a machine nearby. An unreadable one is. */
export const isLocalAddress = (text: string): boolean => isLocal(parseAddress(text) ?? nowhere);

/** The chain of hops, farthest first; each proxy appends whom it heard from, and the socket is the last to speak. */
function forwardedHops(header: string | undefined): string[] {
	return header === undefined ? [] : header.split(',').filter((hop) => hop.trim() !== '');
}

export interface AddressInput {
	/** Of the TCP peer. */
	readonly socketAddress: string;
	/** `x-forwarded-for`, repeated ones joined by commas. */
	readonly forwardedFor?: string | undefined;
	/** How many proxies of ours stand in front: `TRUSTED_PROXIES`. 0 believes the socket only. */
	readonly trustedProxies: number;
}

/**
 * Counts declared proxies from the right, where only they can write. What lies further left is the client's own claim.
 * An unreadable hop (`unknown`, a hidden name) gives way to the nearest readable one on its right.
 */
export function clientAddress({ socketAddress, forwardedFor, trustedProxies }: AddressInput): ClientAddress {
	const hops = [...forwardedHops(forwardedFor), socketAddress];
	const wanted = Math.max(0, hops.length - 1 - trustedProxies);
	const bytes =
		hops
			.slice(wanted)
			.map(parseAddress)
			.find((parsed) => parsed !== undefined) ?? nowhere;
	return {
		address: format(bytes),
		key: bytes.length === 4 ? format(bytes) : `${format([...bytes.slice(0, 8), 0, 0, 0, 0, 0, 0, 0, 0])}/64`,
		isLocal: isLocal(bytes),
	};
}
