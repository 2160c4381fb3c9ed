/** A country database in the MaxMind DB format: MaxMind's, DB-IP's, or whosever. The file is the owner's and may be anything. */
import { type Response as GeoResponse, Reader } from 'mmdb-lib';
import { z } from 'zod';
import { type TreeShape, treeIsSound } from './country-tree.ts';
import type { PublicAddress } from './public-address.ts';

/** A country database has some 10 MB, all of it in memory; one of cities has 60 and says no more to us. */
export const maxCountryFileBytes = 48 * 1024 * 1024;

export type CountryFileProblem = 'not-mmdb' | 'damaged' | 'no-countries';

export interface CountryFile {
	readonly name: string;
	/** Wall clock, ms. */
	readonly builtAt: number;
	country(address: PublicAddress): string | null;
}

export type OpenedCountryFile =
	| { readonly ok: true; readonly file: CountryFile }
	| { readonly ok: false; readonly problem: CountryFileProblem };

const metadata = z.object({
	binaryFormatMajorVersion: z.literal(2),
	buildEpoch: z.date().min(new Date('2000-01-01')).max(new Date('2200-01-01')),
	databaseType: z
		.string()
		.max(60)
		.regex(/^[\w .()/-]+$/),
	ipVersion: z.literal([4, 6]),
	nodeCount: z.int().min(1),
	recordSize: z.literal([24, 28, 32]),
	searchTreeSize: z.int().min(1),
});

const code = z.string().regex(/^[A-Z]{2}$/);

/** MaxMind and DB-IP write the first shape, others the second or third. */
const record = z.union([
	z.object({ country: z.object({ iso_code: code }) }).transform(({ country }) => country.iso_code),
	z.object({ country_code: code }).transform(({ country_code: flat }) => flat),
	z.object({ country: code }).transform(({ country }) => country),
]);

/** Addresses that somebody uses, wherever the data is from: a database without any of them is of something else. */
const wellKnown = ['8.8.8.8', '1.1.1.1', '9.9.9.9', '193.0.6.139', '81.198.0.1', '200.3.14.10', '196.216.2.1'];

/** Bytes of nothing between the tree and the records. */
const separatorBytes = 16;

/**
 * Looks at the beginning, the end and a few addresses.
 * @param wholly goes through the tree as well (some 0.2 s): for a file that is new to us
 */
export function openCountryFile(bytes: Buffer, { wholly }: { readonly wholly: boolean }): OpenedCountryFile {
	const reader = readerOf(bytes);
	const told = metadata.safeParse(reader?.metadata);
	if (reader === null || !told.success) return { ok: false, problem: 'not-mmdb' };
	const { nodeCount, recordSize, ipVersion, searchTreeSize, databaseType, buildEpoch } = told.data;
	const shape: TreeShape = { nodeCount, recordSize, bits: ipVersion === 4 ? 32 : 128 };
	if (bytes.length < searchTreeSize + separatorBytes) return { ok: false, problem: 'damaged' };
	const look = (address: string): string | null => record.safeParse(reader.get(address)).data ?? null;
	try {
		if (wholly && !treeIsSound(bytes, shape, (address) => void reader.get(address)))
			return { ok: false, problem: 'damaged' };
		if (!wellKnown.some((address) => look(address) !== null)) return { ok: false, problem: 'no-countries' };
	} catch {
		// The reader trusts its file: whatever it throws, the file is not what its end promises.
		return { ok: false, problem: 'damaged' };
	}
	return {
		ok: true,
		file: {
			name: databaseType,
			builtAt: buildEpoch.getTime(),
			country: ({ address, family }) => (family === 'ipv6' && ipVersion === 4 ? null : look(address)),
		},
	};
}

function readerOf(bytes: Buffer): Reader<GeoResponse> | null {
	try {
		return new Reader(bytes);
	} catch {
		// It has no other way to say that this is no such file.
		return null;
	}
}
