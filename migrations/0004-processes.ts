import type { Kysely } from 'kysely';

/** Several servers on one Postgres: who has claimed a session last, and who is there. An embedded database leaves both empty. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable('sessions').addColumn('owner', 'text').execute();
	await db.schema
		.createTable('processes')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('beat', 'bigint', (c) => c.notNull())
		.addColumn('members', 'jsonb', (c) => c.notNull())
		.addColumn('visitors', 'jsonb', (c) => c.notNull())
		.execute();
}
