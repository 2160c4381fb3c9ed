/** Address → country, approximately: from the owner's own database file, else from what the pinned package brings. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CountryDataView } from '../../shared/country-data.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { type BundledCountries, bundledData, loadBundledCountries } from './bundled-countries.ts';
import { type CountryFile, maxCountryFileBytes, openCountryFile } from './country-file.ts';
import { createPublicAddressOf } from './public-address.ts';

/** Where the owner's own file lies in a data folder; `npm run admin -- geo` puts it there. */
export const ownCountryFile = (dataDir: string): string => join(dataDir, 'geo', 'country.mmdb');

export interface Geo {
	/** ISO 3166-1 alpha-2; null: unknown, private, or no address at all. Never throws. */
	country(address: string): string | null;
	/** Loads the data now (some ms) instead of at the first visitor. */
	warm(): void;
	/** Another own file is there: used from the next look-up on. */
	reload(): CountryDataView;
	data(): CountryDataView;
}

export interface GeoDeps {
	readonly dataDir: string;
	readonly clock: Pick<Clock, 'now'>;
	readonly log: Log;
}

type Source =
	| { readonly kind: 'file'; readonly file: CountryFile }
	| { readonly kind: 'bundled'; readonly countries: BundledCountries; readonly ownFileBroken: boolean }
	| { readonly kind: 'none'; readonly ownFileBroken: boolean };

const dayMs = 86_400_000;

export function createGeo({ dataDir, clock, log }: GeoDeps): Geo {
	const publicAddressOf = createPublicAddressOf();
	const path = ownCountryFile(dataDir);
	let source: Source | null = null;

	/** Null: there is none. */
	function ownFile(): CountryFile | 'broken' | null {
		try {
			const size = statSync(path, { throwIfNoEntry: false })?.size;
			if (size === undefined) return null;
			if (size > maxCountryFileBytes) throw new Error('too large for a country database');
			const opened = openCountryFile(readFileSync(path), { wholly: false });
			if (opened.ok) return opened.file;
			throw new Error(opened.problem);
		} catch (error) {
			log.warn({ err: error, path }, 'the country database file can not be used: the bundled data stands in');
			return 'broken';
		}
	}

	function load(): Source {
		const own = ownFile();
		if (own !== null && own !== 'broken') return { kind: 'file', file: own };
		const ownFileBroken = own === 'broken';
		try {
			return { kind: 'bundled', countries: loadBundledCountries(), ownFileBroken };
		} catch (error) {
			log.warn({ err: error }, 'the country data could not be loaded: countries stay unknown');
			return { kind: 'none', ownFileBroken };
		}
	}

	function loaded(): Source {
		source ??= load();
		return source;
	}

	function data(): CountryDataView {
		const now = loaded();
		if (now.kind === 'none') return { used: null, ownFileBroken: now.ownFileBroken };
		const { name, builtAt } = now.kind === 'file' ? now.file : bundledData;
		const ageDays = Math.max(0, Math.floor((clock.now() - builtAt) / dayMs));
		return {
			used: { source: now.kind, name, builtAt, ageDays },
			ownFileBroken: now.kind === 'bundled' && now.ownFileBroken,
		};
	}

	return {
		country(text) {
			const address = publicAddressOf(text);
			if (address === null) return null;
			try {
				const now = loaded();
				if (now.kind === 'none') return null;
				const country = (now.kind === 'file' ? now.file.country(address) : now.countries(address)) ?? '';
				return /^[A-Z]{2}$/.test(country) ? country : null;
			} catch {
				// A damaged data file: a visitor without a country is no reason to fail.
				return null;
			}
		},
		warm: () => void loaded(),
		reload() {
			source = load();
			return data();
		},
		data,
	};
}
