/** Where events of a site are sent. A change is a statement over what is stored, not over what somebody read earlier. */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { AlertKind } from '../../shared/alert.ts';
import type { SiteId, WebhookId } from '../../shared/ids.ts';
import type { Language } from '../../shared/text/language.ts';
import type { WebhookFormat, WebhookPause } from '../../shared/webhook.ts';
import type { Database } from './schema.ts';
import type { WebhookTables } from './webhook-tables.ts';

export interface Webhook {
	readonly id: WebhookId;
	readonly siteId: SiteId;
	readonly format: WebhookFormat;
	readonly url: string;
	readonly chatId: string;
	readonly language: Language;
	readonly events: readonly AlertKind[];
	readonly enabled: boolean;
	readonly paused: WebhookPause | null;
	readonly failingSince: number | null;
	readonly lastError: string;
	readonly secret: string;
	readonly oldSecret: string;
	readonly rotatedAt: number | null;
	readonly createdAt: number;
}

/** What decides who is told; without anything that opens a door. */
export type ListedWebhook = Pick<Webhook, 'id' | 'siteId' | 'format' | 'events'>;

export interface WebhookChange {
	readonly url?: string | undefined;
	readonly chatId?: string | undefined;
	readonly language?: Language | undefined;
	readonly events?: readonly AlertKind[] | undefined;
	/** Switching it on forgives what was before. */
	readonly enabled?: boolean | undefined;
}

export interface WebhookStore {
	/** Those that are switched on, of every site. */
	enabled(): Promise<readonly ListedWebhook[]>;
	ofSite(siteId: SiteId): Promise<readonly Webhook[]>;
	byId(id: WebhookId): Promise<Webhook | null>;
	/** False: the site has `most` already, or is not there. */
	create(webhook: Webhook, most: number): Promise<boolean>;
	update(id: WebhookId, change: WebhookChange): Promise<void>;
	remove(id: WebhookId): Promise<void>;
	/** The present secret becomes the old one. */
	rotate(id: WebhookId, secret: string, at: number): Promise<void>;
	/** Something arrived. */
	worked(id: WebhookId): Promise<void>;
	/** Nothing arrived; it is switched off if so it was since `pauseBefore` or longer. True: it is off now. */
	failed(id: WebhookId, error: string, at: number, pauseBefore: number): Promise<boolean>;
	switchOff(id: WebhookId, why: WebhookPause, error: string): Promise<void>;
}

const webhookOf = (row: Selectable<WebhookTables['webhooks']>): Webhook => ({
	id: row.id,
	siteId: row.site_id,
	format: row.format,
	url: row.url,
	chatId: row.chat_id,
	language: row.language,
	events: row.events,
	enabled: row.enabled,
	paused: row.paused,
	failingSince: row.failing_since,
	lastError: row.last_error,
	secret: row.secret,
	oldSecret: row.old_secret,
	rotatedAt: row.rotated_at,
	createdAt: row.created_at,
});

export function createWebhookStore(db: Kysely<Database>): WebhookStore {
	return {
		async enabled() {
			const rows = await db
				.selectFrom('webhooks')
				.select(['id', 'site_id as siteId', 'format', 'events'])
				.where('enabled', '=', true)
				.orderBy('created_at')
				.orderBy('id')
				.execute();
			return rows;
		},
		async ofSite(siteId) {
			const rows = await db
				.selectFrom('webhooks')
				.selectAll()
				.where('site_id', '=', siteId)
				.orderBy('created_at')
				.orderBy('id')
				.execute();
			return rows.map(webhookOf);
		},
		async byId(id) {
			const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst();
			return row === undefined ? null : webhookOf(row);
		},
		create: (webhook, most) =>
			db.transaction().execute(async (trx) => {
				// The site's row is the queue: two at once can't both be the last one.
				const site = await trx
					.selectFrom('sites')
					.select('id')
					.where('id', '=', webhook.siteId)
					.forUpdate()
					.executeTakeFirst();
				if (site === undefined) return false;
				const { count } = await trx
					.selectFrom('webhooks')
					.select((eb) => eb.fn.countAll<number>().as('count'))
					.where('site_id', '=', webhook.siteId)
					.executeTakeFirstOrThrow();
				if (count >= most) return false;
				await trx
					.insertInto('webhooks')
					.values({
						id: webhook.id,
						site_id: webhook.siteId,
						format: webhook.format,
						url: webhook.url,
						chat_id: webhook.chatId,
						language: webhook.language,
						events: JSON.stringify(webhook.events),
						enabled: webhook.enabled,
						paused: webhook.paused,
						failing_since: webhook.failingSince,
						last_error: webhook.lastError,
						secret: webhook.secret,
						old_secret: webhook.oldSecret,
						rotated_at: webhook.rotatedAt,
						created_at: webhook.createdAt,
					})
					.execute();
				return true;
			}),
		async update(id, { url, chatId, language, events, enabled }) {
			const change = {
				...(url === undefined ? {} : { url }),
				...(chatId === undefined ? {} : { chat_id: chatId }),
				...(language === undefined ? {} : { language }),
				...(events === undefined ? {} : { events: JSON.stringify(events) }),
				...(enabled === undefined ? {} : { enabled, paused: null }),
				...(enabled === true || url !== undefined ? { failing_since: null, last_error: '' } : {}),
			};
			if (Object.keys(change).length === 0) return;
			await db.updateTable('webhooks').set(change).where('id', '=', id).execute();
		},
		remove: (id) =>
			db.transaction().execute(async (trx) => {
				await trx.deleteFrom('webhooks').where('id', '=', id).execute();
				// What was sent holds words of visitors: it is kept for a log that nobody can open any more.
				await trx.deleteFrom('deliveries').where('channel', '=', 'webhook').where('target', '=', id).execute();
			}),
		async rotate(id, secret, at) {
			await db
				.updateTable('webhooks')
				.set((eb) => ({ secret, old_secret: eb.ref('secret'), rotated_at: at }))
				.where('id', '=', id)
				.execute();
		},
		async worked(id) {
			await db
				.updateTable('webhooks')
				.set({ failing_since: null, last_error: '' })
				.where('id', '=', id)
				.where('failing_since', 'is not', null)
				.execute();
		},
		async failed(id, error, at, pauseBefore) {
			const { rows } = await sql<{ enabled: boolean }>`
				update webhooks set
					failing_since = coalesce(failing_since, ${at}::bigint),
					last_error = ${error},
					enabled = enabled and coalesce(failing_since, ${at}::bigint) > ${pauseBefore}::bigint,
					paused = case
						when enabled and coalesce(failing_since, ${at}::bigint) <= ${pauseBefore}::bigint then 'failing'
						else paused
					end
				where id = ${id}::uuid
				returning enabled
			`.execute(db);
			return rows[0]?.enabled === false;
		},
		async switchOff(id, why, error) {
			await db
				.updateTable('webhooks')
				.set({ enabled: false, paused: why, last_error: error })
				.where('id', '=', id)
				.execute();
		},
	};
}
