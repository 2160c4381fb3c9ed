/** A second site, of another trade, so that the search is not made for the first one. */
export const dentistArticles = [
	{
		kind: 'question',
		title: 'How do I book an appointment?',
		body: 'Book online at any time, or call us on working days. New patients get a slot within a week.',
	},
	{
		kind: 'text',
		title: 'Prices',
		body: 'A check-up costs €35, cleaning €55, a filling from €60, a crown from €420.\n\nChildren under 18 are treated free of charge under the state programme.',
	},
	{
		kind: 'question',
		title: 'What should I do if I have severe toothache?',
		body: 'Call us in the morning: we keep two emergency slots a day. At night and on Sundays go to the emergency department of the hospital.',
	},
	{
		kind: 'question',
		title: 'Can I cancel my visit?',
		body: 'Yes, up to 24 hours before, by phone or with the link in your e-mail. Later cancellations cost €20.',
	},
	{
		kind: 'text',
		title: 'Our doctors',
		body: 'Four dentists work here; two of them treat children. All speak Latvian and English, one speaks German.',
	},
	{
		kind: 'question',
		title: 'Kā pierakstīties uz vizīti?',
		body: 'Pieraksts pieejams internetā jebkurā laikā vai pa tālruni darba dienās. Jaunus pacientus pieņemam nedēļas laikā.',
	},
	{
		kind: 'text',
		title: 'Cenrādis',
		body: 'Pārbaude maksā 35 €, higiēna 55 €, plomba no 60 €, kronītis no 420 €.\n\nBērniem līdz 18 gadu vecumam ārstēšana ir bez maksas valsts programmas ietvaros.',
	},
	{
		kind: 'question',
		title: 'Ko darīt, ja stipri sāp zobs?',
		body: 'No rīta piezvaniet: katru dienu glabājam divus laikus neatliekamai palīdzībai. Naktī un svētdienās dodieties uz slimnīcas uzņemšanu.',
	},
] as const;

export const dentistQuestions: readonly (readonly [question: string, title: string | null])[] = [
	['I would like to make an appointment', 'How do I book an appointment?'],
	['can i book online', 'How do I book an appointment?'],
	['How much is a filling?', 'Prices'],
	['what does a crown cost', 'Prices'],
	['Is treatment free for kids or children?', 'Prices'],
	['I have a terrible toothache, is this an emergency?', 'What should I do if I have severe toothache?'],
	['toothace', 'What should I do if I have severe toothache?'],
	['I have to cancel tomorrow', 'Can I cancel my visit?'],
	['Does any of the doctors speak German?', 'Our doctors'],
	['Cik maksā plomba?', 'Cenrādis'],
	['cenas', 'Cenrādis'],
	['cik maksa kronitis', 'Cenrādis'],
	['Vai bērniem ārstēšana ir bez maksas?', 'Cenrādis'],
	['Gribu pierakstīties pie zobārsta', 'Kā pierakstīties uz vizīti?'],
	['Man ļoti sāp zobs!', 'Ko darīt, ja stipri sāp zobs?'],
	['Do you do hair transplants?', null],
	['Can I park my car?', null],
	['Vai pieņemat kriptovalūtu?', null],
	['Kāds ir jūsu mīļākais ēdiens?', null],
];
