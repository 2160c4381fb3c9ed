/** What a simulated visitor answers to a person: plausible, generic, and soon at an end. Pure. */
import type { Language } from '../../shared/text/language.ts';

interface Lines {
	readonly rules: readonly (readonly [heard: RegExp, answers: readonly string[]])[];
	readonly toQuestion: readonly string[];
	readonly toStatement: readonly string[];
	readonly nudge: readonly string[];
}

/** Folded would be shorter, but an agent writes with marks and without: both are in the patterns. */
const lines: Readonly<Record<Language, Lines>> = {
	en: {
		rules: [
			[
				/\b(order|parcel|tracking) ?(number|no|id|nr)\b|\bwhich order\b/i,
				['It is DS204518.', 'DS204518, from last week.'],
			],
			[/\b(e-?mail|phone|number to call|address)\b.*\?/i, ['The same as in the order, please.']],
			[/\bsize\b.*\?/i, ['42, please.', 'M, I think.']],
			[/\bcolou?r\b.*\?/i, ['The blue one.', 'Black, if you have it.']],
			[/\b(photo|picture|image)s?\b/i, ['I can send them by e-mail tonight.', 'Sure, I will take one.']],
			[
				/\b(refund|money back|discount|free of charge)\b/i,
				['That would be great, thank you!', 'Oh nice, thanks a lot!'],
			],
			[/\b(moment|minute|check|look (it )?up|looking)\b/i, ['Sure, take your time.', 'No problem, I can wait.']],
			[
				/\b(anything else|help you further|something else)\b/i,
				['No, that is all. Thank you!', 'That was all, thanks for your help!'],
			],
			[/\b(sorry|apologi[sz]e|apologies)\b/i, ['No worries.', 'It is all right, it happens.']],
			[/\b(bye|nice day|goodbye|take care)\b/i, ['Thank you, you too!', 'Thanks, bye!']],
		],
		toQuestion: ['Yes, please.', 'Yes, that would be good.', 'I am not sure, what would you suggest?', 'I think so.'],
		toStatement: ['Thank you, that helps.', 'OK, I see.', 'Great, thanks!'],
		nudge: ['Are you still there?', 'Hello?'],
	},
	lv: {
		rules: [
			[
				/\b(pas[uū]t[iī]jum|s[uū]t[iī]jum)\p{L}* (numur|nr)|\bkurš pas[uū]t[iī]jums/iu,
				['DS118204.', 'Numurs ir DS118204, no pagājušās nedēļas.'],
			],
			[/(e-?past|t[aā]lru|adres)\p{L}*.*\?/iu, ['Tas pats, kas pasūtījumā, lūdzu.']],
			[/izm[eē]r\p{L}*.*\?/iu, ['42., lūdzu.', 'Laikam M.']],
			[/kr[aā]s\p{L}*.*\?/iu, ['Zilā.', 'Melnā, ja ir.']],
			[/(foto|bild|att[eē]l)\p{L}*/iu, ['Vakarā atsūtīšu e-pastā.', 'Labi, tūlīt nofotografēšu.']],
			[/(atmaks|atlaid|bez maksas|naudu atpaka)\p{L}*/iu, ['Tas būtu ļoti labi, paldies!', 'O, liels paldies!']],
			[
				/(mirkl|br[iī]d|min[uū]t|pārbaud|parbaud|apskat|noskaidro)\p{L}*/iu,
				['Protams, pagaidīšu.', 'Labi, nesteidzieties.'],
			],
			[
				/(v[eē]l k[aā]ds jaut|v[eē]l kaut ko|v[eē]l ko|vai tas viss)/iu,
				['Nē, tas arī viss. Paldies!', 'Tas viss, paldies par palīdzību!'],
			],
			[/(atvaino|piedod|diem[zž][eē]l)\p{L}*/iu, ['Nekas, gadās.', 'Viss kārtībā.']],
			[/(visu labu|jauku dienu|uz redz|atā)/iu, ['Paldies, jums arī!', 'Paldies, visu labu!']],
		],
		toQuestion: ['Jā, lūdzu.', 'Jā, tas derētu.', 'Nezinu, ko jūs ieteiktu?', 'Laikam jā.'],
		toStatement: ['Paldies, tas palīdz.', 'Skaidrs.', 'Labi, paldies!'],
		nudge: ['Vai jūs vēl esat tur?', 'Halo?'],
	},
};

const asksWhatAbout: Readonly<Record<Language, RegExp>> = {
	en: /\b(how (can|may) (i|we) help|what can i do|what is it about|what happened|how can i be of)\b|^(hi|hello|hey|good (morning|afternoon|evening))\b[^?]*$/i,
	lv: /\b(k[aā] (varu|varam) pal[iī]dz|ko varu (jums )?pal[iī]dz|kas (ir )?noticis|par ko ir runa)|^(sveiki|labdien|labr[iī]t|labvakar)\b[^?]*$/iu,
};

export interface Heard {
	readonly text: string;
	/** How many replies this visitor has given to the agent so far. */
	readonly given: number;
	/** What the visitor came for. */
	readonly matter: string;
	readonly language: Language;
}

/** Enough to try taking over; then the visitor only reads. */
const mostReplies = 7;

const at = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

/** Null: the visitor has nothing to add. */
export function replyTo({ text, given, matter, language }: Heard): string | null {
	if (given >= mostReplies) return null;
	const { rules, toQuestion, toStatement } = lines[language];
	if (given === 0 && asksWhatAbout[language].test(text.trim())) return matter;
	const rule = rules.find(([heard]) => heard.test(text));
	if (rule !== undefined) return at(rule[1], given);
	if (/[?？]/u.test(text)) return at(toQuestion, given);
	// Thanks for thanks would never end.
	return given % 3 === 2 ? null : at(toStatement, given);
}

export const nudgeOf = (language: Language, nudges: number): string => at(lines[language].nudge, nudges);
