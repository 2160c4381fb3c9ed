import type { MailTexts } from './mail-en.ts';

export const mailLv: MailTexts = {
	alert: {
		'human-asked': {
			subject: (site) => `Apmeklētājs lūdz cilvēku – ${site}`,
			text: (site) => `Apmeklētājs vietnē ${site} lūdz cilvēku un šobrīd gaida.`,
		},
		'ai-failed': {
			subject: (site) => `AI nevarēja atbildēt – ${site}`,
			text: (site) => `AI nevarēja atbildēt apmeklētājam vietnē ${site}. Sarunai vajadzīgs cilvēks.`,
		},
		missed: {
			subject: (site) => `Apmeklētājs aizgāja bez atbildes – ${site}`,
			text: (site) => `Apmeklētājs vietnē ${site} aizgāja, pirms saņēma atbildi.`,
		},
	},
	where: (country, page) => (page === '' ? `No: ${country}` : `No: ${country}\nLapa: ${page}`),
	unknownCountry: 'nav zināms',
	open: 'Atvērt sarunu',
	takeOver: 'Pārņemt',
	takeOverNote: (minutes) => `Tikai jums, vienu reizi, ${minutes} minūšu laikā. Pirms tam vēl pajautāsim.`,
	last: (count) => `Šī ir ${count}. vēstule stundas laikā un pagaidām pēdējā: panelī var gaidīt vēl citas sarunas.`,
	whyAlert: 'Šo vēstuli saņemat, jo tā iestatīti jūsu Baton paziņojumi. Mainīt tos var šeit:',
	settings: 'Paziņojumu iestatījumi',
	test: {
		subject: 'Pārbaude: Baton jūs var sasniegt',
		text: 'Šī ir pārbaude, ko lūdzāt. Paziņojumi e-pastā pienāks tāpat.',
	},
	reset: {
		subject: 'Jaunas paroles iestatīšana',
		text: 'Kāds, visticamāk jūs, šai adresei lūdza jaunu paroli. Saite darbojas vienu reizi, 24 stundas.',
		link: 'Iestatīt jaunu paroli',
		foot: 'Ja tas nebijāt jūs, nekas nav jādara: parole paliek tā pati.',
	},
};
