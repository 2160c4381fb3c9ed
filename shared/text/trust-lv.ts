import { pluralLv } from './desk-plural.ts';
import type { TrustText } from './trust-en.ts';

export const trustLv: TrustText = {
	visitor: {
		title: 'Apmeklētāja dati',
		export: 'Eksportēt datus',
		exported: 'Failā ir visas šī apmeklētāja sarunas un tas, kas par viņu zināms.',
		block: 'Bloķēt apmeklētāju',
		isBlocked: 'Bloķēts',
		blockAsk: 'Bloķēt šo apmeklētāju?',
		blockText:
			'Saruna tūlīt beigsies, un logrīks viņam pazudīs. Kas iztīra pārlūku, var atgriezties kā svešinieks; pret to iestatījumos bloķējiet adresi.',
		note: 'Piezīme komandai',
		blocked: 'Apmeklētājs ir bloķēts. Bloķēto sarakstu atradīsiet iestatījumos; tur var arī atbloķēt.',
		erase: 'Izdzēst apmeklētāju',
		eraseAsk: 'Izdzēst šo apmeklētāju?',
		eraseText: (site) =>
			`Visas viņa sarunas vietnē ${site} tiks neatgriezeniski izdzēstas, arī viņa pārlūks tās aizmirsīs. Atgūt tās nevarēs. Rezerves kopijas un agrāk eksportētie faili jāizdzēš jums pašiem.`,
		erased: (count) =>
			pluralLv(count, {
				zero: 'Apmeklētājs ir izdzēsts, kopā ar # sarunām.',
				one: 'Apmeklētājs ir izdzēsts, kopā ar # sarunu.',
				other: 'Apmeklētājs ir izdzēsts, kopā ar # sarunām.',
			}),
	},
	retention: {
		title: 'Cik ilgi glabāt sarunas',
		hint: 'Ja sarunā tik ilgi nekas nav rakstīts, to izdzēš ar visu saturu. Atvērtu sarunu nedzēš nekad.',
		days: 'Dienas',
		invalid: 'Ierakstiet veselu dienu skaitu no 1 līdz 3650.',
		forEver: 'Glabāt bez termiņa',
		forEverHint: 'Daudzās valstīs tam vajag pamatojumu. Parasti pietiek ar gadu.',
		never: 'Serveris vecas sarunas vēl nav meklējis; tas notiks tuvāko stundu laikā.',
		last: (count) =>
			pluralLv(count, {
				zero: 'Pēdējā pārbaudē izdzēsts # sarunu,',
				one: 'Pēdējā pārbaudē izdzēsta # saruna,',
				other: 'Pēdējā pārbaudē izdzēstas # sarunas,',
			}),
	},
	blocks: {
		title: 'Bloķētie',
		hint: 'Bloķētie logrīku neredz, un viņu sūtītais tiek noraidīts. Adreses glabājas tikai šeit – tā, kā tās ierakstītas.',
		empty: 'Neviens nav bloķēts.',
		visitor: 'Apmeklētājs no',
		by: (name) => `bloķēja ${name}`,
		unblock: 'Atbloķēt',
		unblockNamed: (name) => `Atbloķēt ${name}`,
		range: 'Adrese vai diapazons',
		rangeHint:
			'Piemēram, 203.0.113.7 vai 203.0.113.0/24. Mājas pieslēgumam pieder vesels IPv6 diapazons: bloķējiet to ar /64.',
		note: 'Piezīme',
		add: 'Bloķēt',
		invalid:
			'Šī nav adrese vai diapazons, vai arī diapazons ir pārāk plats. Rakstiet 203.0.113.7, 203.0.113.0/24 vai 2001:db8:1:2::/64.',
		full: 'Šajā vietnē vairāk bloķēt nevar. Vispirms kādu atbloķējiet.',
		nearbyAsk: (range) => `Bloķēt ${range}?`,
		nearby:
			'Tā ir jūsu pašu tīkla vai šī datora adrese. Ja Baton atrodas aiz starpniekservera, par kuru tas nezina, visi apmeklētāji šķiet nākam no turienes, un logrīks pazudīs visiem.',
		nearbyAction: 'Tomēr bloķēt',
	},
	limits: {
		title: 'Ierobežojumi',
		hint: 'Kas pēdējā laikā noraidīts, lai viens apmeklētājs netraucētu pārējiem. Skaitīts kopš servera palaišanas; adreses netiek glabātas.',
		inHour: (what) => `${what} pēdējās stundas laikā`,
		inDay: (what) => `${what} pēdējo 24 stundu laikā`,
		last: 'Pēdējoreiz:',
		count: {
			messages: (count) =>
				pluralLv(count, {
					zero: 'Noraidīts # ziņojumu',
					one: 'Noraidīts # ziņojums',
					other: 'Noraidīti # ziņojumi',
				}),
			sockets: (count) =>
				pluralLv(count, {
					zero: 'Noraidīts # savienojumu',
					one: 'Noraidīts # savienojums',
					other: 'Noraidīti # savienojumi',
				}),
			sessions: (count) =>
				pluralLv(count, {
					zero: 'Noraidīts # jaunu sarunu',
					one: 'Noraidīta # jauna saruna',
					other: 'Noraidītas # jaunas sarunas',
				}),
			busy: (count) =>
				pluralLv(count, {
					zero: 'Atlikts # pieprasījumu',
					one: 'Atlikts # pieprasījums',
					other: 'Atlikti # pieprasījumi',
				}),
		},
		why: {
			messages: 'Apmeklētājs rakstīja ātrāk nekā 30 ziņojumus minūtē.',
			sockets: 'Vairāk nekā 20 vienlaicīgu savienojumu no vienas adreses vai 50 no viena apmeklētāja.',
			sessions: 'Vairāk nekā 10 jaunu sarunu minūtē no vienas adreses vai 6000 no visām kopā.',
			busy: 'Serverim bija vairāk darba, nekā tas spēja paveikt. Logrīks pats mēģina vēlreiz.',
		},
	},
	audit: {
		title: 'Darbību žurnāls',
		lead: 'Kurš ko darīja pēdējā gada laikā. Pārņemšanas redzamas, kamēr glabājas pašas sarunas.',
		what: 'Kas',
		anything: 'Viss',
		who: 'Kurš',
		anybody: 'Visi',
		empty: 'Nav ko rādīt',
		emptyText: 'Pēdējā gada laikā nekas tāds nav darīts.',
		older: 'Rādīt vecākus',
		operator: 'Servera uzturētājs',
		key: 'arī atslēgu',
		chats: (count) => pluralLv(count, { zero: '# sarunu', one: '# saruna', other: '# sarunas' }),
		kinds: {
			'took-over': 'Pārņēma sarunu',
			released: 'Pameta sarunu',
			exported: 'Eksportēja apmeklētāja datus',
			erased: 'Izdzēsa apmeklētāju',
			'blocked-visitor': 'Bloķēja apmeklētāju',
			'blocked-range': 'Bloķēja adresi',
			unblocked: 'Kādu atbloķēja',
			invited: 'Uzaicināja jaunu dalībnieku',
			joined: 'Pievienojās ar ielūgumu',
			'role-changed': 'Mainīja lomu',
			disabled: 'Atspējoja dalībnieku',
			enabled: 'Iespējoja dalībnieku',
			'member-removed': 'Noņēma dalībnieku',
			'password-changed': 'Nomainīja savu paroli',
			'password-reset': 'Iestatīja jaunu paroli ar saiti',
			'signed-out-everywhere': 'Izrakstījās visur',
			'plan-changed': 'Mainīja plānu',
			'ai-changed': 'Mainīja AI iestatījumus',
			'site-added': 'Pievienoja vietni',
			'site-changed': 'Mainīja vietnes iestatījumus',
			'webhooks-changed': 'Mainīja webhook adreses',
			'webhook-key-changed': 'Mainīja webhook atslēgu',
			'site-removed': 'Noņēma vietni',
			'article-removed': 'Izdzēsa rakstu',
			'demo-removed': 'Noņēma demonstrācijas veikalu',
		},
	},
};
