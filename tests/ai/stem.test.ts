import { describe, expect, test } from 'vitest';
import { languageOf } from '../../server/ai/language.ts';
import { stemEnglish, stemLatvian, stemsOf } from '../../server/ai/stem.ts';
import { fold, wordsOf } from '../../server/ai/words.ts';

const stems = (line: string, stem: (word: string) => string) =>
	new Set(line.split(' ').map((word) => stem(fold(word))));

describe('the forms of one word meet: Latvian', () => {
	test.each([
		'cena cenas cenu cenām cenai cenā',
		'prece preces preču precēm preci',
		'piegāde piegādes piegādi piegāžu piegādēm piegādāt piegādājat piegādāsiet piegādāts piegādāšana piegādātājs',
		'maksāt maksā maksāju maksājums maksājumu maksājumi maksāšana jāmaksā',
		'atgriezt atgriešana atgriešanas atgriešanu atgriežu atgriezīšu atgriezta',
		'pasūtījums pasūtījumu pasūtījumi pasūtīt pasūtīju pasūtīšana pasūtīta',
		'sūtīt sūtījums sūtījumu sūtīšana sūtāt',
		'izmērs izmēri izmēru izmēriem izmēros',
		'garantija garantijas garantiju garantijā',
		'karte kartes karti kartēm karšu',
		'atlaide atlaides atlaižu atlaidēm',
		'nomainīt nomaiņa nomaiņu nomaina nomainīšu',
		'bojāts bojāta bojātu bojājums bojājumu',
		'izpārdošana izpārdošanas izpārdot',
		'mēnesis mēneša mēneši mēnešus mēnešiem',
		'zābaki zābakus zābaku zābakiem',
		'kurpes kurpju kurpēm',
		'reģistrēties reģistrācija reģistrāciju',
		'atcelt atcelšana atceļu atcēlu',
		'strādā strādājat strādāt strādāsiet',
		'Igaunija Igauniju Igaunijā',
	])('%s', (line) => {
		expect(stems(line, stemLatvian).size).toBe(1);
	});

	test('without the marks as with them', () => {
		expect(stems('cenām cenam CENĀM', stemLatvian).size).toBe(1);
	});

	test.each(['cena cenzūra', 'karte kāja kods', 'jaka jauns', 'prece prieks', 'laiks laime'])('apart: %s', (line) => {
		expect(stems(line, stemLatvian).size).toBe(line.split(' ').length);
	});
});

describe('the forms of one word meet: English', () => {
	test.each([
		'price prices pricing priced',
		'delivery deliveries deliver delivered delivering',
		'return returns returned returning returnable',
		'refund refunds refunded',
		'pay pays paid payment payments paying',
		'ship shipping shipped shipment ships',
		'order orders ordered ordering',
		'cancel cancelled cancellation cancelling',
		'size sizes sizing',
		'policy policies',
		'address addresses',
		'box boxes',
		'sell selling sold',
		'use used using',
		'apply applies applied',
	])('%s', (line) => {
		expect(stems(line, stemEnglish).size).toBe(1);
	});

	test.each(['card cord care', 'speed spend', 'bus business', 'feed fee'])('apart: %s', (line) => {
		expect(stems(line, stemEnglish).size).toBe(line.split(' ').length);
	});
});

test('a stem bears its language: one of the other never meets it', () => {
	expect(stemsOf('cena')).toEqual({ en: 'encena', lv: 'lvcen' });
});

test('words are folded, and nothing in them can be an operator of the search', () => {
	expect(wordsOf("Don't: \"Čau!\" & (a | b) <-> 'e-mail' 3.5 ÄÖ ß '; drop table")).toEqual([
		...['dont', 'cau', 'a', 'b', 'e', 'mail', '3', '5', 'ao', 'ß', 'drop', 'table'],
	]);
});

test.each([
	['Cik maksā piegāde?', 'lv'],
	['cik maksa piegade', 'lv'],
	['cena', 'lv'],
	['Paldies!', 'lv'],
	['Vai es varu?', 'lv'],
	['What does delivery cost?', 'en'],
	['price', 'en'],
	['hi', 'en'],
	['I am in Rīga, where is the shop?', 'en'],
	['iPhone 15', null],
	['12345', null],
	['', null],
])('the language of "%s" is %s', (text, language) => {
	expect(languageOf(text)).toBe(language);
});

test.each(['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf'])(
	'a word that every object knows: %s',
	(word) => {
		expect(Object.values(stemsOf(word)).every((stem) => typeof stem === 'string')).toBe(true);
		expect(Object.values(stemsOf(fold(word))).join()).toMatch(/^en.+,lv.+$/);
	},
);
