/** Webhooks of the sites, wired: they join what goes outward, and are there for the dashboard even where nothing does. */
import type { FillRandom, SiteId } from '../shared/ids.ts';
import { faultLine } from '../shared/webhook.ts';
import type { SiteKeeper } from './accounts/sites-service.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { createKeyedLimiter } from './net/token-bucket.ts';
import type { Outbox } from './outbox/ports.ts';
import type { Outward } from './outward.ts';
import type { Stores } from './store/stores.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

export interface SiteWebhooksDeps {
	readonly clock: Clock;
	readonly log: Log;
	readonly stores: Stores;
	readonly fillRandom: FillRandom;
	readonly newId: () => string;
	readonly sites: Pick<SiteKeeper, 'siteById'>;
	readonly publicUrl: string | null;
	readonly version: string;
	readonly outward?: Outward | undefined;
}

/** Tests and resends, each site: a person presses no faster, and nobody's server is hammered from here. */
const sendRate = { burst: 10, perMinute: 10, maxKeys: 10_000 };

const nothingGoesOut: Pick<Outbox, 'sendNow' | 'log' | 'resend'> = {
	sendNow: async () => ({ kind: 'failed', error: faultLine('other'), again: false }),
	log: async () => [],
	resend: async () => false,
};

export function createSiteWebhooks(deps: SiteWebhooksDeps) {
	const { clock, log, stores, fillRandom, newId, sites, publicUrl, version, outward } = deps;
	const sends = createKeyedLimiter({ clock, ...sendRate });
	const webhooks = createWebhooks({
		kind: stores.kind,
		store: stores.webhooks,
		clock,
		log,
		fill: fillRandom,
		newId,
		siteName: (siteId) => sites.siteById(siteId)?.name ?? null,
		sendLimit(siteId: SiteId) {
			const taken = sends.take(siteId);
			return taken.ok ? null : taken.retryAfterMs;
		},
		baseUrl: () => publicUrl ?? outward?.baseUrl() ?? null,
		version,
		reach: outward?.webhookReach ?? { privateAddresses: true },
	});
	return {
		joining: (other: Outward): Outward => ({
			...other,
			channels: { ...other.channels, webhook: webhooks.channel },
			routes: [...(other.routes ?? []), webhooks.route],
		}),
		serviceOn: (outbox: Outbox | null) => webhooks.serviceOn(outbox ?? nothingGoesOut),
		start: webhooks.start,
		stop: webhooks.stop,
	};
}
