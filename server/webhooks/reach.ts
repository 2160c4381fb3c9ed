/**
 * Where a webhook may lead. Whoever manages a site chooses the address, and this server stands where its operator put it:
 * often beside things that answer to whoever comes from inside.
 */
import ipaddr from 'ipaddr.js';

export interface Reach {
	/** Private networks and this machine itself, too: a self-hoster's own tools are there. */
	readonly privateAddresses: boolean;
}

/** Addresses under which clouds tell a machine its own keys. Nothing that an owner could mean. */
const metadata = [
	'169.254.0.0/16',
	'fe80::/10',
	'fd00:ec2::/32',
	'fd20:ce::254/128',
	'100.100.100.200/32',
	'168.63.129.16/32',
	'192.0.0.192/32',
].map((range) => ipaddr.parseCIDR(range));

/** No machine that could answer for itself. */
const nobody: readonly string[] = ['unspecified', 'broadcast', 'multicast', 'linkLocal', 'reserved', 'teredo'];
const inside: readonly string[] = ['private', 'loopback', 'uniqueLocal', 'carrierGradeNat', 'deprecatedSiteLocal'];

/** Translators and tunnels lead to the IPv4 address that they hold. */
function unwrap(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
	if (address instanceof ipaddr.IPv4) return address;
	const bytes = address.toByteArray();
	const range = address.range();
	if (range === '6to4') return new ipaddr.IPv4(bytes.slice(2, 6));
	// `::a.b.c.d` is the oldest form of all; `::` and `::1` are themselves.
	const oldest = range === 'unicast' && bytes.slice(0, 12).every((byte) => byte === 0);
	const holds = oldest || range === 'ipv4Mapped' || range === 'rfc6145' || range === 'rfc6052';
	return holds ? new ipaddr.IPv4(bytes.slice(12)) : address;
}

/** `text`: an address as a resolver gives it or a URL holds it, without brackets. What can't be read is not reached. */
export function mayReach(text: string, { privateAddresses }: Reach): boolean {
	if (!ipaddr.isValid(text)) return false;
	const address = unwrap(ipaddr.parse(text));
	const range = address.range();
	if (metadata.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits))) return false;
	if (nobody.includes(range)) return false;
	return privateAddresses || !inside.includes(range);
}
