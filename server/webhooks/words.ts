/** Ready sentences for people who read Baton's events in Slack or Telegram. */
import type { Language } from '../../shared/text/language.ts';

interface Words {
	readonly opened: (site: string) => string;
	readonly asked: (site: string) => string;
	readonly failed: (site: string) => string;
	readonly tookOver: (who: string, site: string) => string;
	readonly released: (who: string, site: string) => string;
	readonly missed: (site: string) => string;
	readonly wrote: (who: string, site: string) => string;
	readonly test: (site: string) => string;
	readonly visitor: string;
	readonly ai: string;
	/** An agent who has not chosen a name. */
	readonly agent: string;
	readonly link: string;
	readonly quoted: (text: string) => string;
}

export const words: Readonly<Record<Language, Words>> = {
	en: {
		opened: (site) => `New chat on ${site}`,
		asked: (site) => `A visitor of ${site} asks for a person`,
		failed: (site) => `The AI could not answer a visitor of ${site}`,
		tookOver: (who, site) => `${who} took over a chat on ${site}`,
		released: (who, site) => `${who} left a chat on ${site}, the AI answers again`,
		missed: (site) => `Missed on ${site}: the visitor left without an answer`,
		wrote: (who, site) => `${who} wrote on ${site}`,
		test: (site) => `A test by Baton for ${site}. Messages arrive here.`,
		visitor: 'The visitor',
		ai: 'The AI',
		agent: 'An agent',
		link: 'Open the chat',
		quoted: (text) => `“${text}”`,
	},
	lv: {
		opened: (site) => `Jauna saruna vietnē ${site}`,
		asked: (site) => `Vietnes ${site} apmeklētājs vēlas runāt ar cilvēku`,
		failed: (site) => `AI nespēja atbildēt vietnes ${site} apmeklētājam`,
		tookOver: (who, site) => `${who} pārņem sarunu vietnē ${site}`,
		released: (who, site) => `${who} pamet sarunu vietnē ${site}, atkal atbild AI`,
		missed: (site) => `Vietnē ${site} palaista garām saruna: apmeklētājs aizgāja bez atbildes`,
		wrote: (who, site) => `${who} raksta vietnē ${site}`,
		test: (site) => `Baton pārbaudes ziņa vietnei ${site}. Ziņas šeit pienāk.`,
		visitor: 'Apmeklētājs',
		ai: 'AI',
		agent: 'Aģents',
		link: 'Atvērt sarunu',
		quoted: (text) => `„${text}”`,
	},
};
