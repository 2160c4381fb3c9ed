/**
 * What a visitor wants beside an answer, told by rules and never by a model's prose. All patterns see folded text:
 * lower case, no marks, apostrophes gone, other punctuation as single spaces.
 */
import { fold, isStopWord, wordsOf } from './words.ts';

const plain = (text: string): string =>
	` ${fold(text)
		.replace(/(?<=\p{L})['’](?=\p{L})/gu, '')
		.replace(/[^\p{L}\p{N}?]+/gu, ' ')
		.trim()} `;

const person =
	'(humans?|people|person|persons|someone|somebody|agents?|representatives?|rep|operators?|managers?|supervisors?|consultants?|colleagues?|staff|employees?|advisors?|real one|real people|customer (service|support|care)|support( team)?|live (chat|agent|person|support))';
const cilveks =
	'(cilvek(s|u|am|iem)|dziv(u|s|am) \\p{L}+|darbiniek(s|u|am|iem)|operator(s|u|am|iem|i)|agent(s|u|am|iem)|konsultant(s|u|am|iem)|specialist(s|u|am|iem)|menedzer(is|i|im)|vaditaj(s|u|am|a|ai)|koleg(is|i|a|u|im|ai|iem)|parstav(is|ji|jis|jim)|klientu (atbalst|servis|dienest|apkalposan)\\p{L}*|atbalsta? (dienest|komand)\\p{L}*|kad(u|s|am) no (jums|komandas|veikala)|komand(u|a|as|ai)|pardevej(s|u|am))';

/** "Two people", "a gift for a person", "how many agents", "delivery person": nobody is called for. */
const otherPeople = new RegExp(
	`\\b(how many|for (a|one|my|another|two|this|that|every|each)|per|which|delivery|first|second|third|another|other|two|three|four|contact) ${person}\\b`,
	'gu',
);
const citiCilveki = /\b(cik|daudzi?|daudziem|vairaki?|citi|citiem|divi?|tris|cetri|visi) cilvek\p{L}*/gu;

const refusals = [
	/\b(dont|do not|no) (want|need|wish|have)\b.{0,30}\b(human|person|agent|someone|operator|people)\b/u,
	/\b(no|without( a| any)?) (human|person|agent|operator)\b/u,
	/\b(nevajag|negribu|nevelos|nav vajadzigs|bez) (\p{L}+ ){0,3}(cilvek|darbiniek|operator|agent|konsultant)\p{L}*/u,
];

const calls = [
	new RegExp(
		`\\b(talk|speak|chat|write|message|connect|transfer|forward|redirect|escalate|put|get|give|call|bring|find|send|hand|contact|reach|switch|want|need|prefer|like|see|request|looking for|ask for|pass)( me)?( \\p{L}+){0,5} ${person}\\b`,
		'u',
	),
	new RegExp(
		`\\b(can|could|may|will|would) (a |an |some |any )?(real |live |actual |human )?${person} (please )?(help|answer|call|contact|join|take|come|talk|speak|assist|reply|write|respond)`,
		'u',
	),
	new RegExp(
		`\\b(let|have) (a |an |some )?(real |live |actual |human )?${person} (answer|call|help|talk|contact|join)`,
		'u',
	),
	/\b(real|actual|live) (human|person|agent|operator)\b(?! (or|ai|bot)).*\bplease\b/u,
	new RegExp(
		`\\b(run\\p{L}*|parun\\p{L}*|aprun\\p{L}*|sarun\\p{L}*|sazin\\p{L}*|savien\\p{L}*|parsledz\\p{L}*|piesledz\\p{L}*|piesleg\\p{L}*|parsleg\\p{L}*|pasauc\\p{L}*|pazvan\\p{L}*|pajaut\\p{L}*|griez\\p{L}*|rakst\\p{L}*|sarakst\\p{L}*|grib\\p{L}*|vajag|vajadz\\p{L}*|velos|veletos|ludzu|dod\\p{L}*|iedod\\p{L}*|nodod\\p{L}*|jarun\\p{L}*|varu|var|varetu)( \\p{L}+){0,4} ${cilveks}(?!\\p{L})`,
		'u',
	),
	new RegExp(
		`${cilveks}( \\p{L}+){0,2} (ludzu|var|varetu|palidz\\p{L}*|atbild\\p{L}*|pievienoj\\p{L}*)(?!\\p{L})`,
		'u',
	),
	/\b(vai )?(kads|kads no (jums|komandas)) (var|varetu) (man )?(piezvanit|atzvanit|pievienoties)/u,
];

