/** Where the countries of visitors come from, for the owner's eyes. */

export interface CountryData {
	/** `bundled`: what this version of Baton brought; `file`: the owner's own. */
	readonly source: 'bundled' | 'file';
	/** As the data calls itself: "GeoLite2-Country". */
	readonly name: string;
	/** Wall clock, ms. */
	readonly builtAt: number;
	/** Whole days, by the server's clock. */
	readonly ageDays: number;
}

export interface CountryDataView {
	/** Null: none can be read, countries stay unknown. */
	readonly used: CountryData | null;
	/** The owner's own file is there and can not be used. */
	readonly ownFileBroken: boolean;
}

/** From here on the settings ask for newer data, days: addresses change hands all the time. */
export const oldAfterDays = 90;

/** Whose data it is, so that the line their licence asks for can be shown. */
export function providerOf(name: string): 'maxmind' | 'db-ip' | 'other' {
	if (/^Geo(?:Lite|IP)/i.test(name)) return 'maxmind';
	return /^DB-?IP/i.test(name) ? 'db-ip' : 'other';
}
