/** An agent's answer to a visitor who has left, as a letter to the address that they left. Everything in it is hostile text. Pure. */
import { z } from 'zod';
import { languages } from '../../shared/text/language.ts';
import type { LateAnswerMail } from '../rpc/ports.ts';

/** What is written down until it is sent. */
export const lateAnswerPayload = z.object({
	kind: z.literal('late-answer'),
	siteName: z.string().max(200),
	/** Empty: the visitor had written nothing. */
	question: z.string().max(10_000),
	answer: z.string().max(10_000),
	/** Empty: the agent has no display name. */
	agentName: z.string().max(200),
	/** Where the visitor asked; empty: unknown. */
	pageUrl: z.string().max(2_000),
	language: z.enum(languages),
}) satisfies z.ZodType<LateAnswerMail>;

export interface Words {
	readonly subject: string;
	readonly text: string;
	readonly html: string;
}

interface Phrases {
	readonly subject: (site: string) => string;
	readonly answered: (agent: string, site: string) => string;
	readonly somebody: string;
	readonly asked: string;
	readonly back: string;
	readonly why: (site: string) => string;
}

const phrases: Readonly<Record<LateAnswerMail['language'], Phrases>> = {
	en: {
		subject: (site) => `${site}: an answer to your question`,
		answered: (agent, site) => `${agent} of ${site} has answered you:`,
		somebody: 'Somebody',
		asked: 'You had asked:',
		back: 'To write back, open the chat on this page:',
		why: (site) => `You get this letter because you left your address in the chat of ${site}.`,
	},
	lv: {
		subject: (site) => `${site}: atbilde uz jūsu jautājumu`,
		answered: (agent, site) => `Jums atbild ${agent}, ${site}:`,
		somebody: 'komanda',
		asked: 'Jūs jautājāt:',
		back: 'Lai rakstītu vēl, atveriet tērzēšanu šajā lapā:',
		why: (site) => `Šo vēstuli saņemat, jo tērzēšanā vietnē ${site} atstājāt savu adresi.`,
	},
};

/** One line without controls and marks that turn text around: a subject can't become a header. */
const lineOf = (text: string): string =>
	text
		.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
		.trim()
		.slice(0, 150)
		.toWellFormed();

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
/** Lines stay lines. */
const block = (text: string): string => escapeHtml(text).replaceAll(/\r?\n/g, '<br>');

/** Visitors report their page themselves: only what leads to a website becomes a link. */
const isWebsite = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url);

export function lateAnswerWords(mail: LateAnswerMail): Words {
	const say = phrases[mail.language];
	const site = lineOf(mail.siteName);
	const agent = lineOf(mail.agentName) || say.somebody;
	const page = isWebsite(mail.pageUrl) ? mail.pageUrl : null;
	const text = [
		say.answered(agent, site),
		mail.answer,
		...(mail.question === '' ? [] : [say.asked, mail.question.replaceAll(/^/gm, '> ')]),
		...(page === null ? [] : [`${say.back}\n${page}`]),
		`-- \n${say.why(site)}`,
	];
	const quote = 'margin:16px 0;padding:4px 14px;border-left:3px solid #d0d7de;color:#57606a';
	const html = [
		`<p>${escapeHtml(say.answered(agent, site))}</p>`,
		`<p>${block(mail.answer)}</p>`,
		...(mail.question === ''
			? []
			: [`<p>${say.asked}</p><blockquote style="${quote}">${block(mail.question)}</blockquote>`]),
		...(page === null ? [] : [`<p>${say.back}<br><a href="${escapeHtml(page)}">${escapeHtml(page)}</a></p>`]),
		`<p style="margin-top:32px;font-size:13px;color:#57606a">${escapeHtml(say.why(site))}</p>`,
	];
	const subject = lineOf(say.subject(site));
	return {
		subject,
		text: `${text.join('\n\n')}\n`,
		html: `<!doctype html><html lang="${mail.language}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head><body>\n${html.join('\n')}\n</body></html>\n`,
	};
}
