import type { ArticleView } from '../../shared/account.ts';

export type DemoArticle = Pick<ArticleView, 'kind' | 'title' | 'body'>;
