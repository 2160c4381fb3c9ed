import type { WidgetText } from './widget-en.ts';

/** Latvian, by ear, with the terms of the product's own documentation. No word that would guess an agent's gender. */
export const widgetLv: WidgetText = {
	open: 'Atvērt tērzēšanu',
	close: 'Aizvērt tērzēšanu',
	conversation: 'Saruna',
	message: 'Ziņojums',
	send: 'Nosūtīt',
	end: 'Beigt tērzēšanu',
	endQuestion: 'Vai beigt sarunu?',
	endCancel: 'Turpināt',
	ended: 'Tērzēšana beigusies',
	endedHint: 'Paldies, ka rakstījāt. Jebkurā brīdī varat sākt no jauna.',
	startNew: 'Sākt jaunu tērzēšanu',

	ai: 'AI asistents',
	agent: 'Aģents',
	liveAgent: 'Tiešsaistes aģents',
	you: 'Jūs',

	greeting: 'Labdien! Kā varu palīdzēt?',
	disclosure: 'Šeit atbild AI. Komanda var lasīt līdzi un iesaistīties.',
	privacy: 'Privātums',

	askPerson: 'Runāt ar cilvēku',
	askedWaiting: 'Komanda zina, ka vēlaties cilvēku',
	backToAi: 'Atpakaļ pie asistenta',

	askedByYou: 'Jūs palūdzāt cilvēku. Komanda to zina.',
	askedByAi: 'Asistents palūdza komandas palīdzību.',
	nobodyHere: 'Šobrīd neviena nav uz vietas. Asistents turpina.',
	tookOver: (name) => `Sarunā iesaistās ${name}. Tagad runājat ar cilvēku.`,
	released: (name) => `${name} vairs nav sarunā, asistents ir atgriezies`,
	backByYou: 'Jūs atkal runājat ar asistentu',
	interrupted: (name) => `Apstājās, kad sarunā iesaistījās ${name}`,
	cut: 'Šī atbilde aprāvās',
	source: 'Avots',
	sources: 'Avoti',

	sending: 'Nosūta…',
	sent: 'Nosūtīts',
	failed: 'Nav nosūtīts',
	failedInput: 'Šādu ziņojumu nevar nosūtīt',
	retry: 'Mēģināt vēlreiz',
	takeBack: 'Labot',

	aiWrites: 'Asistents raksta',
	agentWrites: (name) => `${name} raksta`,
	placeholderAi: 'Uzdodiet jautājumu',
	placeholderHuman: (name) => `Rakstiet: ${name}`,
	tooLong: (over) => `Par garu: +${over}`,
	left: (count) => `Atlicis: ${count}`,

	connecting: 'Savienojas…',
	reconnecting: 'Atjauno savienojumu… Jūsu teksts saglabāts.',
	offline: 'Nav interneta savienojuma. Jūsu teksts saglabāts.',
	newMessage: 'Jauns ziņojums',
	toNewest: 'Jaunākie ziņojumi',
};
