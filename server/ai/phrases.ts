/** What the AI's side says in its own words, in the visitor's language. Plain, short, no promise that nobody can keep. */
import type { Language } from '../../shared/text/language.ts';
import type { Phrases } from '../actor/ports.ts';

export interface AiPhrases {
	/** Stored as the text of `ai-failed`. */
	readonly apology: string;
	/** In front of an answer to someone who greeted first. */
	readonly hello: string;
	readonly greeting: string;
	readonly thanks: string;
	readonly bye: string;
	readonly howAreYou: string;
	readonly whoAmI: string;
	readonly yes: string;
	readonly no: string;
	readonly nothing: string;
	readonly humanAsked: string;
	/** A person was asked for already and none has come. */
	readonly humanAskedBefore: string;
	/** Under a model's answer that called for a person. */
	readonly teamTold: string;
	readonly unsure: string;
	readonly unsureWaiting: string;
	/** An agent has just been here: they are not called again for every question. */
	readonly unsureAfterHuman: (name: string) => string;
	/** Some of several questions were answered above. */
	readonly unsureOfRest: string;
	readonly agentWrote: (name: string, text: string) => string;
	/** Where an agent has no display name. */
	readonly someAgent: string;
}

const en: AiPhrases = {
	apology: 'Sorry, I could not answer just now. Please try again in a moment, or ask for a person.',
	hello: 'Hello!',
	greeting: 'Hello! What would you like to know?',
	thanks: "You're welcome. Is there anything else you would like to know?",
	bye: 'Goodbye, and thank you for writing to us.',
	howAreYou: 'I am well, thank you. What would you like to know?',
	whoAmI:
		'I am an AI assistant and answer from the information on this website. If you would rather have a person, just say so.',
	yes: 'All right. What else would you like to know?',
	no: 'All right. I am here if you need anything else.',
	nothing: 'Could you put your question in a few words?',
	humanAsked:
		'Of course. I have told the team that you would like to talk to a person; someone can join right here. Until then you can keep asking me.',
	humanAskedBefore:
		'The team already knows that you would like to talk to a person, and someone can join right here. Until then you can keep asking me.',
	teamTold: 'I have let the team know, so that a person can answer you here.',
	unsure:
		"I don't know that: I can't find it in the information I have. I have let the team know, so that a person can answer you here. Meanwhile you can ask me something else.",
	unsureWaiting: "I don't know that either. The team has been told, and a person can answer you here.",
	unsureAfterHuman: (name) =>
		`I don't know that: I can't find it in the information I have. ${name} was here a moment ago. If you would like a person again, write "talk to a person".`,
	unsureOfRest: "I don't know the answer to the rest. I have let the team know, so that a person can answer you here.",
	agentWrote: (name, text) => `${name} wrote: “${text}”`,
	someAgent: 'Our colleague',
};

const lv: AiPhrases = {
	apology:
		'Atvainojiet, šobrīd neizdevās atbildēt. Lūdzu, pēc brīža mēģiniet vēlreiz vai palūdziet, lai atbild cilvēks.',
	hello: 'Labdien!',
	greeting: 'Labdien! Ko vēlaties uzzināt?',
	thanks: 'Lūdzu! Vai vēlaties uzzināt vēl kaut ko?',
	bye: 'Visu labu! Paldies, ka uzrakstījāt.',
	howAreYou: 'Paldies, labi. Ko vēlaties uzzināt?',
	whoAmI:
		'Es esmu mākslīgā intelekta palīgs un atbildu, izmantojot šīs vietnes informāciju. Ja labāk vēlaties runāt ar cilvēku, tā arī uzrakstiet.',
	yes: 'Labi. Ko vēl vēlaties uzzināt?',
	no: 'Labi. Ja vēl ko vajadzēs, esmu tepat.',
	nothing: 'Vai varat uzrakstīt savu jautājumu dažos vārdos?',
	humanAsked:
		'Protams. Komandai ir paziņots, ka vēlaties runāt ar cilvēku; kāds var pievienoties tepat sarunā. Līdz tam varat turpināt jautāt man.',
	humanAskedBefore:
		'Komanda jau zina, ka vēlaties runāt ar cilvēku, un kāds var pievienoties tepat sarunā. Līdz tam varat turpināt jautāt man.',
	teamTold: 'Komandai ir paziņots, un cilvēks jums var atbildēt tepat.',
	unsure:
		'To es nezinu: informācijā, kas man pieejama, nekā par to nav. Komandai ir paziņots, un cilvēks jums var atbildēt tepat. Pa to laiku varat jautāt man ko citu.',
	unsureWaiting: 'Arī to es nezinu. Komandai jau ir paziņots, un cilvēks jums var atbildēt tepat.',
	unsureAfterHuman: (name) =>
		`To es nezinu: informācijā, kas man pieejama, nekā par to nav. ${name} tikko bija šeit. Ja atkal vēlaties runāt ar cilvēku, uzrakstiet „gribu runāt ar cilvēku”.`,
	unsureOfRest: 'Uz pārējo atbildes nezinu. Komandai ir paziņots, un cilvēks jums var atbildēt tepat.',
	agentWrote: (name, text) => `${name} rakstīja: „${text}”`,
	someAgent: 'Mūsu kolēģis',
};

export const aiPhrases: Readonly<Record<Language, AiPhrases>> = { en, lv };

export const phrases: Phrases = { apology: (language) => aiPhrases[language].apology };
