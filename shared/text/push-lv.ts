import type { PushTexts } from './push-en.ts';

export const pushLv: PushTexts = {
	onPhone: 'Paziņojumi šajā tālrunī',
	onComputer: 'Paziņojumi šajā datorā',
	lacks: {
		insecure: {
			title: 'Vajadzīga droša adrese',
			text: 'Pārlūki atļauj paziņojumus tikai https lapās. Atveriet Baton ar https adresi un atgriezieties šeit.',
		},
		'home-screen': {
			title: 'Vispirms pievienojiet Baton sākuma ekrānam',
			text: 'iPhone un iPad rāda paziņojumus tikai no lietotnēm, kas ir sākuma ekrānā.',
		},
		browser: {
			title: 'Šis pārlūks to neprot',
			text: 'Tas nerāda vietņu paziņojumus. Lietojiet Chrome, Edge, Firefox vai Safari, bet ne privātā logā.',
		},
	},
	homeScreenSteps: [
		'Safari pieskarieties „Kopīgot”.',
		'Izvēlieties „Pievienot sākuma ekrānam”.',
		'Atveriet Baton no sākuma ekrāna un atgriezieties šajā lapā.',
	],
	blockedTitle: 'Pārlūkā bloķēti',
	blocked: 'Paziņojumi no šīs adreses ir liegti, un atļaut tos atkal varat tikai jūs.',
	blockedSteps: [
		'Atveriet šīs vietnes iestatījumus: zīmīte pie adreses vai lietotnes iestatījumi tālrunī.',
		'Atļaujiet paziņojumus.',
		'Ielādējiet šo lapu vēlreiz.',
	],
	offTitle: 'Izslēgti',
	off: 'Kamēr panelis ir aizvērts, šeit ir klusums.',
	turnOn: 'Ieslēgt',
	onTitle: 'Ieslēgti',
	on: 'Apmeklētājs, kuram vajag cilvēku, jūs šeit sasniegs arī tad, kad panelis ir aizvērts.',
	test: 'Nosūtīt izmēģinājumu',
	turnOff: 'Izslēgt',
	tested: 'Nosūtīts. Tam jāparādās dažu sekunžu laikā.',
	testFailed: (error) => `To nepieņēma. ${error}`,
	dismissed: 'Uz pārlūka jautājumu neatbildējāt. Mēģiniet vēlreiz un izvēlieties „Atļaut”.',
	browserFailed: (error) =>
		`Pārlūks nevarēja sasniegt savu paziņojumu dienestu. Mēģiniet vēlreiz vai citā tīklā. (${error})`,
	full: 'Jums jau ir desmit ierīces. Noņemiet kādu zemāk un mēģiniet vēlreiz.',
	privacyTitle: 'Kas redzams paziņojumos',
	discreet: 'Slēpt apmeklētāju rakstīto',
	discreetHint: 'Paziņojumā tad ir tikai, kas noticis un kurā vietnē. Ekrāniem, ko redz arī citi.',
	devicesTitle: 'Jūsu citas ierīces',
	devicesHint: 'Izrakstoties ierīcē, paziņojumi tajā izslēdzas.',
	unknownDevice: 'Nezināms pārlūks',
	since: 'Ieslēgta',
	lastOk: 'Pēdējais paziņojums',
	neverOk: 'Paziņojumu vēl nav bijis',
	remove: 'Noņemt',
	removeNamed: (name) => `Noņemt ierīci ${name}`,
};
