/** Who comes to the Demo shop: country, device and language, the way a small Baltic shop sees them. */
import type { Device, VisitorFacts } from '../../shared/card.ts';
import type { Language } from '../../shared/text/language.ts';

export interface Persona {
	readonly facts: VisitorFacts;
	readonly language: Language;
}

const machines: readonly Omit<VisitorFacts, 'country'>[] = (
	[
		['mobile', 'Safari 18', 'iOS'],
		['mobile', 'Chrome 143', 'Android'],
		['mobile', 'Samsung Internet 28', 'Android'],
		['mobile', 'Chrome 143', 'Android'],
		['desktop', 'Chrome 143', 'Windows'],
		['desktop', 'Firefox 144', 'Windows'],
		['desktop', 'Edge 143', 'Windows'],
		['desktop', 'Safari 18', 'macOS'],
		['desktop', 'Firefox 144', 'Linux'],
		['tablet', 'Safari 18', 'iPadOS'],
		['tablet', 'Chrome 143', 'Android'],
	] as const satisfies readonly (readonly [Device, string, string])[]
).map(([device, browser, system]) => ({ device, browser, system }));

/** Latvians are half of them and write Latvian; the others write English. */
const countries: readonly string[] = [
	'LV',
	'LV',
	'LV',
	'LV',
	'LV',
	'EE',
	'LT',
	'DE',
	'FI',
	'SE',
	'GB',
	'US',
	'PL',
	'NO',
];

/** `random`: 0 ≤ x < 1. */
const pick = <T>(list: readonly [T, ...T[]] | readonly T[], random: () => number): T => {
	const one = list[Math.floor(random() * list.length)];
	// A list of literals in the source: an empty one is a fault of ours.
	if (one === undefined) throw new RangeError('nothing to pick from');
	return one;
};

export function makePersona(random: () => number): Persona {
	const country = pick(countries, random);
	const machine = pick(machines, random);
	// One Latvian visitor in six has set the shop to English.
	const language: Language = country === 'LV' && random() > 0.16 ? 'lv' : 'en';
	return { facts: { country, ...machine }, language };
}
