/** The way out: what was written down becomes a request, and an endpoint that only fails is switched off. */
import { chatPath } from '../../shared/alert.ts';
import { webhookIdOf } from '../../shared/ids.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { faultLine, type WebhookFault, webhookLimits } from '../../shared/webhook.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Channel, Delivery, Sent } from '../outbox/ports.ts';
import type { Webhook, WebhookStore } from '../store/webhooks.ts';
import type { Book } from './book.ts';
import type { Post } from './post.ts';
import { slackBody, telegramBody } from './ready-text.ts';
import { signedHeaders } from './signature.ts';
import { signedBody } from './signed-body.ts';
import { type Told, told } from './told.ts';
import { withoutKeys } from './typed-url.ts';
import { verdictOf } from './verdict.ts';

export interface ChannelDeps {
	readonly store: Pick<WebhookStore, 'byId' | 'worked' | 'failed' | 'switchOff'>;
	readonly book: Pick<Book, 'refresh'>;
	readonly post: Post;
	readonly clock: Clock;
	readonly log: Log;
	/** Where the dashboard is reached, without a slash at its end; null: nobody knows. */
	readonly baseUrl: () => string | null;
	readonly version: string;
}

const fault = (which: WebhookFault, again: boolean): Sent => ({ kind: 'failed', error: faultLine(which), again });

export function createWebhookChannel({ store, book, post, clock, log, baseUrl, version }: ChannelDeps): Channel {
	function linkTo({ kind, site, session }: Told): string | null {
		const base = baseUrl();
		if (kind === 'test' || session === null || base === null) return null;
		return base + chatPath(site.id, session.id, kind);
	}

	function bodyFor(webhook: Webhook, event: Told, deliveryId: string): string {
		const link = linkTo(event);
		switch (webhook.format) {
			case 'baton':
				return signedBody(event, deliveryId, link);
			case 'slack':
				return slackBody({ told: event, language: webhook.language, link });
			case 'telegram':
				return telegramBody({ told: event, language: webhook.language, link }, webhook.chatId);
			default:
				return unreachable(webhook.format);
		}
	}

	async function attempt(webhook: Webhook, event: Told, deliveryId: string, signal: AbortSignal): Promise<Sent> {
		const body = bodyFor(webhook, event, deliveryId);
		const signed = webhook.format === 'baton' ? signedHeaders(webhook, deliveryId, body, clock.now()) : {};
		const headers = { 'user-agent': `Baton/${version}`, ...signed };
		const posted = await post({ url: new URL(webhook.url), headers, body }, signal);
		const verdict = verdictOf(posted, clock.now());
		if (verdict.kind === 'sent') return verdict;
		return { ...verdict, error: withoutKeys(verdict.error, webhook.format, webhook.url) };
	}

	/** What the outcome means for the endpoint itself. */
	async function settle({ id }: Webhook, { about }: Delivery, sent: Sent): Promise<void> {
		if (sent.kind === 'sent') return store.worked(id);
		// Whoever tries an endpoint is looking at it: that counts for nothing.
		if (about === 'test') return;
		if (!sent.again) {
			await store.switchOff(id, 'gone', sent.error);
			return book.refresh();
		}
		const now = clock.now();
		if (await store.failed(id, sent.error, now, now - webhookLimits.pauseAfterMs)) await book.refresh();
	}

	return {
		kind: 'webhook',
		async send(delivery, signal) {
			const event = told.safeParse(delivery.payload);
			if (!event.success) return fault('other', false);
			try {
				const webhook = await store.byId(webhookIdOf(delivery.target));
				if (webhook === null || webhook.siteId !== delivery.siteId) return fault('removed', false);
				// Before it is switched on again it is tried.
				if (!webhook.enabled && delivery.about !== 'test') return fault('off', false);
				const sent = await attempt(webhook, event.data, delivery.id, signal);
				// A process that stops says nothing of the receiver.
				if (!signal.aborted) {
					await settle(webhook, delivery, sent).catch((error: unknown) =>
						log.warn({ err: error, webhook: webhook.id }, 'how a webhook stands could not be written down'),
					);
				}
				return sent;
			} catch (error) {
				log.warn({ err: error, webhook: delivery.target }, 'a webhook could not be read');
				return fault('store', true);
			}
		},
	};
}