/** The whole message is the call: "human", "agent please", "operatoru!". */
const bareCall = new RegExp(
	`^ (please |ludzu |a |an |the |live |real |human |dzivs |dzivu |istu |ists )*(${person}|${cilveks})( please| ludzu| now| tulit| tagad)* $`,
	'u',
);

/** "Am I talking to a person?" asks who is here, and calls nobody. */
const asksWhoIsHere = [
	/\b(are|r) (you|u|this|there) (a |an |the )?(real |actual |live |just a |some )?(human|person|bot|robot|ai|machine|chatbot|computer|agent|people)\b/u,
	/\b(is|was) (this|that|it|he|she) (a |an )?(real |actual |live |just a )?(human|person|bot|robot|ai|machine|chatbot|agent)\b/u,
	/\bam i (talking|speaking|chatting|writing) (to|with) (a |an )?(real |actual |live )?(human|person|bot|robot|ai|machine|someone|agent)\b/u,
	/\b(who|what) are you\b|\bwho is (this|there|here)\b|\bwhats your name\b|\bwhat is your name\b/u,
	/\b(vai )?(tu|jus|te|seit|sis|tas) (esi|esat|ir) (ists |dzivs |ista |dziva )?(cilveks|robots|bots|masina|ai|mi|maksligais intelekts|dators|agents)\b/u,
	/\bvai (es )?(runaju|rakstu|sarunajos|sarakstos) ar (istu |dzivu )?(cilveku|robotu|botu|masinu|ai|mi|maksligo intelektu|datoru|agentu)\b/u,
	/\b(kas|ko) (tu|jus) (esi|esat)\b|\bar ko (es )?(runaju|sarakstos|sarunajos)\b|\bka (tevi|jus) sauc\b|\bkas (te|seit) (ir|raksta|atbild)\b/u,
];

export function wantsHuman(text: string): boolean {
	const said = plain(text);
	if (refusals.some((refusal) => refusal.test(said))) return false;
	if (bareCall.test(said.replace(/\?/g, '').replace(/ +/g, ' '))) return true;
	if (asksWhoIsHere.some((question) => question.test(said))) return false;
	const bare = said.replace(otherPeople, ' ').replace(citiCilveki, ' ');
	return calls.some((call) => call.test(bare));
}

/** Talk that needs no article. */
export type SmallTalk = 'who' | 'how-are-you' | 'thanks' | 'bye' | 'greeting' | 'yes' | 'no' | 'nothing';

const courtesies = {
	'how-are-you': /\bhow (are|r) (you|u)\b|\bhows it going\b|\bka (tev|jums) (iet|klajas)\b|\bka iet\b/u,
	thanks: /\b(thanks|thank|thx|ty|cheers|appreciated?|paldies|pateicos|tencinu)\b/u,
	bye: /\b(bye|goodbye|see (you|ya)( (later|soon|then|tomorrow|there|around))?|farewell|ata|visu labu|uz redzesanos|uzredzesanos|lai jauka diena)\b/u,
	greeting:
		/\b(hi|hello|hey|hiya|greetings|good (morning|afternoon|evening|day)|sveiki|sveika|sveiks|labdien|labrit|labvakar|cau|cav|labu dienu)\b/u,
	yes: /^ (yes|yeah|yep|yup|sure|ok|okay|right|correct|exactly|of course|please do|yes please|ja|jaa|protams|labi|okei|tiesi ta|ja ludzu)( \p{L}+)? $/u,
	no: /^ (no|nope|nah|not now|no thanks|ne|nee|nevajag|ne paldies|nav)( \p{L}+)? $/u,
} as const satisfies Partial<Record<SmallTalk, RegExp>>;

export const greets = (text: string): boolean => courtesies.greeting.test(plain(text));

