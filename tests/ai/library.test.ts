import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { createLibrary, type Library } from '../../server/ai/library.ts';
import { createSystemClock } from '../../server/clock.ts';
import { demoArticles } from '../../server/demo/articles.ts';
import { createKnowledgeStore } from '../../server/store/knowledge.ts';
import { articleIdOf, type SiteId } from '../../shared/ids.ts';
import { describeStores } from '../support/store.ts';
import { dentistArticles, dentistQuestions } from './dentist.ts';
import { answered, mistyped, unknown } from './questions.ts';
import { addSite } from './support.ts';

describeStores('knowledge', (store) => {
	const makeLibrary = (): Library =>
		createLibrary({
			store: createKnowledgeStore(store().db),
			clock: createSystemClock(),
			newArticleId: () => articleIdOf(randomUUID()),
		});

	describe('the Demo shop', () => {
		let library: Library;
		let siteId: SiteId;
		const ask = async (question: string) => (await library.find(siteId, question))?.title ?? null;

		beforeAll(async () => {
			await store().clear();
			library = makeLibrary();
			siteId = await addSite(store().db);
			for (const article of demoArticles) await library.create(siteId, article);
		});

		test.each(answered)('%s', async (question, title) => {
			expect(await ask(question)).toBe(title);
		});

		test.each(mistyped)('mistyped: %s', async (question, title) => {
			expect(await ask(question)).toBe(title);
		});

		test.each(unknown)('does not know: %s', async (question) => {
			expect(await ask(question)).toBeNull();
		});
	});

	describe('a dentist', () => {
		let library: Library;
		let siteId: SiteId;

		beforeAll(async () => {
			library = makeLibrary();
			siteId = await addSite(store().db);
			for (const article of dentistArticles) await library.create(siteId, article);
		});

		test.each(dentistQuestions)('%s', async (question, title) => {
			expect((await library.find(siteId, question))?.title ?? null).toBe(title);
		});
	});
});
