/** Which addresses can have a country at all. */
import { BlockList, isIP } from 'node:net';

export interface PublicAddress {
	/** In its shortest spelling; an IPv4 address in IPv6's clothes is told as IPv4. */
	readonly address: string;
	readonly family: 'ipv4' | 'ipv6';
}

/** A machine nearby has no country, whatever the data says. */
function makeNearby(): BlockList {
	const list = new BlockList();
	const v4 = [
		['0.0.0.0', 8],
		['10.0.0.0', 8],
		['100.64.0.0', 10],
		['127.0.0.0', 8],
		['169.254.0.0', 16],
		['172.16.0.0', 12],
		['192.168.0.0', 16],
		['224.0.0.0', 3],
	] as const;
	for (const [net, bits] of v4) list.addSubnet(net, bits, 'ipv4');
	const v6 = [
		['::', 127],
		['fc00::', 7],
		['fe80::', 10],
		['ff00::', 8],
	] as const;
	for (const [net, bits] of v6) list.addSubnet(net, bits, 'ipv6');
	return list;
}

function plain(address: string): PublicAddress | null {
	const text = address.replace(/%.*$/, '');
	switch (isIP(text)) {
		case 4:
			return { address: text, family: 'ipv4' };
		case 6: {
			const canonical = new URL(`http://[${text}]/`).hostname.slice(1, -1);
			const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
			if (mapped === null) return { address: canonical, family: 'ipv6' };
			const bytes = mapped.slice(1).flatMap((group) => {
				const value = Number.parseInt(group, 16);
				return [value >> 8, value & 0xff];
			});
			return { address: bytes.join('.'), family: 'ipv4' };
		}
		default:
			return null;
	}
}

export function createPublicAddressOf(): (address: string) => PublicAddress | null {
	const nearby = makeNearby();
	return (text) => {
		const known = plain(text);
		return known === null || nearby.check(known.address, known.family) ? null : known;
	};
}
