import { type Kysely, sql } from 'kysely';

/** Sessions that were missed, where to write to their visitors, and what waits for those who come back. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.alterTable('sessions')
		.addColumn('missed_at', 'bigint')
		.addColumn('missed_why', 'text')
		/** `seq` of the visitor's last message by then. */
		.addColumn('missed_question', 'integer')
		.addColumn('resolved_at', 'bigint')
		.addColumn('resolved_by', 'uuid')
		/** The e-mail address that the visitor has left last. */
		.addColumn('contact', 'text')
		.addColumn('late_at', 'bigint')
		.execute();
	// Partial, and over columns that hardly any commit changes: the rewrite of a row stays free of index work (see 0002).
	await db.schema
		.createIndex('sessions_missed')
		.on('sessions')
		.columns(['site_id', 'missed_at', 'id'])
		.where(sql`missed_at`, 'is not', null)
		.execute();
	await db.schema
		.createIndex('sessions_missed_open')
		.on('sessions')
		.columns(['site_id', 'missed_at', 'id'])
		.where(sql`missed_at`, 'is not', null)
		.where(sql`resolved_at`, 'is', null)
		.execute();
}
