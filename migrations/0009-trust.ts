import { type Kysely, sql } from 'kysely';

/** Who is kept out, who has done what, who asked to be forgotten, and when old chats were last deleted. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('blocks')
		.addColumn('id', 'uuid', (c) => c.primaryKey())
		.addColumn('site_id', 'uuid', (c) => c.notNull().references('sites.id').onDelete('cascade'))
		.addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('visitor', 'range')`))
		// A visitor's id, or an address range as an admin typed it: the only addresses that are stored anywhere.
		.addColumn('target', 'text', (c) => c.notNull())
		// The chat that a visitor was blocked from.
		.addColumn('session_id', 'text')
		.addColumn('note', 'text', (c) => c.notNull())
		.addColumn('by_name', 'text', (c) => c.notNull())
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.addUniqueConstraint('blocks_once', ['site_id', 'kind', 'target'])
		.execute();
	// Only the SHA-256 of a visitor's id: it says of a token that comes back that it is worth nothing, and of nobody who they were.
	await db.schema
		.createTable('forgotten')
		.addColumn('site_id', 'uuid', (c) => c.notNull().references('sites.id').onDelete('cascade'))
		.addColumn('visitor_hash', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addPrimaryKeyConstraint('forgotten_pkey', ['site_id', 'visitor_hash'])
		.execute();
	await db.schema
		.createTable('retention')
		.addColumn('site_id', 'uuid', (c) => c.primaryKey().references('sites.id').onDelete('cascade'))
		// Until then nobody else looks after the site: a process works on it, or it was done today.
		.addColumn('claimed_until', 'bigint', (c) => c.notNull())
		.addColumn('ran_at', 'bigint')
		.addColumn('deleted', 'integer', (c) => c.notNull())
		.execute();
	// Neither members nor sites are referred to: what somebody did stays when they, or the site, are gone.
	await db.schema
		.createTable('audit')
		.addColumn('id', 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity())
		.addColumn('account_id', 'uuid', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('kind', 'text', (c) => c.notNull())
		.addColumn('member_id', 'uuid')
		.addColumn('by_name', 'text', (c) => c.notNull())
		.addColumn('site_id', 'uuid')
		.addColumn('session_id', 'text')
		.addColumn('detail', 'jsonb', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('audit_account').on('audit').columns(['account_id', 'at', 'id']).execute();
	await db.schema
		.createIndex('audit_session')
		.on('audit')
		.column('session_id')
		.where('session_id', 'is not', null)
		.execute();
	// Changes of control are read from the transcripts: a small index over few of the entries.
	await db.schema
		.createIndex('entries_control')
		.on('entries')
		.columns(['at', 'session_id', 'seq'])
		.where(sql`kind`, 'in', [sql.lit('took-over'), sql.lit('released')])
		.execute();
}
