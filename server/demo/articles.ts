import type { DemoArticle } from './article.ts';
import { englishArticles } from './articles-en.ts';
import { latvianArticles } from './articles-lv.ts';

/** English first: the oldest articles stand at the top of the knowledge page. */
export const demoArticles: readonly DemoArticle[] = [...englishArticles, ...latvianArticles];
