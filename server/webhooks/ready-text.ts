/**
 * Bodies for Slack- and Telegram-shaped receivers. Names, pages and what visitors and models write are hostile: they get no
 * markup, no mentions and no lines of their own.
 */
import type { Language } from '../../shared/text/language.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { clip, type Told } from './told.ts';
import { words } from './words.ts';

/** How a receiver wants its text. */
interface Shape {
	/** What is not ours, so that it says nothing but itself. */
	readonly plain: (text: string) => string;
	readonly link: (label: string, url: string) => string;
}

const quotedUnits = 300;
const pageUnits = 200;

/** Controls, and the marks that turn the direction of what follows. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

function oneLine(text: string, units: number): string {
	const line = text.replace(controls, ' ').replace(/ {2,}/g, ' ').trim();
	return line.length <= units ? line : `${clip(line, units).trimEnd()}…`;
}

/** Is not seen, and parts what must not be read together. */
const gap = '\u200b';

/**
 * Slack reads `<!channel>` and `<url|label>`: three characters are escaped, as its documentation says. Receivers that take
 * Slack's shape also read `@all`, and links and pictures in Markdown: a gap takes their meaning.
 */
const slack: Shape = {
	plain: (text) =>
		text
			.replace(/&/g, '&amp;')
			.replace(/</g, '&lt;')
			.replace(/>/g, '&gt;')
			.replace(/(?<![\p{L}\p{N}])@/gu, `@${gap}`)
			.replace(/\]/g, `]${gap}`),
	link: (label, url) => `<${url}|${label}>`,
};

/** Without `parse_mode` Telegram reads no markup; a mention works all the same. */
const telegram: Shape = {
	plain: (text) => text.replace(/(?<![\p{L}\p{N}])@/gu, `@${gap}`),
	link: (label, url) => `${label}: ${url}`,
};

export interface ReadyText {
	readonly told: Told;
	readonly language: Language;
	/** The session in the dashboard; null: it is not known under which address that is. */
	readonly link: string | null;
}

export const slackBody = (text: ReadyText): string =>
	// Nothing that a visitor wrote makes the receiver fetch a page.
	JSON.stringify({ text: linesOf(text, slack), unfurl_links: false, unfurl_media: false });

export const telegramBody = (text: ReadyText, chatId: string): string =>
	JSON.stringify({ chat_id: chatId, text: linesOf(text, telegram), disable_web_page_preview: true });

function linesOf({ told, language, link }: ReadyText, shape: Shape): string {
	const t = words[language];
	const text = oneLine(told.text, quotedUnits);
	const { country = null, page = '' } = told.session ?? {};
	const facts = [country === null ? '' : countryName(country, language), shape.plain(oneLine(page, pageUnits))];
	return [
		headline(told, language, shape),
		text === '' ? '' : t.quoted(shape.plain(text)),
		facts.filter((fact) => fact !== '').join(' · '),
		link === null ? '' : shape.link(t.link, link),
	]
		.filter((line) => line !== '')
		.join('\n');
}

function headline({ kind, site, by }: Told, language: Language, { plain }: Shape): string {
	const t = words[language];
	const name = plain(oneLine(site.name, 100));
	const agent = plain(oneLine(by.name, 100)) || t.agent;
	switch (kind) {
		case 'session-opened':
			return t.opened(name);
		case 'human-asked':
			return t.asked(name);
		case 'ai-failed':
			return t.failed(name);
		case 'took-over':
			return t.tookOver(agent, name);
		case 'released':
			return t.released(agent, name);
		case 'missed':
			return t.missed(name);
		case 'message':
			return t.wrote(by.author === 'visitor' ? t.visitor : by.author === 'ai' ? t.ai : agent, name);
		case 'test':
			return t.test(name);
		default:
			return unreachable(kind);
	}
}

function countryName(code: string, language: Language): string {
	if (!/^[A-Z]{2}$/.test(code)) return '';
	return new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(code) ?? code;
}
