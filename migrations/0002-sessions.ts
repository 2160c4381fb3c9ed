import { type Kysely, sql } from 'kysely';

/** The transcripts and their one projection. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('sessions')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('site_id', 'uuid', (c) => c.notNull().references('sites.id').onDelete('cascade'))
		.addColumn('visitor_id', 'text', (c) => c.notNull())
		.addColumn('previous_id', 'text')
		.addColumn('language', 'text', (c) => c.notNull())
		.addColumn('facts', 'jsonb', (c) => c.notNull())
		.addColumn('page', 'jsonb')
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.addColumn('epoch', 'bigint', (c) => c.notNull())
		.addColumn('last_seq', 'integer', (c) => c.notNull())
		.addColumn('mode', 'text', (c) => c.notNull())
		.addColumn('gen', 'integer', (c) => c.notNull())
		.addColumn('holder_id', 'uuid')
		.addColumn('messages', 'integer', (c) => c.notNull())
		.addColumn('last_at', 'bigint', (c) => c.notNull())
		.addColumn('opened_at', 'bigint', (c) => c.notNull())
		.addColumn('wake_at', 'bigint')
		// Each commit rewrites its row. Room on the page, and no index over a column that a commit changes each time,
		// keep that rewrite free of index work (a heap-only update).
		.modifyEnd(sql`with (fillfactor = 80)`)
		.execute();
	await db.schema
		.createIndex('sessions_of_visitor')
		.on('sessions')
		.columns(['site_id', 'visitor_id', 'created_at'])
		.execute();
	// Over the id, not `wake_at`, for the reason above: a start reads the few that have not left and sorts them itself.
	await db.schema.createIndex('sessions_not_left').on('sessions').column('id').where(sql`mode`, '<>', 'left').execute();
	await db.schema
		.createTable('entries')
		.addColumn('session_id', 'text', (c) => c.notNull().references('sessions.id').onDelete('cascade'))
		.addColumn('seq', 'integer', (c) => c.notNull())
		.addColumn('gen', 'integer', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('kind', 'text', (c) => c.notNull())
		.addColumn('client_id', 'text')
		.addColumn('body', 'jsonb', (c) => c.notNull())
		.addPrimaryKeyConstraint('entries_pkey', ['session_id', 'seq'])
		.execute();
	// I13: the same (session, clientId) is stored once.
	await db.schema
		.createIndex('entries_client_id')
		.unique()
		.on('entries')
		.columns(['session_id', 'client_id'])
		.where('client_id', 'is not', null)
		.execute();
}
