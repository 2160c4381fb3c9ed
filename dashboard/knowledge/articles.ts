import type { ArticlePart, ArticlePlace, ArticleView } from '../../shared/account.ts';
import type { SiteId } from '../../shared/ids.ts';
import type { Desk } from '../shell/desk.tsx';

/** All articles of a site, part after part: what is read is asked for, so a slow line holds one part at most. */
export async function allArticles({ api }: Pick<Desk, 'api'>, siteId: SiteId): Promise<readonly ArticleView[]> {
	const all: ArticleView[] = [];
	let after: ArticlePlace | null = null;
	do {
		const part: ArticlePart = await api.knowledge.list.query({
			siteId,
			after,
		});
		all.push(...part.articles);
		after = part.next;
	} while (after !== null);
	return all;
}
