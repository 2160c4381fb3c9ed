/** Webhooks as the dashboard knows them, and the words for what can go wrong with one. */
import type { AlertKind } from './alert.ts';
import type { WebhookId } from './ids.ts';
import type { Language } from './text/language.ts';

/** `baton`: signed JSON for programs; the others: a ready text, shaped as Slack's and Telegram's receivers take it. */
export const webhookFormats = ['baton', 'slack', 'telegram'] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

/** What an event is called in a body. */
export const webhookTypes = {
	'session-opened': 'session.opened',
	'human-asked': 'human.asked',
	'ai-failed': 'ai.failed',
	'took-over': 'session.took-over',
	released: 'session.released',
	missed: 'session.missed',
	message: 'message.created',
	test: 'test',
} as const satisfies Readonly<Record<AlertKind | 'test', string>>;

export type WebhookEvents = Readonly<Record<AlertKind, boolean>>;

/** It failed for too long; it said itself that it is gone. */
export type WebhookPause = 'failing' | 'gone';

export const webhookLimits = {
	perSite: 10,
	urlUnits: 1_000,
	chatIdUnits: 64,
	/** Lines of a delivery log. */
	logLines: 50,
	attemptMs: 10_000,
	/** A secret that was replaced signs beside the new one for this long. */
	oldSecretMs: 24 * 60 * 60_000,
	/** An endpoint that has only failed for this long is switched off. */
	pauseAfterMs: 3 * 24 * 60 * 60_000,
} as const;

export interface WebhookView {
	readonly id: WebhookId;
	readonly format: WebhookFormat;
	/** Without what opens it: addresses of Slack and Telegram are keys, and so may be a query. */
	readonly shownUrl: string;
	/** What is sent can be read by nobody on the way. */
	readonly unread: boolean;
	readonly chatId: string;
	readonly language: Language;
	readonly events: WebhookEvents;
	readonly enabled: boolean;
	readonly paused: WebhookPause | null;
	/** Since when nothing has arrived, wall clock, ms. */
	readonly failingSince: number | null;
	readonly lastError: string;
	/** Until when the replaced secret signs too, wall clock, ms. */
	readonly oldSecretUntil: number | null;
}

export interface WebhookMade {
	readonly webhook: WebhookView;
	/** Shown this once; null: this format signs nothing. */
	readonly secret: string | null;
}

export interface WebhookTry {
	readonly ok: boolean;
	/** Empty: it arrived. */
	readonly error: string;
}

export interface WebhookDelivery {
	readonly id: string;
	readonly about: string;
	readonly createdAt: number;
	readonly state: 'waiting' | 'sent' | 'failed';
	readonly attempts: number;
	readonly error: string;
	/** Next attempt, or when it ended. */
	readonly at: number;
}

/** The beginning of each error of a delivery; the dashboard says it in the reader's language. */
export const webhookFaults = {
	'no-name': 'The name could not be found',
	refused: 'The connection was refused',
	unreachable: 'The address can not be reached',
	timeout: 'No answer within 10 s',
	closed: 'The connection was closed before an answer came',
	'not-http': 'The answer is not HTTP',
	'cert-expired': 'The certificate has expired',
	'cert-early': 'The certificate is not valid yet',
	'cert-self-signed': 'The certificate is self-signed',
	'cert-issuer': 'The certificate is from an issuer that this server does not trust',
	'cert-name': 'The certificate is for another name',
	tls: 'No secure connection could be made',
	forbidden: 'Baton does not send to this address',
	redirect: 'It redirects to another address, which is not followed',
	answered: 'It answered',
	gone: 'It answered 410, gone, and was switched off',
	off: 'It is switched off',
	removed: 'It was removed',
	stopped: 'The attempt was stopped',
	store: 'The database was not available',
	/** The outbox's own. */
	late: 'It was too late to send it.',
	full: 'Too much waits for this receiver.',
	other: 'It could not be sent',
} as const;
export type WebhookFault = keyof typeof webhookFaults;

export const faultLine = (fault: WebhookFault, detail = ''): string =>
	detail === '' ? webhookFaults[fault] : `${webhookFaults[fault]}: ${detail}`;

/** What `faultLine` made; null: somebody else's sentence. */
export function readFaultLine(line: string): { readonly fault: WebhookFault; readonly detail: string } | null {
	for (const [fault, words] of Object.entries(webhookFaults)) {
		// `Object.entries` forgets the names of what it is given.
		if (line === words) return { fault: fault as WebhookFault, detail: '' };
		if (line.startsWith(`${words}: `)) return { fault: fault as WebhookFault, detail: line.slice(words.length + 2) };
	}
	return null;
}
