/** From text to the words that search compares: lower case, without marks, without the words that say nothing. */

/** `ā` → `a`, `Č` → `c`: visitors leave the marks out as often as not. */
export const fold = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/\p{Mn}+/gu, '')
		.toLowerCase()
		.normalize('NFC');

/** A word longer than this is a token, a hash or a joke, and is no use to a search. */
const longestWord = 40;

/** Folded words and numbers in their order; `don't` is one word, `e-mail` two. */
export function wordsOf(text: string): readonly string[] {
	const words = fold(text)
		.replace(/(?<=\p{L})['’](?=\p{L})/gu, '')
		.match(/[\p{L}\p{N}]+/gu);
	return (words ?? []).filter((word) => word.length <= longestWord);
}

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Function words, and the ones of politeness: a question is never about them. */
export const stopWords = {
	en: list(`
		a about after again all also am an and any anything are as at be been being before but by can cannot cant could
		couldnt did didnt do does doesnt doing done dont each either else every few for from further get gets got had has
		hasnt have havent having he her here hers him his how i id if ill im in into is isnt it its ive just kindly let
		lets like little many may maybe me might mine more most much must my myself near no not now of off on once one
		only or other our ours out over own per perhaps please pls possible quite rather really same say see shall she
		should so some something soon still such sure tell than that thats the their theirs them then there theres these
		they theyre thing things this those through to too under until up upon us very want wanted wants was we well were
		what whats when where wheres whether which while who whom whose why will wish with within without wont would yet
		you youd youll your youre yours
		know wonder wondering help question questions ask asking explain
		hello hi hey hiya greetings good morning afternoon evening day thanks thank thx cheers ty bye goodbye ok okay yes
		yeah yep nope sorry excuse welcome great nice cool fine hm hmm uh um oh ah well lol wow since later instead
	`),
	lv: list(`
		aiz ap apmeram ar ari arpus atkal atpakal bet bija biji biju bijusi bus busu but caur cik citi cits daudz dazi
		del diezgan drikst driz es esam esat esi esmu esot gan gandriz gar gribetu gribu gribam grib iebilstu iekam iekams
		iespejams ik ikviens ir itin ja jau jebkads jebsu jel jo jums jus jusu ka kad kada kadai kadam kadas kade kadel kads
		kadi kadu kadus kadiem kadam kadai kads kam kamer kapec kas katra katrs kaut ko kopa kops kur kura kuras kuri kurs kuru
		kurus labi lai laikam laikus lidz lielaka loti lugtu ludzu ludzams man mana manas mani mans manu mas mes mums musu
		nav nebija nebus ne nebut nedz neka nekad nekas neko neviens nevaru nevar nezinu nezin no nu otrs pa pari par pat pec pie
		pirms plus pret prieks sads sai saja saka sakiet sava savas savi savs savu sev sevi sadi sada sajas so sis si sie
		ta tads tad tada tadu tagad tai taja tajas tam tapat tapec tas te tev tevi ti tik tika tikai tiks tikt to tomer tos
		tu tur tuk un uz vai vairak vajadzetu vajag var varat varbut vareja vares varesu varetu varu velak velos vel vien
		viena vienu vienmer viens viina vina vinai vinam vini vins vinu virs visa visas visi viss visu zem zinat zina zinu
		pastastiet pastasti pasakiet pasaki paskaidrojiet jautajums jautat gribeju velejos velos interese
		sveiki sveika sveiks labdien labrit labvakar cau cav paldies ludzu labi jaa ne ok okei atvainojiet atvaino visu labu ata
		uzredzesanos jauki lieliski skaidrs
	`),
} as const;

/** They narrow little: every shop sells, every visitor needs. A question that is only about them still counts. */
export const weakWords = list(`
	sell sells selling offer offers use using work works working find looking look need needs give make take go going want
	buy bought available there website site page shop store product products item items new info information
	accept accepted method methods way ways option options type types kind kinds different various
	day days week weeks month months year years hour time times today tomorrow yesterday last next long
	one two three four five six seven eight nine ten first second
	pieejams pieejama pieejami pieejamas pardodat pardod tirgojat piedavajat izmantot lietot atrast meklet mekleju vajadzigs
	vajadziga vajadzetu nopirkt pirkt veikals veikala veikalu jauns jauna majaslapa majaslapa lapa lapaprece preces precu
	produkts produkti informacija veids veidi veidu veida atskirigs
	diena dienas dienu dienam nedela nedelas nedelu menesis menesi menesa gads gadi gadu gada laiks laika laiku sodien rit
	vakar ilgi ilgs ilga termins termina terminu viens divi divas tris cetri pieci sesi septini astoni devini desmit pirmais
`);

export const isStopWord = (word: string): boolean => stopWords.en.has(word) || stopWords.lv.has(word);
