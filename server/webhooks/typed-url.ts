/** The address of a receiver: as a person types it, as it is kept, and as it is shown again. */
import type { WebhookFormat } from '../../shared/webhook.ts';

/** What BotFather hands out. */
const botToken = /^(\d{3,20}):[\w-]{20,100}$/;
const telegramApi = 'https://api.telegram.org';

/** Null: it is no address for this format. For Telegram a bot's token is enough. */
export function urlOf(format: WebhookFormat, typed: string): string | null {
	if (format === 'telegram' && botToken.test(typed)) return `${telegramApi}/bot${typed}/sendMessage`;
	if (!/^https?:\/\//i.test(typed) || !URL.canParse(typed)) return null;
	const url = new URL(typed);
	url.hash = '';
	// A server of one's own speaks the same way.
	if (format === 'telegram' && !url.pathname.endsWith('/sendMessage')) return null;
	return url.href;
}

/** Enough to know it by, and nothing that lets somebody in. */
export function shownUrl(format: WebhookFormat, kept: string): string {
	const url = new URL(kept);
	switch (format) {
		case 'baton':
			return `${url.origin}${url.pathname}${url.search === '' ? '' : '?…'}`;
		case 'slack':
			return `${url.origin}/…${url.pathname.slice(-4)}`;
		case 'telegram': {
			const bot = /\/bot(\d+)[:%]/.exec(url.pathname)?.[1];
			return bot === undefined ? `${url.origin}/…` : `${url.origin}/bot${bot}:…`;
		}
	}
}

/** Read by nobody on the way: what stays on this machine has no way. */
export function isPrivate(kept: string): boolean {
	const { protocol, hostname } = new URL(kept);
	return (
		protocol === 'https:' || hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
	);
}

/** A receiver may repeat in its answer what it was asked under: that must not get into a log. */
export function withoutKeys(line: string, format: WebhookFormat, kept: string): string {
	const { pathname, search, username, password } = new URL(kept);
	const parts = format === 'baton' ? [] : pathname.split('/').filter((part) => part.length >= 8);
	const keys = [search.slice(1), username, password, ...parts].filter(
		(key) => key.length >= 4 && key !== 'sendMessage',
	);
	return keys.reduce((text, key) => text.replaceAll(key, '…').replaceAll(decoded(key), '…'), line);
}

function decoded(key: string): string {
	try {
		return decodeURIComponent(key);
	} catch {
		return key;
	}
}
