/** What owners and admins do with the webhooks of a site. Whether the site is theirs was asked before (I29). */
import { type AlertKind, alertKinds } from '../../shared/alert.ts';
import { BatonError } from '../../shared/errors.ts';
import { type FillRandom, type SiteId, type WebhookId, webhookIdOf } from '../../shared/ids.ts';
import { type WebhookEvents, type WebhookFormat, type WebhookView, webhookLimits } from '../../shared/webhook.ts';
import type { Clock } from '../clock.ts';
import type { Outbox } from '../outbox/ports.ts';
import type { Webhooks } from '../rpc/ports.ts';
import type { Webhook, WebhookStore } from '../store/webhooks.ts';
import type { Book } from './book.ts';
import { makeSecret, oldSecretUntil } from './signature.ts';
import { testTold } from './told.ts';
import { isPrivate, shownUrl, urlOf } from './typed-url.ts';

export interface WebhookServiceDeps {
	readonly store: WebhookStore;
	readonly book: Pick<Book, 'refresh'>;
	readonly outbox: Pick<Outbox, 'sendNow' | 'log' | 'resend'>;
	readonly siteName: (siteId: SiteId) => string | null;
	/** Sending by hand, each site: null, or how long to wait, ms. */
	readonly sendLimit: (siteId: SiteId) => number | null;
	readonly clock: Clock;
	readonly fill: FillRandom;
	readonly newId: () => string;
}

async function stored<T>(ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		throw error instanceof BatonError ? error : new BatonError('store.unavailable', {}, error);
	}
}

const listOf = (events: WebhookEvents): readonly AlertKind[] => alertKinds.filter((kind) => events[kind]);

const eventsOf = (list: readonly AlertKind[]): WebhookEvents => ({
	'session-opened': list.includes('session-opened'),
	'human-asked': list.includes('human-asked'),
	'ai-failed': list.includes('ai-failed'),
	'took-over': list.includes('took-over'),
	released: list.includes('released'),
	missed: list.includes('missed'),
	message: list.includes('message'),
});

/** `-1001234567890`, or a public channel's `@name`. */
const telegramChat = /^(?:-?\d{1,20}|@\w{3,40})$/;

const invalid = (field: string) => new BatonError('input.invalid', { field });

function checkedUrl(format: WebhookFormat, typed: string): string {
	const url = urlOf(format, typed);
	if (url === null || url.length > webhookLimits.urlUnits) throw invalid('url');
	return url;
}

function checkedChat(format: WebhookFormat, typed: string): string {
	if (format !== 'telegram') return '';
	if (!telegramChat.test(typed)) throw invalid('chatId');
	return typed;
}

export function createWebhookService(deps: WebhookServiceDeps): Webhooks {
	const { store, book, outbox, siteName, sendLimit, clock, fill, newId } = deps;

	const viewOf = (webhook: Webhook): WebhookView => ({
		id: webhook.id,
		format: webhook.format,
		shownUrl: shownUrl(webhook.format, webhook.url),
		unread: isPrivate(webhook.url),
		chatId: webhook.chatId,
		language: webhook.language,
		events: eventsOf(webhook.events),
		enabled: webhook.enabled,
		paused: webhook.paused,
		failingSince: webhook.failingSince,
		lastError: webhook.lastError,
		oldSecretUntil: oldSecretUntil(webhook, clock.now()),
	});

	/** Another site's webhook is one that does not exist. */
	async function own(siteId: SiteId, id: WebhookId): Promise<Webhook> {
		const webhook = await stored(() => store.byId(id));
		if (webhook === null || webhook.siteId !== siteId) throw new BatonError('not-found');
		return webhook;
	}

	async function change(write: () => Promise<void>): Promise<void> {
		try {
			await stored(write);
		} finally {
			// Also after a fault: its outcome may be unknown, and what happened must be seen.
			await stored(() => book.refresh());
		}
	}

	function allow(siteId: SiteId): void {
		const retryAfterMs = sendLimit(siteId);
		if (retryAfterMs !== null) throw new BatonError('rate.limited', { retryAfterMs });
	}

	return {
		list: async (siteId) => (await stored(() => store.ofSite(siteId))).map(viewOf),
		async create(siteId, { format, url, chatId, language, events }) {
			const secret = format === 'baton' ? makeSecret(fill) : '';
			const webhook: Webhook = {
				id: webhookIdOf(newId()),
				siteId,
				format,
				url: checkedUrl(format, url),
				chatId: checkedChat(format, chatId),
				language,
				events: listOf(events),
				enabled: true,
				paused: null,
				failingSince: null,
				lastError: '',
				secret,
				oldSecret: '',
				rotatedAt: null,
				createdAt: clock.now(),
			};
			await change(async () => {
				if (await store.create(webhook, webhookLimits.perSite)) return;
				// It is full, or it went away meanwhile.
				throw new BatonError(siteName(siteId) === null ? 'not-found' : 'limit.reached');
			});
			return { webhook: viewOf(webhook), secret: secret === '' ? null : secret };
		},
		async update(siteId, id, { url, chatId, language, events, enabled }) {
			const { format } = await own(siteId, id);
			const wanted = {
				url: url === undefined ? undefined : checkedUrl(format, url),
				chatId: chatId === undefined ? undefined : checkedChat(format, chatId),
				language,
				events: events === undefined ? undefined : listOf(events),
				enabled,
			};
			await change(() => store.update(id, wanted));
			return viewOf(await own(siteId, id));
		},
		async remove(siteId, id) {
			await own(siteId, id);
			await change(() => store.remove(id));
		},
		async rotateSecret(siteId, id) {
			const { format } = await own(siteId, id);
			if (format !== 'baton') throw invalid('webhookId');
			const secret = makeSecret(fill);
			await stored(() => store.rotate(id, secret, clock.now()));
			return { webhook: viewOf(await own(siteId, id)), secret };
		},
		async test(siteId, id) {
			await own(siteId, id);
			allow(siteId);
			const now = clock.now();
			const sent = await outbox.sendNow({
				key: `webhook-test:${newId()}`,
				channel: 'webhook',
				target: id,
				siteId,
				about: 'test',
				payload: testTold({ id: siteId, name: siteName(siteId) ?? '' }, now),
				expiresAfterMs: webhookLimits.pauseAfterMs,
			});
			return sent.kind === 'sent' ? { ok: true, error: '' } : { ok: false, error: sent.error };
		},
		async deliveries(siteId, id) {
			await own(siteId, id);
			return outbox.log({ siteId, target: id }, webhookLimits.logLines);
		},
		async resend(siteId, id, deliveryId) {
			const { enabled } = await own(siteId, id);
			allow(siteId);
			// It would only be told that it is off.
			if (!enabled) throw invalid('webhookId');
			if (!(await outbox.resend({ target: id, id: deliveryId }))) throw new BatonError('not-found');
		},
	};
}
