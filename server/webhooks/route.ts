import type { AlertKind } from '../../shared/alert.ts';
import { type WebhookFormat, webhookLimits } from '../../shared/webhook.ts';
import type { AlertRoute } from '../outbox/ports.ts';
import type { Book } from './book.ts';
import { toldOf } from './told.ts';

const hourMs = 60 * 60_000;

/** A program wants all of it; people want no call for help that was over yesterday. */
function keptFor(format: WebhookFormat, kind: AlertKind): number {
	if (format === 'baton') return webhookLimits.pauseAfterMs;
	return kind === 'missed' ? 24 * hourMs : hourMs;
}

/** Each of a site's webhooks that chose the event gets it. */
export function createWebhookRoute(book: Pick<Book, 'wanting'>): AlertRoute {
	return {
		wants: (siteId, kind) => book.wanting(siteId, kind).length > 0,
		draftsFor: async (alert) =>
			book.wanting(alert.siteId, alert.kind).map(({ id, format }) => ({
				key: `webhook:${id}:${alert.key}`,
				channel: 'webhook',
				target: id,
				siteId: alert.siteId,
				about: alert.kind,
				payload: toldOf(alert),
				expiresAfterMs: keptFor(format, alert.kind),
			})),
	};
}
