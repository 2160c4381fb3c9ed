/** What the journeys' shop knows, and what its visitors ask. Pasted as an owner would paste it. */
import type { Language } from '../../../shared/text/language.ts';

interface Piece {
	readonly title: string;
	readonly body: string;
	readonly question: string;
	/** The last words of the answer: once they are there, all of it is. */
	readonly ending: string;
}

interface Shop {
	readonly delivery: Piece;
	/** Long enough to be interrupted. */
	readonly care: Piece;
	readonly returns: Piece;
	readonly talk: {
		readonly help: string;
		readonly glad: string;
		readonly number: string;
		readonly still: string;
		readonly found: string;
		readonly thanks: string;
		/** Points the AI to the delivery. */
		readonly whisper: string;
	};
}

const en: Shop = {
	delivery: {
		title: 'Delivery',
		body: 'Delivery to a parcel locker costs 2.90 euro. An order leaves us within one working day.',
		question: 'How much does delivery to a parcel locker cost?',
		ending: 'within one working day.',
	},
	care: {
		title: 'Washing linen',
		body: 'Wash a linen blanket at forty degrees and never hotter, because hot water makes the thread short and hard. Use a mild soap for wool or colours, and only half of what the box says. Turn the blanket inside out before it goes into the drum, so that the outside keeps its colour. Let it dry on a line in the shade; a tumble dryer breaks the thread within a year. Iron it while it is still a little damp, from the back, with plenty of steam. Stains of wine or coffee come out best with cold water at once, before they dry. Once in a season put the blanket out into the wind for a day. Kept like this, a linen blanket serves a family for thirty years.',
		question: 'How do I wash a linen blanket?',
		ending: 'for thirty years.',
	},
	returns: {
		title: 'Returns',
		body: 'You may return goods within sixty days. The money is back on your card within three days.',
		question: 'May I return goods, and when is the money back?',
		ending: 'within three days.',
	},
	talk: {
		help: 'Hello, this is a person. Which colour is it?',
		glad: 'It is the grey one.',
		number: 'Give me a moment, I am looking at it.',
		still: 'I am still here after loading the page.',
		found: 'Everything is in order, it is on its way.',
		thanks: 'Thank you',
		whisper: 'Mention the delivery to a parcel locker',
	},
};

const lv: Shop = {
	delivery: {
		title: 'Piegāde',
		body: 'Piegāde uz pakomātu maksā 2,90 eiro. Pasūtījumu izsūtām vienas darba dienas laikā.',
		question: 'Cik maksā piegāde uz pakomātu?',
		ending: 'darba dienas laikā.',
	},
	care: {
		title: 'Lina mazgāšana',
		body: 'Lina pledu mazgājiet četrdesmit grādos un nekad karstāk, jo karsts ūdens padara diegu īsu un cietu. Lietojiet maigas ziepes vilnai vai krāsainiem audumiem un tikai pusi no tā, kas rakstīts uz kastes. Pirms mazgāšanas izgrieziet pledu uz kreiso pusi, lai ārpuse saglabā krāsu. Žāvējiet uz auklas ēnā; veļas žāvētājs sabojā diegu gada laikā. Gludiniet, kamēr tas vēl ir mazliet mitrs, no kreisās puses un ar daudz tvaika. Vīna un kafijas traipus vislabāk iztīra auksts ūdens tūlīt pat, pirms tie izžūst. Reizi sezonā iznesiet pledu uz dienu vējā. Skapī turiet to salocītu un sausu, ar lavandas maisiņu blakus, lai kodes iet ar līkumu. Tā kopts, lina pleds ģimenei kalpo trīsdesmit gadus.',
		question: 'Kā mazgāt lina pledu?',
		ending: 'trīsdesmit gadus.',
	},
	returns: {
		title: 'Preču atgriešana',
		body: 'Preces var atgriezt sešdesmit dienu laikā. Naudu atmaksājam trīs dienu laikā.',
		question: 'Vai preces var atgriezt un kad atmaksājat naudu?',
		ending: 'trīs dienu laikā.',
	},
	talk: {
		help: 'Labdien, te cilvēks. Kādā krāsā tas ir?',
		glad: 'Tas ir pelēkais.',
		number: 'Acumirkli, es to apskatu.',
		still: 'Es joprojām esmu šeit pēc lapas pārlādes.',
		found: 'Viss kārtībā, sūtījums ir ceļā.',
		thanks: 'Paldies',
		whisper: 'Pastāsti par piegādi uz pakomātu',
	},
};

export const shopIn: Readonly<Record<Language, Shop>> = { en, lv };
