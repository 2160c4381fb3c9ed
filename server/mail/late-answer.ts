/** An agent's answer to a visitor who has left, as a letter to the address that they left. Everything in it is hostile text. */
import { z } from 'zod';
import { type Language, languages } from '../../shared/text/language.ts';
import type { Outbox } from '../outbox/ports.ts';
import type { LateAnswerMail, LateMail } from '../rpc/ports.ts';
import type { Compose } from './channel.ts';
import { type Letter, letterOf, lineOf } from './letter.ts';

/** What is written down until it is sent. */
const payload = z.object({
	kind: z.literal('late-answer'),
	siteName: z.string().max(200),
	/** Empty: the visitor had written nothing. */
	question: z.string().max(10_000),
	answer: z.string().max(10_000),
	/** Empty: the agent has no display name. */
	agentName: z.string().max(200),
	/** A page of the website; empty: unknown. */
	pageUrl: z.string().max(2_000),
	language: z.enum(languages),
}) satisfies z.ZodType<LateAnswerMail>;

interface Phrases {
	readonly subject: (site: string) => string;
	readonly answered: (agent: string, site: string) => string;
	readonly somebody: string;
	readonly asked: string;
	readonly back: string;
	readonly why: (site: string) => string;
}

const phrases: Readonly<Record<Language, Phrases>> = {
	en: {
		subject: (site) => `${site}: an answer to your question`,
		answered: (agent, site) => `${agent} of ${site} has answered you:`,
		somebody: 'Somebody',
		asked: 'You had asked:',
		back: 'Write back in the chat',
		why: (site) => `You get this letter because you left your address in the chat of ${site}.`,
	},
	lv: {
		subject: (site) => `${site}: atbilde uz jūsu jautājumu`,
		answered: (agent, site) => `Jums atbild ${agent}, ${site}:`,
		somebody: 'komanda',
		asked: 'Jūs jautājāt:',
		back: 'Rakstīt tērzēšanā',
		why: (site) => `Šo vēstuli saņemat, jo vietnes ${site} tērzēšanā atstājāt savu adresi.`,
	},
};

export function lateAnswerLetter(to: string, mail: LateAnswerMail): Letter {
	const { language, question, answer, pageUrl } = mail;
	const say = phrases[language];
	const site = lineOf(mail.siteName);
	const agent = lineOf(mail.agentName) || say.somebody;
	const opening = [say.answered(agent, site), answer];
	return letterOf(to, {
		language,
		subject: say.subject(site),
		paragraphs: question === '' ? opening : [...opening, say.asked],
		quote: question === '' ? undefined : question,
		links: pageUrl === '' ? [] : [{ label: say.back, url: pageUrl }],
		foot: say.why(site),
	});
}

export const composeLateAnswer: Compose = async (delivery) => {
	const parsed = payload.safeParse(delivery.payload);
	return parsed.success ? lateAnswerLetter(delivery.target, parsed.data) : null;
};

/** A letter that comes after this is of no use to anybody. */
const expiresAfterMs = 7 * 24 * 60 * 60_000;

/** The same answer twice is one letter (I17), so whoever is not sure asks again. */
export function createLateMail(outbox: Pick<Outbox, 'enqueue'>): LateMail {
	return {
		send: ({ siteId, sessionId, seq, to, mail }) =>
			outbox.enqueue([
				{
					key: `${sessionId}/${seq}/late-answer`,
					channel: 'mail',
					target: to,
					siteId,
					about: 'late-answer',
					payload: mail,
					expiresAfterMs,
				},
			]),
	};
}
