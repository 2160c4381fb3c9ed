/** Signed webhooks of a site, put together: who is told, the way out, and what the dashboard does with them. */
import { lookup } from 'node:dns/promises';
import { createBook } from './book.ts';
import { type ChannelDeps, createWebhookChannel } from './channel.ts';
import { createPost, type PostDeps } from './post.ts';
import { createWebhookRoute } from './route.ts';
import { createWebhookService, type WebhookServiceDeps } from './service.ts';

export interface WebhooksDeps
	extends Omit<WebhookServiceDeps, 'book' | 'outbox'>,
		Omit<ChannelDeps, 'book' | 'store' | 'post'>,
		Pick<PostDeps, 'reach'> {
	readonly kind: 'pglite' | 'postgres';
	/** A name's addresses; the system's own resolver unless a test has one. */
	readonly resolve?: PostDeps['resolve'] | undefined;
}

/** Postgres may have other writers, an embedded database has none. */
const rereadMs = { postgres: 2_000, pglite: null } as const;

export function createWebhooks(deps: WebhooksDeps) {
	const { store, clock, log, reach, kind, resolve = (host) => lookup(host, { all: true }) } = deps;
	const book = createBook({ store, clock, log, rereadMs: rereadMs[kind] });
	const post = createPost({ clock, resolve, reach });
	return {
		route: createWebhookRoute(book),
		channel: createWebhookChannel({ ...deps, book, post }),
		/** The outbox needs the channel before there is a service that needs the outbox. */
		serviceOn: (outbox: WebhookServiceDeps['outbox']) => createWebhookService({ ...deps, book, outbox }),
		start: () => book.start(),
		stop: () => book.stop(),
	};
}
