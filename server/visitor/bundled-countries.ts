/**
 * The country data that a pinned package brings: sorted ranges, read by us. The package's own program would also load
 * cities (160 MB) and watch files; of its folder only the two country files (14 MB) are ever opened.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PublicAddress } from './public-address.ts';

/** What the package holds, and when that was collected: it shifts by a few per cent a year. */
export const bundledData = { name: 'GeoLite2-Country', builtAt: Date.UTC(2023, 10, 15) } as const;

/** Two letters, or whatever the data holds there; null: no range has the address. */
export type BundledCountries = (address: PublicAddress) => string | null;

interface Ranges {
	readonly bytes: Buffer;
	/** Bytes of an address. A record is the first one, the last one, two letters. */
	readonly width: number;
}

const countryBytes = 2;

/** Throws where the package is not as it should be. */
export function loadBundledCountries(): BundledCountries {
	const manifest = createRequire(import.meta.url).resolve('geoip-lite/package.json');
	const read = (name: string): Buffer => readFileSync(join(dirname(manifest), 'data', name));
	const ranges = {
		ipv4: { bytes: read('geoip-country.dat'), width: 4 },
		ipv6: { bytes: read('geoip-country6.dat'), width: 16 },
	} as const;
	return ({ address, family }) => find(ranges[family], family === 'ipv4' ? bytesOfV4(address) : bytesOfV6(address));
}

function find({ bytes, width }: Ranges, wanted: Buffer): string | null {
	const size = 2 * width + countryBytes;
	// The last record that begins at or before the address.
	let low = 0;
	let high = Math.floor(bytes.length / size);
	while (low < high) {
		const middle = (low + high) >>> 1;
		const at = middle * size;
		if (bytes.compare(wanted, 0, width, at, at + width) > 0) high = middle;
		else low = middle + 1;
	}
	if (low === 0) return null;
	const last = (low - 1) * size + width;
	const within = bytes.compare(wanted, 0, width, last, last + width) >= 0;
	return within ? bytes.toString('latin1', last + width, last + width + countryBytes) : null;
}

const bytesOfV4 = (address: string): Buffer => Buffer.from(address.split('.').map(Number));

/** `address` is in its shortest spelling: at most one `::`, no dots. */
function bytesOfV6(address: string): Buffer {
	const [before = '', after] = address.split('::');
	const groups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));
	const [head, tail] = [groups(before), groups(after ?? '')];
	const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
	return Buffer.from([...head, ...zeros, ...tail].map((group) => group.padStart(4, '0')).join(''), 'hex');
}
