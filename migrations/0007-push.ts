import { type Kysely, sql } from 'kysely';

/** Browsers that show notifications of Web Push, what a member wants in them, and who has gone away for a moment. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('push_subscriptions')
		.addColumn('id', 'uuid', (c) => c.primaryKey())
		.addColumn('member_id', 'uuid', (c) => c.notNull().references('members.id').onDelete('cascade'))
		// Whoever signs out, or is signed out, takes the subscription along: a phone that is nobody's must not show what visitors write.
		.addColumn('login_id', 'uuid', (c) => c.notNull().references('logins.id').onDelete('cascade'))
		// One browser has one, whoever signs in there.
		.addColumn('endpoint', 'text', (c) => c.notNull().unique())
		.addColumn('p256dh', 'text', (c) => c.notNull())
		.addColumn('auth', 'text', (c) => c.notNull())
		.addColumn('label', 'text', (c) => c.notNull())
		.addColumn('base_url', 'text', (c) => c.notNull())
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.addColumn('last_ok_at', 'bigint')
		.execute();
	await db.schema.createIndex('push_subscriptions_member').on('push_subscriptions').column('member_id').execute();
	await db.schema.createIndex('push_subscriptions_login').on('push_subscriptions').column('login_id').execute();
	await db.schema
		.createTable('push_members')
		.addColumn('member_id', 'uuid', (c) => c.primaryKey().references('members.id').onDelete('cascade'))
		.addColumn('discreet', 'boolean', (c) => c.notNull())
		.execute();
	await db.schema
		.alterTable('processes')
		.addColumn('away', 'jsonb', (c) => c.notNull().defaultTo(sql`'[]'::jsonb`))
		.execute();
}
