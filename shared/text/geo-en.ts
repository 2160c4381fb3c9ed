import { pluralEn } from './desk-plural.ts';

/** English words about the data that countries are read from. */
export const geoEn = {
	title: 'Country data',
	hint: 'A visitor’s country is looked up on this server by their address. Nobody else is asked.',
	own: (name: string, date: string) => `Your own file: ${name}, built on ${date}.`,
	bundled: (name: string, date: string) => `Came with Baton: ${name}, built on ${date}.`,
	none: 'No country data can be read: countries stay unknown.',
	today: 'New today',
	days: (count: number) => pluralEn(count, { one: '# day old', other: '# days old' }),
	old: 'Addresses change hands all the time, so some countries are wrong by now. Bring newer data.',
	broken: 'Your own file can’t be read, so the data that came with Baton is used. Bring the file again.',
	how: 'To bring newer data, run one of these where the server runs. Nothing has to be restarted.',
	fromMaxmind: 'Command that brings it from MaxMind',
	fromMaxmindHint: 'From MaxMind, with your own free key in MAXMIND_ACCOUNT_ID and MAXMIND_LICENSE_KEY:',
	fromFile: 'Command that brings a file',
	fromFileHint: 'From a country database file that you have (.mmdb, .mmdb.gz or .tar.gz):',
};

export type GeoText = typeof geoEn;
