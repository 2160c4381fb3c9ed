import type { DocsText } from './docs-en.ts';

/** Dokumentācija latviski. */
export const docsLv: DocsText = {
	documentation: 'Dokumentācija',
	learn: 'Uzziniet, kā lietot Baton',
	back: 'Atpakaļ uz informācijas paneli',
	go: 'Doties uz monitoringu',
	contents: 'Šajā lapā',
	plans: 'Standard un Pro plāni',
	title: 'Tiešsaistes uzraudzība',
	lead: 'Skatiet sarunas reāllaikā un pārņemiet, kad nepieciešams.',

	overview: {
		title: 'Pārskats',
		all: 'Tiešsaistes uzraudzība parāda visas tērzēšanas, kas šobrīd notiek jūsu tīmekļa vietnē. Redziet, kas tērzē un ko jautā, un pārņemiet sarunu no AI, kad vajadzīgs cilvēks.',
		appear:
			'Sesija parādās tajā pašā mirklī, kad apmeklētājs atver tērzēšanas logrīku, un pazūd, kad viņš aiziet. Jauni ziņojumi ienāk paši: nekas nav jāatsvaidzina.',
		order:
			'Vispirms tie, kam vajadzīgs cilvēks: kas to palūdza, kam AI nespēja atbildēt, tad tas, kurš gaida visilgāk. Zem tiem – jaunākās sesijas.',
		leaving:
			'Aizvērt tērzēšanas logu vai pāriet uz nākamo lapu vēl nenozīmē aiziet. Sesija beidzas, kad apmeklētājs nospiež „Beigt tērzēšanu” vai kad pēdējā lapa ar logrīku ir bijusi aizvērta 10 sekundes. Ja sarunu vada aģents vai ir palūgts cilvēks, Baton gaida 5 minūtes: telefons lapu iemidzina, tiklīdz īpašnieks tajā kaut ko meklē. Pa to laiku kartē rakstīts „Prombūtnē”.',
	},

	card: {
		title: 'Sesijas informācija',
		intro: 'Katra sesijas karte parāda:',
		country: 'Valsts',
		countryIs: 'Kur atrodas apmeklētājs, spriežot pēc IP adreses. Aptuveni; pati adrese netiek glabāta.',
		device: 'Ierīce',
		deviceIs: 'Mobilais, planšete vai dators',
		time: 'Laiks',
		timeIs: 'Cik ilgi sesija ir aktīva',
		messages: 'Ziņojumi',
		messagesAre: 'Cik to sarunā ir pavisam: apmeklētāja, AI un aģentu',
		last: 'Pēdējais ziņojums',
		lastIs: 'Jaunākā ziņojuma priekšskatījums un kas to rakstīja',
		also: 'Vēl tajā redzams, kurā lapā apmeklētājs ir, kas atbild (AI vai aģents, ar vārdu), vai apmeklētājs raksta un vai – un kāpēc – vajadzīgs cilvēks.',
		exampleTitle: 'Tiešsaistes uzraudzība',
		exampleNote: 'Piemērs, nevis jūsu apmeklētāji',
		exampleFirst: 'Mani interesē cenas …',
		exampleSecond: 'Paldies par palīdzību!',
	},

	ways: {
		title: 'Skatīties vai pārņemt',
		intro: 'Aktīvā sarunā varat piedalīties divējādi:',
		watch: 'Skatīt tērzēšanu',
		watchIs:
			'Skatiet sarunu reāllaikā, nepārtraucot AI: redzat tā atbildi vārdu pa vārdam un to, kad apmeklētājs raksta. Noder, lai:',
		quality: 'uzraudzītu sarunu kvalitāti',
		learn: 'uzzinātu, ko klienti jautā',
		observe: 'vērotu, kā atbild AI',
		training: 'apmācītu jaunus kolēģus',
		unseen: 'Apmeklētājs nezina, ka jūs skatāties',
		watchers: 'Kolēģi kartē redz, kas vēl skatās.',
		take: 'Pārņemt',
		takeIs: 'Iesaistieties sarunā un atbildiet tieši. AI neatbild, līdz jūs aizejat. Izmantojiet, kad:',
		complex: 'sarežģītam jautājumam vajadzīga cilvēka pieeja',
		valued: 'svarīgs klients ir pelnījis uzmanību',
		struggling: 'AI ar tematu netiek galā',
		delicate: 'situācija ir jutīga',
		indicator: 'Apmeklētājs redz norādi „Tiešsaistes aģents”',
		reply: 'Arī atbildes nosūtīšana ir pārņemšana.',
		one: 'Vienu sarunu vienlaikus vada viens aģents. Ja mēģina otrs, viņš uzzina, kurš to vada, un var skatīties.',
	},

	whisper: {
		title: 'Pačukstēt AI',
		what: 'Starp skatīšanos un pārņemšanu ir trešais ceļš: laukā virs atbildes paklusām norādiet AI, ko darīt, piemēram, „piedāvā atmaksu”. Apmeklētājs to neredz, bet kolēģi gan. Sarunu turpina AI un jūsu norādi ievēro, sākot ar nākamo atbildi.',
		who: 'Valodas modelis dara, ko jūs pačukstat. Iebūvētajam AI norādes dot nevar: tas jūsu vārdus sameklē zināšanās un atrasto pievieno nākamajai atbildei.',
		leaving:
			'Kamēr sarunu vadāt jūs, pačukstētais ir domāts vēlākam: AI to atrod, kad aizejat. Kamēr sarunu vada kolēģis, pačukstēt var tikai viņš.',
	},

	sounds: {
		title: 'Skaņas paziņojumi',
		intro: 'Dzirdiet, kad kaut kas notiek. Nospiediet skaņas pogu galvenē un izvēlieties:',
		all: 'Visi ziņojumi',
		allIs: 'Skaņa par katru jaunu ziņojumu jebkurā sesijā',
		fresh: 'Tikai jaunas sarunas',
		freshIs: 'Skaņa tikai tad, kad sākas jauna tērzēšanas sesija',
		human: 'Tikai kad vajadzīgs cilvēks',
		humanIs: 'Skaņa tikai tad, kad apmeklētājam vajadzīgs cilvēks',
		none: 'Bez skaņas',
		noneIs: 'Klusa uzraudzība – bez skaņas brīdinājumiem',
		quiet:
			'AI atbildes un jūsu pašu ziņojumi neskan. Kad vajadzīgs cilvēks, signāls atkārtojas ik pēc 20 sekundēm, līdz kāds paskatās, ja vien neesat izvēlējies „Tikai jaunas sarunas” vai „Bez skaņas”. Izvēle darbojas uzreiz un glabājas jūsu kontā; ja atvērtas vairākas cilnes, katru skaņu dzirdat vienreiz. Ar pārbaudes pogu skaņu var vispirms noklausīties.',
		tip: 'Padoms',
		autoplay:
			'Pārlūkprogramma var bloķēt skaņu, kamēr lapā nekas nav nospiests. Kad uzraudzības lapa ir ielādēta, noklikšķiniet tajā jebkurā vietā, lai skaņas paziņojumi ieslēgtos. Līdz tam skaņas poga rāda, ka skaņa ir bloķēta.',
	},

	name: {
		title: 'Aģenta vārds',
		intro:
			'Iestatiet parādāmo vārdu, ko apmeklētāji redz, kad pārņemat viņu sarunu. Lai to mainītu, nospiediet aģenta vārda pogu galvenē.',
		field: 'Jūsu parādāmais vārds',
		example: 'Atbalsts',
		exampleTitle: 'Jūsu aģenta vārds',
		exampleInWidget: 'Tērzēšanas logrīkā',
		exampleLive: 'Tiešsaistes aģents',
		shown:
			'Šis vārds parādās tērzēšanas logrīkā, kad jūs pārņemat sarunu, lai apmeklētāji zinātu, ka runā ar īstu cilvēku. Bez tā viņi redz „Aģents”, nekad jūsu e-pastu.',
	},

	took: {
		title: 'Kad jūs pārņemat',
		intro: 'Lūk, kas notiek, kad jūs pārņemat sarunu:',
		stops: 'AI apstājas',
		stopsIs:
			'Tas vairs neatbild šim apmeklētājam, pat iesāktu teikumu nepabeidz. Ko apmeklētājs jau izlasījis, tas paliek.',
		sees: 'Apmeklētājs redz norādi',
		seesIs: 'Tērzēšanas logrīks parāda „Tiešsaistes aģents” ar jūsu vārdu',
		direct: 'Jūs atbildat tieši',
		directIs: 'Rakstiet ziņojumus, kas nonāk tieši pie apmeklētāja. Abi redzat, kad otrs raksta.',
		leave: 'Kad jūs aizejat',
		leaveIs:
			'Nospiediet „Pamest sarunu”, un AI automātiski atsāk atbildēt, zinot, ko jūs abi rakstījāt. Uz jautājumu, kas vēl palicis, tas atbild uzreiz.',
		again: 'Pārņemiet un aizejiet tik reižu, cik sarunai vajadzīgs.',
	},

	away: {
		title: 'Ja jums jāatraujas',
		intro: 'Neviens apmeklētājs nepaliek gaidām kādu, kura vairs nav. AI sarunu atgūst pats:',
		gone: '30 sekundes pēc tam, kad aizvērts jūsu pēdējais informācijas panelis',
		goneIs:
			'Pazudis savienojums, aizvērta cilne, izlādējies akumulators: ja atgriežaties agrāk, saruna joprojām ir jūsu. Kolēģi redz, cik laika atlicis.',
		idle: 'Pēc 3 minūtēm bez atbildes apmeklētājam',
		idleIs:
			'Pēc pirmās minūtes tiekat brīdināts jūs un komanda. „Paturēt” sāk laika skaitīšanu no jauna. Katras vietnes iestatījumos 3 minūšu vietā var izvēlēties no 1 līdz 60.',
		visitor: 'Tiklīdz apmeklētājs atgriežas pie AI',
		visitorIs: 'Viņš var palūgt cilvēku un atgriezties pie asistenta, kad vien vēlas.',
		rights: 'Kad jūs izrakstāties vai vairs nedrīkstat pārņemt',
		rightsIs: 'Varbūt mainīta jūsu loma vai plāns, vai arī kāds jūs ir atspējojis.',
		told: 'Apmeklētājs tad izlasa, ka esat aizgājis un asistents ir atgriezies.',
	},

	places: {
		title: 'Vietnes, lomas un plāni',
		note: 'Piezīme',
		site: 'Sesijas pieder vienai tīmekļa vietnei. Katrai jūsu pārvaldītajai vietnei ir savs uzraudzības vadības panelis, ko atver no attiecīgās vietnes izvēlnes.',
		roles: 'Skatītāji skatās. Aģenti, administratori un īpašnieki arī pārņem un atbild.',
		plan: 'Tiešsaistes uzraudzība ir Standard un Pro plānā. Free plānā logrīks, AI un iestatījumi darbojas kā vienmēr.',
	},
};
