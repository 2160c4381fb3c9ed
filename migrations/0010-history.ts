import type { Kysely } from 'kysely';

/** The chats of a site by the time of their visit. */
export async function up(db: Kysely<unknown>): Promise<void> {
	// `opened_at` changes only when a visitor comes back: the rewrite of a row stays free of index work (see 0002).
	await db.schema.createIndex('sessions_opened').on('sessions').columns(['site_id', 'opened_at', 'id']).execute();
}