/** The message is courtesy and nothing else, or asks who is answering. Null: there is something to look up. */
export function smallTalkOf(text: string): SmallTalk | null {
	const said = plain(text);
	if (asksWhoIsHere.some((question) => question.test(said))) return 'who';
	const rest = said
		.replace(courtesies['how-are-you'], ' ')
		.replace(courtesies.bye, ' ')
		.replace(courtesies.thanks, ' ');
	const words = wordsOf(rest).filter((word) => !isStopWord(word) && !courtesyWords.has(word));
	if (words.length > 0) return null;
	if (courtesies.no.test(said)) return 'no';
	if (courtesies.thanks.test(said)) return 'thanks';
	if (courtesies['how-are-you'].test(said)) return 'how-are-you';
	if (courtesies.bye.test(said)) return 'bye';
	if (courtesies.greeting.test(said)) return 'greeting';
	if (courtesies.yes.test(said.replace(/\?/g, '').replace(/ +/g, ' '))) return 'yes';
	return wordsOf(said).length === 0 ? 'nothing' : null;
}

/** They come along with thanks and greetings: "thank you so much for your help, have a nice day". */
const courtesyWords = new Set(
	'liels milzigs help helped helpful really kind have there team everyone all perfect awesome super got understood palidzibu palidzejat palidzeji atbildi atbildem jauku dienu vakaru lielisks skaidrs saprotu sapratu visiem komanda pateicos tencinu protams tiesi ta nevajag'.split(
		' ',
	),
);

/** The visitor asks what the agent said. */
const recall =
	/\b(he|she|they|agent|person|human|colleague|guy|lady|woman|man|someone|somebody|you|u)\b.{0,30}\b(say|said|tell|told|promised?|wrote|write|mention(ed)?|offer(ed)?|mean|meant|suggest(ed)?)\b|\b(said|told|promised|wrote|mentioned|offered|suggested) (by|before|earlier|me|that|to me)\b|\b(vins|vina|vini|agents|agente|cilveks|kolegis|kolege|darbinieks|darbiniece|konsultants|konsultante|jus|tu|man)\b.{0,30}\b(teica|teicat|teici|sacija|rakstija|rakstijat|solija|solijat|apsolija|mineja|minejat|piedavaja|piedavajat|ieteica|domaja)\b|\b(teica|sacija|rakstija|solija|apsolija|mineja|piedavaja|ieteica) (man|mums|vins|vina|agents|cilveks|kolegis|kolege|par|ka)\b/u;

/** Words of the recall itself: what is left says what it is about. */
const recallWords = new Set(
	'he she they agent person human colleague guy lady woman man someone say said says tell told promise promised wrote write mention mentioned offer offered mean meant suggest suggested exactly again earlier before vins vina vini agents agente cilveks kolegis kolege darbinieks darbiniece konsultants konsultante teica teicat sacija rakstija rakstijat solija solijat apsolija mineja minejat piedavaja piedavajat ieteica domaja isti velreiz'.split(
		' ',
	),
);

/** Null: the message does not ask what an agent said; else what it asks about, possibly nothing in particular. */
export function recallOf(text: string, names: readonly string[]): string | null {
	const said = plain(text);
	const named = names.map((name) => wordsOf(name)).filter((words) => words.length > 0);
	const speaks =
		/\b(say|said|tell|told|promised?|wrote|write|mention(ed)?|offer(ed)?|teica|sacija|rakstija|solija|apsolija|mineja|piedavaja)\b/u;
	const byName = speaks.test(said) && named.some((words) => words.some((word) => said.includes(` ${word} `)));
	if (!byName && !recall.test(said)) return null;
	const skip = new Set([...recallWords, ...named.flat()]);
	return wordsOf(text)
		.filter((word) => !skip.has(word))
		.join(' ');
}

/** "And to Estonia?", "what about shoes", "un uz Igauniju?": it leans on what was asked before. */
export const leansBack = (text: string): boolean =>
	/^ (and|but|or|what about|how about|what if|also|ok and|un|bet|ka ar|tad|un ka ar|un ja|ja) /u.test(plain(text));
