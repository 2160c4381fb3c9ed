/** All of the webhooks on a real store, with an outbox in memory and a clock that a test moves. */
import { randomFillSync, randomUUID } from 'node:crypto';
import { silentLog } from '../../../server/log.ts';
import type { Channel } from '../../../server/outbox/ports.ts';
import { createWebhookStore } from '../../../server/store/webhooks.ts';
import { createWebhooks, type WebhooksDeps } from '../../../server/webhooks/webhooks.ts';
import type { SiteId } from '../../../shared/ids.ts';
import type { WebhookEvents } from '../../../shared/webhook.ts';
import { addSite } from '../../ai/support.ts';
import { createManualClock } from '../../net/support/manual-clock.ts';
import type { TestStore } from '../../support/store.ts';
import { createMemoryOutbox } from './memory-outbox.ts';

export const events: WebhookEvents = {
	'session-opened': false,
	'human-asked': true,
	'ai-failed': true,
	'took-over': false,
	released: false,
	missed: true,
	message: false,
};

export const program = (url: string) => ({ format: 'baton', url, chatId: '', language: 'en', events }) as const;

export async function openWebhooks({ db, kind }: TestStore, more: Partial<WebhooksDeps> = {}) {
	const clock = createManualClock();
	const store = createWebhookStore(db);
	const siteId: SiteId = await addSite(db);
	const webhooks = createWebhooks({
		kind,
		store,
		siteName: () => 'A shop',
		sendLimit: () => null,
		clock,
		log: silentLog,
		fill: (bytes) => randomFillSync(bytes),
		newId: () => randomUUID(),
		baseUrl: () => 'https://chat.example',
		version: '1.2.3',
		reach: { privateAddresses: true },
		...more,
	});
	const channel: Channel = webhooks.channel;
	const outbox = createMemoryOutbox(() => channel, clock.now);
	const service = webhooks.serviceOn(outbox);
	await webhooks.start();
	return { ...webhooks, clock, store, siteId, outbox, service };
}

export type House = Awaited<ReturnType<typeof openWebhooks>>;
