/**
 * Address → country, approximately. The library loads its data when it is first required, cities included where it finds
 * them (160 MB); it is pointed at a folder with nothing but the two country files (30 MB), and only when first asked.
 */
import { copyFileSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BlockList, isIP } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import type { Log } from '../log.ts';

/** When the data inside the pinned package was collected: it shifts by a few per cent a year. */
export const bundledGeoData = '2023-11';

export interface Geo {
	/** ISO 3166-1 alpha-2; null: unknown, private, or no address at all. Never throws. */
	country(address: string): string | null;
	/** Loads the data now (about 0.1 s) instead of at the first visitor. */
	warm(): void;
}

export interface GeoDeps {
	/** May be emptied at any time: what is made in it is made again. */
	readonly cacheDir: string;
	/** The owner's own, newer data (GEODATADIR, the library's variable); null: what the package brings. */
	readonly dataDir: string | null;
	readonly log: Log;
}

type Lookup = (address: string) => { readonly country: string } | null;

const countryFiles = ['geoip-country.dat', 'geoip-country6.dat'] as const;

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

/** The library knows mapped addresses in one spelling only; `::ffff:102:304` is 1.2.3.4 too. Null: no address. */
function plain(address: string): { readonly address: string; readonly family: 'ipv4' | 'ipv6' } | null {
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

/** Links where the system allows them, else copies: a folder with the country files and nothing else. */
function countryFolder(cacheDir: string, packageData: string): string {
	// Absolute: the library takes a relative folder as one of its own.
	const folder = resolve(cacheDir, 'geo');
	// Anew at each start: the package may have moved since.
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	for (const file of countryFiles) {
		const [from, to] = [join(packageData, file), join(folder, file)];
		try {
			symlinkSync(from, to);
		} catch {
			copyFileSync(from, to);
		}
	}
	return folder;
}

function loadLibrary({ cacheDir, dataDir }: GeoDeps): Lookup {
	const require = createRequire(import.meta.url);
	const folder = dataDir ?? countryFolder(cacheDir, join(dirname(require.resolve('geoip-lite/package.json')), 'data'));
	const before = process.env['GEODATADIR'];
	process.env['GEODATADIR'] = folder;
	try {
		// A CommonJS package; its types are those of @types/geoip-lite.
		const { lookup } = require('geoip-lite') as typeof import('geoip-lite');
		return lookup;
	} finally {
		if (before === undefined) delete process.env['GEODATADIR'];
		else process.env['GEODATADIR'] = before;
	}
}

export function createGeo(deps: GeoDeps): Geo {
	const nearby = makeNearby();
	const nothing: Lookup = () => null;
	let lookup: Lookup | null = null;

	function loaded(): Lookup {
		try {
			lookup ??= loadLibrary(deps);
		} catch (error) {
			deps.log.warn({ err: error }, 'the country data could not be loaded: countries stay unknown');
			lookup = nothing;
		}
		return lookup;
	}

	return {
		country(address) {
			const known = plain(address);
			if (known === null || nearby.check(known.address, known.family)) return null;
			try {
				const country = loaded()(known.address)?.country ?? '';
				return /^[A-Z]{2}$/.test(country) ? country : null;
			} catch {
				// A damaged data file: a visitor without a country is no reason to fail.
				return null;
			}
		},
		warm: () => void loaded(),
	};
}
