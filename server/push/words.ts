/** What notifications say, in the member's language. Short: a lock screen shows two lines. */
import type { AlertKind } from '../../shared/alert.ts';
import type { Language } from '../../shared/text/language.ts';

interface PushWords {
	readonly kinds: Readonly<Record<AlertKind, string>>;
	/** In place of a visitor's words. */
	readonly discreet: string;
	/** There are no words to repeat. */
	readonly silent: string;
	/** The last one for a while, though more may happen. */
	readonly last: string;
	readonly test: { readonly title: string; readonly body: string };
}

export const pushWords: Readonly<Record<Language, PushWords>> = {
	en: {
		kinds: {
			'session-opened': 'New chat',
			'human-asked': 'A visitor asks for a person',
			'ai-failed': 'The AI could not answer',
			'took-over': 'An agent took over',
			released: 'The AI answers again',
			missed: 'A visitor left without an answer',
			message: 'New message',
		},
		discreet: 'Open Baton to read it.',
		silent: 'Open the chat to see more.',
		last: 'No more notifications within this hour.',
		test: { title: 'Notifications work', body: 'A visitor who needs a person will look like this.' },
	},
	lv: {
		kinds: {
			'session-opened': 'Jauna saruna',
			'human-asked': 'Apmeklētājs lūdz cilvēku',
			'ai-failed': 'AI nevarēja atbildēt',
			'took-over': 'Aģents pārņēma sarunu',
			released: 'Atkal atbild AI',
			missed: 'Apmeklētājs aizgāja bez atbildes',
			message: 'Jauna ziņa',
		},
		discreet: 'Lai izlasītu, atveriet Baton.',
		silent: 'Atveriet sarunu, lai redzētu vairāk.',
		last: 'Šajā stundā paziņojumu vairs nebūs.',
		test: { title: 'Paziņojumi darbojas', body: 'Šādi izskatīsies, kad apmeklētājam vajadzēs cilvēku.' },
	},
};
