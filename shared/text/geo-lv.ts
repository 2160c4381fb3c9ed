import { pluralLv } from './desk-plural.ts';
import type { GeoText } from './geo-en.ts';

/** Latvian words about the data that countries are read from. */
export const geoLv: GeoText = {
	title: 'Valstu dati',
	hint: 'Apmeklētāja valsti pēc adreses nosaka šis pats serveris. Nevienam citam nekas netiek jautāts.',
	own: (name, date) => `Jūsu fails: ${name}. Izveides datums: ${date}.`,
	bundled: (name, date) => `Baton komplektā: ${name}. Izveides datums: ${date}.`,
	none: 'Valstu datus nevar nolasīt: valstis paliek nezināmas.',
	today: 'Šodienas dati',
	days: (count) => pluralLv(count, { zero: '# dienu veci', one: '# dienu veci', other: '# dienas veci' }),
	old: 'Adreses pastāvīgi maina īpašniekus, tāpēc dažas valstis jau ir nepareizas. Ielādējiet jaunākus datus.',
	broken: 'Jūsu failu nevar nolasīt, tāpēc tiek lietoti Baton komplektā esošie dati. Ielādējiet failu vēlreiz.',
	how: 'Lai ielādētu jaunākus datus, izpildiet vienu no šīm komandām tur, kur darbojas serveris. Nekas nav jāpalaiž no jauna.',
	fromMaxmind: 'Komanda, kas ielādē datus no MaxMind',
	fromMaxmindHint: 'No MaxMind — ar savu bezmaksas atslēgu mainīgajos MAXMIND_ACCOUNT_ID un MAXMIND_LICENSE_KEY:',
	fromFile: 'Komanda, kas ielādē failu',
	fromFileHint: 'No valstu datubāzes faila, kas jums ir (.mmdb, .mmdb.gz vai .tar.gz):',
};
