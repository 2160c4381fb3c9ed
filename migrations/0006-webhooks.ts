import { type Kysely, sql } from 'kysely';

/** Where a site's events are sent to. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('webhooks')
		.addColumn('id', 'uuid', (c) => c.primaryKey())
		.addColumn('site_id', 'uuid', (c) => c.notNull().references('sites.id').onDelete('cascade'))
		.addColumn('format', 'text', (c) => c.notNull().check(sql`format in ('baton', 'slack', 'telegram')`))
		.addColumn('url', 'text', (c) => c.notNull())
		.addColumn('chat_id', 'text', (c) => c.notNull())
		.addColumn('language', 'text', (c) => c.notNull())
		.addColumn('events', 'jsonb', (c) => c.notNull())
		.addColumn('enabled', 'boolean', (c) => c.notNull())
		// Why it was switched off by itself.
		.addColumn('paused', 'text', (c) => c.check(sql`paused in ('failing', 'gone')`))
		.addColumn('failing_since', 'bigint')
		.addColumn('last_error', 'text', (c) => c.notNull())
		.addColumn('secret', 'text', (c) => c.notNull())
		.addColumn('old_secret', 'text', (c) => c.notNull())
		.addColumn('rotated_at', 'bigint')
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('webhooks_site').on('webhooks').columns(['site_id', 'created_at']).execute();
}
