/** Articles and their passages. Search compares stems (tsvector) first and the look of words (trigrams) second. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ArticleId, SiteId } from '../../shared/ids.ts';
import type { FoundPassage, IndexedPassage, KnowledgeStore } from '../ai/ports.ts';
import type { Database } from './schema.ts';

/** Title counts more than text. Order of the weights in `ts_rank`: D, C, B, A. */
const weights = '{0, 0, 0.4, 1}';

const anyOf = (terms: readonly string[]): RawBuilder<unknown> =>
	sql`to_tsquery('simple', unaccent(${terms.join(' | ')}))`;

const termsOf = ({ titleTerms, textTerms }: IndexedPassage): RawBuilder<never> =>
	sql`setweight(to_tsvector('simple', unaccent(${titleTerms})), 'A')
		|| setweight(to_tsvector('simple', unaccent(${textTerms})), 'B')`;

const view = ['id', 'kind', 'title', 'body', 'updated_at as updatedAt'] as const;

export function createKnowledgeStore(db: Kysely<Database>): KnowledgeStore {
	async function addPassages(
		to: Kysely<Database>,
		siteId: SiteId,
		articleId: ArticleId,
		passages: readonly IndexedPassage[],
	): Promise<void> {
		if (passages.length === 0) return;
		await to
			.insertInto('passages')
			.values(
				passages.map((passage, position) => ({
					article_id: articleId,
					position,
					site_id: siteId,
					text: passage.text,
					terms: termsOf(passage),
				})),
			)
			.execute();
		const words = [...new Set(passages.flatMap((passage) => passage.words))];
		// A word stays when its article goes: at worst a typing error is corrected to a word that finds nothing.
		await sql`
			insert into site_words (site_id, word)
			select distinct ${siteId}::uuid, unaccent(word) from unnest(${words}::text[]) as word
			on conflict do nothing`.execute(to);
	}

	return {
		list(siteId, last, most) {
			const all = db
				.selectFrom('articles')
				.select([...view, 'created_at as createdAt'])
				.where('site_id', '=', siteId);
			const after =
				last === null ? all : all.where(sql<boolean>`(created_at, id) > (${last.createdAt}, ${last.articleId}::uuid)`);
			return after.orderBy('created_at').orderBy('id').limit(most).execute();
		},

		create: ({ id, siteId, kind, title, body, at }, passages, most) =>
			db.transaction().execute(async (trx) => {
				// The site's row is the queue: two at once can't both be the last article.
				const site = await trx.selectFrom('sites').select('id').where('id', '=', siteId).forUpdate().executeTakeFirst();
				if (site === undefined) return false;
				const { count } = await trx
					.selectFrom('articles')
					.select((eb) => eb.fn.countAll<number>().as('count'))
					.where('site_id', '=', siteId)
					.executeTakeFirstOrThrow();
				if (count >= most) return false;
				await trx
					.insertInto('articles')
					.values({ id, site_id: siteId, kind, title, body, created_at: at, updated_at: at })
					.execute();
				await addPassages(trx, siteId, id, passages);
				return true;
			}),

		update: (siteId, id, { title, body, at }, passages) =>
			db.transaction().execute(async (trx) => {
				const updated = await trx
					.updateTable('articles')
					.set({ title, body, updated_at: at })
					.where('id', '=', id)
					.where('site_id', '=', siteId)
					.returning(view)
					.executeTakeFirst();
				if (updated === undefined) return null;
				await trx.deleteFrom('passages').where('article_id', '=', id).execute();
				await addPassages(trx, siteId, id, passages);
				return updated;
			}),

		async remove(siteId, id) {
			const gone = await db
				.deleteFrom('articles')
				.where('id', '=', id)
				.where('site_id', '=', siteId)
				.executeTakeFirst();
			return gone.numDeletedRows > 0n;
		},

		async frequencies(siteId, terms) {
			const all = sql<{ count: number }>`select count(*) as count from passages where site_id = ${siteId}`;
			const each = sql<{ count: number }>`
				select (
					select count(*) from passages
					where site_id = ${siteId} and terms @@ to_tsquery('simple', unaccent(asked.term))
				) as count
				from unnest(${terms}::text[]) with ordinality as asked (term, place)
				order by asked.place`;
			const [passages, of] = await Promise.all([all.execute(db), each.execute(db)]);
			return { passages: passages.rows[0]?.count ?? 0, of: of.rows.map((row) => row.count) };
		},

		async candidates(siteId, terms, limit) {
			if (terms.length === 0) return [];
			const { rows } = await sql<FoundPassage>`
				select p.article_id as "articleId", p.position, a.title, p.text
				from passages p join articles a on a.id = p.article_id, ${anyOf(terms)} as asked
				where p.site_id = ${siteId} and p.terms @@ asked
				order by ts_rank(${weights}::float4[], p.terms, asked) desc, a.created_at, p.position
				limit ${limit}`.execute(db);
			return rows;
		},

		async resembling(siteId, word, limit) {
			// Two swapped letters spoil most trigrams of a short word ("karte", "krate"), so what begins and measures alike is
			// looked at too. A site has some thousand words: no index is needed.
			const { rows } = await sql<{ word: string }>`
				select w.word from site_words w, unaccent(${word}) as typed
				where w.site_id = ${siteId} and (
					similarity(w.word, typed) >= 0.3
					or (left(w.word, 1) = left(typed, 1) and abs(length(w.word) - length(typed)) <= 1)
				)
				order by similarity(w.word, typed) desc, w.word
				limit ${limit}`.execute(db);
			return rows.map((row) => row.word);
		},
	};
}
