import { type Kysely, sql } from 'kysely';

/** Accounts, the people in them, their signed-in browsers, one-time links and websites. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('accounts')
		.addColumn('id', 'uuid', (c) => c.primaryKey())
		.addColumn('plan', 'text', (c) => c.notNull())
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema
		.createTable('members')
		.addColumn('id', 'uuid', (c) => c.primaryKey())
		.addColumn('account_id', 'uuid', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
		.addColumn('email', 'text', (c) => c.notNull().unique())
		.addColumn('password_hash', 'text', (c) => c.notNull())
		.addColumn('role', 'text', (c) => c.notNull())
		.addColumn('disabled', 'boolean', (c) => c.notNull().defaultTo(false))
		.addColumn('display_name', 'text', (c) => c.notNull().defaultTo(''))
		.addColumn('sound', 'text', (c) => c.notNull())
		.addColumn('language', 'text', (c) => c.notNull())
		.addColumn('theme', 'text', (c) => c.notNull())
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('members_account').on('members').column('account_id').execute();
	// Only the SHA-256 of a cookie or link token is kept: a stolen table signs nobody in.
	await db.schema
		.createTable('logins')
		.addColumn('id', 'uuid', (c) => c.primaryKey())
		.addColumn('member_id', 'uuid', (c) => c.notNull().references('members.id').onDelete('cascade'))
		.addColumn('token_hash', 'text', (c) => c.notNull().unique())
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.addColumn('seen_at', 'bigint', (c) => c.notNull())
		.addColumn('expires_at', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('logins_member').on('logins').column('member_id').execute();
	await db.schema
		.createTable('links')
		.addColumn('token_hash', 'text', (c) => c.primaryKey())
		.addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('setup', 'join', 'reset')`))
		.addColumn('account_id', 'uuid', (c) => c.references('accounts.id').onDelete('cascade'))
		.addColumn('member_id', 'uuid', (c) => c.references('members.id').onDelete('cascade'))
		.addColumn('role', 'text')
		.addColumn('expires_at', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema
		.createTable('sites')
		.addColumn('id', 'uuid', (c) => c.primaryKey())
		.addColumn('account_id', 'uuid', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
		.addColumn('key', 'text', (c) => c.notNull().unique())
		.addColumn('name', 'text', (c) => c.notNull())
		.addColumn('origins', 'jsonb', (c) => c.notNull())
		.addColumn('demo', 'boolean', (c) => c.notNull().defaultTo(false))
		.addColumn('settings', 'jsonb', (c) => c.notNull())
		.addColumn('ai', 'jsonb', (c) => c.notNull())
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('sites_account').on('sites').column('account_id').execute();
}
