/** What the AI needs of the store. Owned here, implemented by `store`. */
import type { AiKind, ArticlePlace, ArticleView } from '../../shared/account.ts';
import type { ArticleId, SiteId } from '../../shared/ids.ts';

/** A piece of an article, small enough to be an answer, with what search compares. */
export interface IndexedPassage {
	readonly text: string;
	/** Stems of the article's title and of the text, separated by spaces. */
	readonly titleTerms: string;
	readonly textTerms: string;
	/** The words themselves, folded, each once: typing errors are measured against them. */
	readonly words: readonly string[];
}

export interface FoundPassage {
	readonly articleId: ArticleId;
	readonly position: number;
	readonly title: string;
	readonly text: string;
}

export interface Article {
	readonly id: ArticleId;
	readonly siteId: SiteId;
	readonly kind: ArticleView['kind'];
	readonly title: string;
	readonly body: string;
	/** Wall clock, ms. */
	readonly at: number;
}

export interface ListedArticle extends ArticleView {
	/** Wall clock, ms. */
	readonly createdAt: number;
}

/** Every method asks for the site: an article of another site is one that does not exist (I29). */
export interface KnowledgeStore {
	/** At most `most`, oldest first, those that come after `last`. */
	list(siteId: SiteId, last: ArticlePlace | null, most: number): Promise<readonly ListedArticle[]>;
	/** False: the site has `most` articles already, or there is no such site. */
	create(article: Article, passages: readonly IndexedPassage[], most: number): Promise<boolean>;
	/** Null: no such article. */
	update(
		siteId: SiteId,
		id: ArticleId,
		change: { readonly title: string; readonly body: string; readonly at: number },
		passages: readonly IndexedPassage[],
	): Promise<ArticleView | null>;
	remove(siteId: SiteId, id: ArticleId): Promise<boolean>;
	/** In how many of the site's passages each term stands, in the order of the terms, and how many passages there are. */
	frequencies(
		siteId: SiteId,
		terms: readonly string[],
	): Promise<{ readonly passages: number; readonly of: readonly number[] }>;
	/** Passages with any of the terms, those with more of them first. */
	candidates(siteId: SiteId, terms: readonly string[], limit: number): Promise<readonly FoundPassage[]>;
	/** Words of the site that look like this one, the likest first. */
	resembling(siteId: SiteId, word: string, limit: number): Promise<readonly string[]>;
}

export interface SiteAiSettings {
	readonly kind: AiKind;
	readonly baseUrl: string;
	readonly model: string;
	readonly apiKey: string;
	readonly instructions: string;
}

/** How a site's AI is set up. Null: no such site. */
export interface SiteAi {
	read(siteId: SiteId): Promise<{ readonly name: string; readonly settings: SiteAiSettings } | null>;
	write(siteId: SiteId, settings: SiteAiSettings): Promise<void>;
}
