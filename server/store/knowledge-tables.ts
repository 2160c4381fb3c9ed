import type { ColumnType, Generated } from 'kysely';
import type { ArticleView } from '../../shared/account.ts';
import type { ArticleId, SiteId } from '../../shared/ids.ts';

export interface KnowledgeTables {
	articles: {
		id: ArticleId;
		site_id: SiteId;
		kind: ArticleView['kind'];
		title: string;
		body: string;
		created_at: number;
		updated_at: number;
	};
	passages: {
		article_id: ArticleId;
		position: number;
		site_id: SiteId;
		text: string;
		/** Written and searched in SQL only. */
		terms: ColumnType<never, never, never> | Generated<never>;
	};
	site_words: { site_id: SiteId; word: string };
}
