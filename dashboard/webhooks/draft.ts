/** A webhook while it is filled in. Pure. */
import { type AlertKind, alertKinds } from '../../shared/alert.ts';
import type { Language } from '../../shared/text/language.ts';
import type { WebhookEvents, WebhookFormat, WebhookView } from '../../shared/webhook.ts';

export interface WebhookDraft {
	readonly format: WebhookFormat;
	/** Empty while a stored one is kept: it is never sent back to be shown. */
	readonly url: string;
	readonly chatId: string;
	readonly language: Language;
	readonly events: WebhookEvents;
}

/** What calls for somebody; the rest is for programs, and is a lot. */
const first: readonly AlertKind[] = ['human-asked', 'ai-failed', 'missed'];

const eventsOf = (chosen: (kind: AlertKind) => boolean): WebhookEvents => ({
	'session-opened': chosen('session-opened'),
	'human-asked': chosen('human-asked'),
	'ai-failed': chosen('ai-failed'),
	'took-over': chosen('took-over'),
	released: chosen('released'),
	missed: chosen('missed'),
	message: chosen('message'),
});

export const newDraft = (language: Language): WebhookDraft => ({
	format: 'baton',
	url: '',
	chatId: '',
	language,
	events: eventsOf((kind) => first.includes(kind)),
});

export const draftOf = ({ format, chatId, language, events }: WebhookView): WebhookDraft => ({
	format,
	url: '',
	chatId,
	language,
	events,
});

export interface WebhookDraftFaults {
	readonly url: 'missing' | 'invalid' | null;
	readonly chatId: 'invalid' | null;
	readonly events: 'none' | null;
}

const isHttpUrl = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);
const botToken = /^\d{3,20}:[\w-]{20,100}$/;
const telegramChat = /^(?:-?\d{1,20}|@\w{3,40})$/;

function urlFault(format: WebhookFormat, typed: string, stored: boolean): WebhookDraftFaults['url'] {
	const url = typed.trim();
	if (url === '') return stored ? null : 'missing';
	if (format !== 'telegram') return isHttpUrl(url) ? null : 'invalid';
	return botToken.test(url) || (isHttpUrl(url) && new URL(url).pathname.endsWith('/sendMessage')) ? null : 'invalid';
}

/** `stored`: it is changed, not made. */
export const faultsOf = ({ format, url, chatId, events }: WebhookDraft, stored: boolean): WebhookDraftFaults => ({
	url: urlFault(format, url, stored),
	chatId: format === 'telegram' && !telegramChat.test(chatId.trim()) ? 'invalid' : null,
	events: alertKinds.some((kind) => events[kind]) ? null : 'none',
});

export const isFaultless = ({ url, chatId, events }: WebhookDraftFaults): boolean =>
	url === null && chatId === null && events === null;

/** What the server is told; an empty address is not told. */
export function changeOf({ url, chatId, language, events }: WebhookDraft) {
	const rest = { chatId: chatId.trim(), language, events };
	return url.trim() === '' ? rest : { ...rest, url: url.trim() };
}
