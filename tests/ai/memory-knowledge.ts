import type { Article, IndexedPassage, KnowledgeStore } from '../../server/ai/ports.ts';

/** Knowledge in memory for tests of what stands above it; the store's own suite runs on the databases. */
export function createMemoryKnowledge(): KnowledgeStore {
	const articles = new Map<string, { article: Article; passages: readonly IndexedPassage[] }>();
	const of = (siteId: string) => [...articles.values()].filter(({ article }) => article.siteId === siteId);
	const passagesOf = (siteId: string) =>
		of(siteId).flatMap(({ article, passages }) =>
			passages.map((passage, position) => ({
				passage,
				found: { articleId: article.id, position, title: article.title, text: passage.text },
				terms: new Set(`${passage.titleTerms} ${passage.textTerms}`.split(' ')),
			})),
		);
	return {
		async list(siteId, last, most) {
			const all = of(siteId).map(({ article }) => article);
			// Kept in the order of their making.
			const from = last === null ? 0 : all.findIndex(({ id }) => id === last.articleId) + 1;
			return all
				.slice(from, from + most)
				.map(({ id, kind, title, body, at }) => ({ id, kind, title, body, updatedAt: at, createdAt: at }));
		},
		async create(article, passages, most) {
			if (of(article.siteId).length >= most) return false;
			articles.set(article.id, { article, passages });
			return true;
		},
		async update(_siteId, id, change, passages) {
			const known = articles.get(id);
			if (known === undefined) return null;
			const article = { ...known.article, ...change };
			articles.set(id, { article, passages });
			return { id, kind: article.kind, title: article.title, body: article.body, updatedAt: article.at };
		},
		remove: async (_siteId, id) => articles.delete(id),
		async frequencies(siteId, terms) {
			const all = passagesOf(siteId);
			return { passages: all.length, of: terms.map((term) => all.filter(({ terms: has }) => has.has(term)).length) };
		},
		async candidates(siteId, terms, limit) {
			return passagesOf(siteId)
				.map(({ found, terms: has }) => ({ found, hits: terms.filter((term) => has.has(term)).length }))
				.filter(({ hits }) => hits > 0)
				.sort((a, b) => b.hits - a.hits)
				.slice(0, limit)
				.map(({ found }) => found);
		},
		resembling: async (siteId) => [...new Set(passagesOf(siteId).flatMap(({ passage }) => passage.words))],
	};
}
