/** Words that visitors and owners use for the same matter. They weigh less than the owner's own words. */
import { stemsOf } from './stem.ts';
import { wordsOf } from './words.ts';

const groups: readonly string[] = [
	'price prices cost costs pricing fee fees charge charges expensive cheap',
	'delivery shipping shipment dispatch courier deliver ship send parcel package',
	'return returns refund refunds',
	'refund reimbursement',
	'exchange swap replace replacement',
	'pay payment card invoice checkout',
	'discount sale promo promotion coupon voucher code',
	'warranty guarantee',
	'broken damaged faulty defective defect',
	'hours open opening close closing',
	'contact phone telephone call email mail reach',
	'address location located',
	'size sizes sizing fit measure measurements',
	'cancel cancellation',
	'track tracking status',
	'stock availability',
	'wash washing care clean cleaning',
	'gift present voucher',
	'collect collection pickup',
	'country countries abroad international',
	'job jobs career vacancy',
	'recommend recommendation suggest suggestion advise advice',
	'cena maksa izmaksas cenradis tarifs dargs lets',
	'piegade sutijums sutit nosutit kurjers pakomats atvest',
	'atgriezt atdot atgriesana atmaksa',
	'nomainit apmainit maina apmaina nomaina',
	'maksat samaksat apmaksat apmaksa samaksa norekins',
	'rekins parskaitijums',
	'atlaide akcija izpardosana kupons kods promo',
	'bojats salauzts defekts saplests brakis',
	'kontakti talrunis telefons zvanit epasts pasts sazinaties',
	'adrese atrodas atrasanas',
	'izmers izmeri lielums der',
	'atcelt atteikties anulet',
	'izsekot statuss sekot',
	'kopt kopsana mazgat tirit',
	'darba laiks atverts strada slegts',
	'davana davanu karte',
	'arzemes arvalstis valsts starptautiska',
	'vakance darbs',
	'ieteikt ieteikums padoms',
];

/** Idioms that no single word gives away, folded; each stands for the words behind it. */
const idioms: readonly (readonly [RegExp, string])[] = [
	[/\bhow (much|expensive)\b(?! (time|long))/, 'price cost'],
	[/\b(money back|send (it|them|this|something)? ?back|give (it|them) back|bring (it|them) back)\b/, 'return refund'],
	[/\b(pick|picking|come and (get|take)|come by)\b.*\b(up|in (the|your) (shop|store))\b/, 'collect'],
	[
		/\bhow (long|many days|fast|quick|quickly|soon)\b.*\b(arrive|take|come|get)\b|\bwhen (will|does|do|is|are) .*\b(arrive|come|here)\b/,
		'delivery',
	],
	[/\bhow (long|many days|fast|quick|quickly|soon)\b/, 'time'],
	[/\bwhere('s| is|s)? (my|the) (stuff|things|order|parcel|package)\b/, 'order status track'],
	[/\b(doesnt|does not|didnt|dont|not|too) (fit|small|big|large|tight)\b/, 'size exchange return'],
	[
		/\bwhere (is|are|can i find) (the |your )?(shop|store|office|you)\b|\bkur (jus )?(atrodat|atrodas|mekl)|\bkur ir (jusu )?(veikal|biroj)/,
		'address|adrese',
	],
	[/\bwhen (are|do|is) (you|the (shop|store))\b.*\b(open|close|there)/, 'hours'],
	[/\bcik (ilg|atr|driz)/, 'termins'],
	[/\bcik (tas |sis |si |sie )?(maksa|izmaksa|stav|vel)/, 'cena maksa'],
	[/\bmaksat (ar|caur|pec|skaidr)/, 'samaksat'],
	[/\bnaudu atpakal\b|\b(sutit|suti|nosutit|nest|atnest|atdot|dot)( \p{L}+){0,2} atpakal\b/u, 'atgriezt atmaksa'],
	[/\bkad (sanem|atves|piegad|pienak)/, 'piegade'],
	[/\bkur (ir|palicis|palika) (mans|mana|manas) (pasutijum|sutijum|pak)/, 'pasutijums statuss'],
	[/\b(neder|par mazu|par lielu|par saur)/, 'izmers nomainit'],
	[/\b(cikos|no cikiem|lidz cikiem|kad (jus )?(strada|atvert|atver))/, 'darba laiks'],
];

const stemmed: readonly ReadonlySet<string>[] = groups.map(
	(group) => new Set(wordsOf(group).flatMap((word) => Object.values(stemsOf(word)))),
);

/** Stems, in the term's own language, of the words that may stand for it. */
export function synonymsOf(term: string): readonly string[] {
	const language = term.slice(0, 2);
	const found = stemmed.filter((group) => group.has(term)).flatMap((group) => [...group]);
	return [...new Set(found)].filter((other) => other !== term && other.startsWith(language));
}

/** Whether a term names a matter that people ask shops about; "jacket" only says what it is about. */
export const namesMatter = (term: string): boolean => stemmed.some((group) => group.has(term));

/** What the idioms in a folded question stand for: a matter each, in one word or in one of each language (`address|adrese`). */
export const meantBy = (folded: string): readonly string[] =>
	idioms.filter(([idiom]) => idiom.test(folded)).flatMap(([, words]) => words.split(' '));
