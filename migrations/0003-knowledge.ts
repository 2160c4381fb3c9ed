import { type Kysely, sql } from 'kysely';

/** Both are marked as trusted: the owner of a database may make them, another user may not. */
async function need(db: Kysely<unknown>, extension: string): Promise<void> {
	try {
		await sql`create extension if not exists ${sql.id(extension)}`.execute(db);
	} catch (cause) {
		const words = `The database user may not add the extension ${extension}: run "create extension ${extension};" in this database as its owner or a superuser (package postgresql-contrib), then start again.`;
		// The name tells the start that this sentence is for the operator.
		throw Object.assign(new Error(words, { cause }), { name: 'MigrationRefused' });
	}
}

/** What a site's AI knows: articles as they were written, and their passages as they are searched. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await need(db, 'unaccent');
	await need(db, 'pg_trgm');
	await db.schema
		.createTable('articles')
		.addColumn('id', 'uuid', (c) => c.primaryKey())
		.addColumn('site_id', 'uuid', (c) => c.notNull().references('sites.id').onDelete('cascade'))
		.addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('text', 'question')`))
		.addColumn('title', 'text', (c) => c.notNull())
		.addColumn('body', 'text', (c) => c.notNull())
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.addColumn('updated_at', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('articles_site').on('articles').columns(['site_id', 'created_at']).execute();
	// Made from the articles and never edited: `terms` are our own stems, the title's with weight A, the text's with B.
	await db.schema
		.createTable('passages')
		.addColumn('article_id', 'uuid', (c) => c.notNull().references('articles.id').onDelete('cascade'))
		.addColumn('position', 'integer', (c) => c.notNull())
		.addColumn('site_id', 'uuid', (c) => c.notNull())
		.addColumn('text', 'text', (c) => c.notNull())
		.addColumn('terms', sql`tsvector`, (c) => c.notNull())
		.addPrimaryKeyConstraint('passages_pkey', ['article_id', 'position'])
		.execute();
	await db.schema.createIndex('passages_site').on('passages').column('site_id').execute();
	await db.schema.createIndex('passages_terms').on('passages').using('gin').column('terms').execute();
	// Each word of a site once, as it is written but for marks and case: typing errors are measured against them.
	await db.schema
		.createTable('site_words')
		.addColumn('site_id', 'uuid', (c) => c.notNull().references('sites.id').onDelete('cascade'))
		.addColumn('word', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('site_words_pkey', ['site_id', 'word'])
		.execute();
}
