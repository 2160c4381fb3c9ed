/** A letter as plain text and as simple HTML, from the same parts. Everything in it is hostile text. Pure. */
import type { Language } from '../../shared/text/language.ts';

export interface Letter {
	readonly to: string;
	readonly subject: string;
	readonly text: string;
	readonly html: string;
}

export interface LetterParts {
	readonly language: Language;
	readonly subject: string;
	readonly paragraphs: readonly string[];
	/** Somebody's words. */
	readonly quote?: string | undefined;
	/** The first is the one to follow. */
	readonly links?: readonly { readonly label: string; readonly url: string; readonly note?: string | undefined }[];
	/** Why it was sent, in small print. */
	readonly foot?: string | undefined;
}

const subjectUnits = 150;

/** One line without controls and marks that turn text around: a subject can't become a header, nor look like another one. */
export function lineOf(text: string): string {
	const line = text
		.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
		.toWellFormed()
		.trim();
	return line.length <= subjectUnits
		? line
		: `${line
				.slice(0, subjectUnits - 1)
				.toWellFormed()
				.trimEnd()}…`;
}

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** Lines stay lines. */
const block = (text: string): string => escapeHtml(text).replaceAll(/\r?\n/g, '<br>');

const font = "font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:15px;line-height:1.5;color:#1f2328";
const button =
	'display:inline-block;padding:10px 18px;border-radius:6px;background:#4f46e5;color:#ffffff;text-decoration:none;font-weight:600';

export function letterOf(to: string, { language, subject, paragraphs, quote, links = [], foot }: LetterParts): Letter {
	const title = lineOf(subject);
	const text = [
		...paragraphs,
		...(quote === undefined ? [] : [quote.replaceAll(/^/gm, '> ')]),
		...links.map(({ label, url, note }) => [`${label}:`, url, ...(note === undefined ? [] : [note])].join('\n')),
		...(foot === undefined ? [] : [`-- \n${foot}`]),
	].join('\n\n');
	const html = [
		...paragraphs.map((paragraph) => `<p>${block(paragraph)}</p>`),
		...(quote === undefined
			? []
			: [
					`<blockquote style="margin:16px 0;padding:4px 14px;border-left:3px solid #d0d7de">${block(quote)}</blockquote>`,
				]),
		...links.map(({ label, url, note }, i) => {
			const style = i === 0 ? button : 'color:#4f46e5';
			const small = note === undefined ? '' : `<br><small style="color:#57606a">${block(note)}</small>`;
			return `<p><a href="${escapeHtml(url)}" style="${style}">${escapeHtml(label)}</a>${small}</p>`;
		}),
		...(foot === undefined ? [] : [`<p style="margin-top:32px;font-size:13px;color:#57606a">${block(foot)}</p>`]),
	].join('\n');
	return {
		to,
		subject: title,
		text: `${text}\n`,
		html: `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head><body style="margin:24px;max-width:560px;${font}">\n${html}\n</body></html>\n`,
	};
}
