/**
 * Where a push service may be. Endpoints come from the browsers of signed-in members, so each could also be an attempt to
 * make this server speak to something inside its own network.
 */
import { BlockList, isIP } from 'node:net';

type Range = readonly [net: string, bits: number];

/** IPv4: everything that is not the public internet (RFC 6890). */
const private4: readonly Range[] = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 3],
];
/** IPv6: all that is handed out is in here, */
const unicast6: readonly Range[] = [['2000::', 3]];
/** but for what wraps an IPv4 address, and examples in books. */
const notReally6: readonly Range[] = [
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['3fff::', 20],
];

function isIn(ranges: readonly Range[], address: string, family: 'ipv4' | 'ipv6'): boolean {
	const list = new BlockList();
	for (const [net, bits] of ranges) list.addSubnet(net, bits, family);
	return list.check(address, family);
}

/** Whether an address of a push service may be connected to. */
export function isPublicAddress(address: string): boolean {
	switch (isIP(address)) {
		case 4:
			return !isIn(private4, address, 'ipv4');
		case 6:
			return isIn(unicast6, address, 'ipv6') && !isIn(notReally6, address, 'ipv6');
		default:
			return false;
	}
}

const longest = 1_000;

/**
 * The endpoint as a URL, or null where we do not send: https at its own port, a name and no bare address, no password. What
 * the name leads to is looked at when it is connected to. `local`: tests, whose push service is on this machine.
 */
export function parseEndpoint(text: string, local: boolean): URL | null {
	if (text.length > longest || !URL.canParse(text)) return null;
	const url = new URL(text);
	if (url.username !== '' || url.password !== '' || url.hash !== '') return null;
	if (local && url.protocol === 'http:' && url.hostname === '127.0.0.1') return url;
	const named = url.hostname.includes('.') && isIP(url.hostname) === 0;
	return url.protocol === 'https:' && url.port === '' && named ? url : null;
}
