import { type Kysely, sql } from 'kysely';

/** What is told beyond the dashboards: alerts, what is on its way because of them, and what each member wants to hear. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('alerts')
		.addColumn('session_id', 'text', (c) => c.notNull().references('sessions.id').onDelete('cascade'))
		.addColumn('seq', 'integer', (c) => c.notNull())
		.addColumn('kind', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('why', 'text')
		.addColumn('page', 'text', (c) => c.notNull())
		.addColumn('country', 'text')
		.addColumn('taken_until', 'bigint', (c) => c.notNull().defaultTo(0))
		.addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
		.addPrimaryKeyConstraint('alerts_pkey', ['session_id', 'seq', 'kind'])
		.execute();
	await db.schema
		.createTable('deliveries')
		.addColumn('id', 'uuid', (c) => c.primaryKey())
		.addColumn('key', 'text', (c) => c.notNull().unique())
		.addColumn('channel', 'text', (c) => c.notNull())
		.addColumn('target', 'text', (c) => c.notNull())
		.addColumn('site_id', 'uuid', (c) => c.references('sites.id').onDelete('cascade'))
		.addColumn('about', 'text', (c) => c.notNull())
		.addColumn('payload', 'jsonb', (c) => c.notNull())
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.addColumn('expires_at', 'bigint')
		.addColumn('due_at', 'bigint', (c) => c.notNull())
		.addColumn('taken_until', 'bigint', (c) => c.notNull().defaultTo(0))
		.addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('waiting', 'sent', 'failed')`))
		.addColumn('error', 'text', (c) => c.notNull().defaultTo(''))
		.execute();
	// The few on their way among the many that have ended.
	await db.schema
		.createIndex('deliveries_waiting')
		.on('deliveries')
		.columns(['channel', 'target', 'due_at'])
		.where(sql`state`, '=', 'waiting')
		.execute();
	await db.schema.createIndex('deliveries_of_target').on('deliveries').columns(['target', 'created_at']).execute();
	await db.schema
		.createIndex('deliveries_ended')
		.on('deliveries')
		.column('due_at')
		.where(sql`state`, '<>', 'waiting')
		.execute();

	// A chat that is erased takes them along, and nobody reads all of them for it.
	await sql`
		create index deliveries_of_session on deliveries (substring(key from 'session_[0-9A-Za-z]{22}'))
	`.execute(db);

	// Null: what the role suggests.
	await db.schema.alterTable('members').addColumn('alerts', 'jsonb').execute();

	await db.schema
		.alterTable('links')
		.addColumn('session_id', 'text', (c) => c.references('sessions.id').onDelete('cascade'))
		.execute();
	await db.schema.alterTable('links').dropConstraint('links_kind_check').execute();
	await db.schema
		.alterTable('links')
		.addCheckConstraint('links_kind_check', sql`kind in ('setup', 'join', 'reset', 'take-over')`)
		.execute();
}
