import { ask, pageOf, type Script, say } from './script.ts';

const home = pageOf('/lv', 'Demo shop');
const jackets = pageOf('/lv/jakas', 'Jakas · Demo shop');
const boots = pageOf('/lv/zabaki', 'Pārgājienu zābaki · Demo shop');
const basket = pageOf('/lv/grozs', 'Grozs · Demo shop');
const account = pageOf('/lv/konts/pasutijumi', 'Mani pasūtījumi · Demo shop');
const gifts = pageOf('/lv/davanu-kartes', 'Dāvanu kartes · Demo shop');

const script = (matter: string, start: Script['start'], ...steps: Script['steps']): Script => ({
	language: 'lv',
	matter,
	start,
	steps,
});

export const latvianScripts: readonly Script[] = [
	script(
		'Mani interesē cenas, konkrēti ziemas jakām.',
		home,
		say('Labdien! Mani interesē cenas'),
		{ page: jackets },
		say('Un vai ir kāda atlaide?'),
		say('Paldies par palīdzību!'),
	),
	script(
		'Gribēju zināt par piegādi uz pakomātu.',
		basket,
		say('Cik maksā piegāde uz pakomātu?'),
		say('Un cik ilgi jāgaida?'),
		say('Skaidrs, paldies'),
	),
	script(
		'Gaidu sūtījumu, pasūtījuma numurs ir DS118204.',
		account,
		say('Sveiki, kur ir mans pasūtījums?'),
		say('Izsekošanā jau trīs dienas nekas nemainās'),
		say('Vai varu parunāt ar cilvēku?'),
	),
	script(
		'Zābaki ir par mazu, gribētu 42. izmēru.',
		account,
		say('zabaki ir par mazu, vai var apmainit?'),
		say('Vai apmaiņa ir bez maksas?'),
		say('Labi, paldies!'),
	),
	script(
		'Gribu nopirkt dāvanu karti māsai.',
		gifts,
		say('Vai jums ir dāvanu kartes?'),
		say('Cik ilgi karte ir derīga?'),
		say('Lieliski, paldies'),
	),
	script(
		'Saņēmu bojātu mugursomu, pasūtījums DS117730.',
		account,
		say('Labdien, saņēmu bojātu mugursomu'),
		say('Gribētu naudu atpakaļ'),
		ask,
	),
	script(
		'Gribēju uzzināt, vai jums var noīrēt telti.',
		home,
		say('Vai pie jums var noīrēt telti?'),
		say('Nu labi. Kāds ir darba laiks sestdienās?'),
	),
	script(
		'Gribu atgriezt jaku.',
		account,
		say('Kā atgriezt preci?'),
		say('Kad saņemšu naudu?'),
		say('Vai var atnest uz veikalu?'),
		say('Paldies'),
	),
	script(
		'Meklēju zābakus pārgājienam rudenī.',
		boots,
		say('Sveiki'),
		say('Kurus zābakus jūs ieteiktu purvam?'),
		say('Labāk parunāšu ar konsultantu, pasauciet, lūdzu'),
	),
	script(
		'Gribu samaksāt ar rēķinu, pērk uzņēmums.',
		basket,
		say('Vai uzņēmumam var izrakstīt rēķinu?'),
		say('Paldies, tas arī viss'),
	),
	script(
		'Gribēju zināt, kā mazgāt lietusjaku.',
		jackets,
		say('Kā mazgāt lietusjaku?'),
		say('Vai drīkst žāvētājā?'),
		say('Paldies!'),
	),
];
