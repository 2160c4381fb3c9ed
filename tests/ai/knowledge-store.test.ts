import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { createLibrary, type Library } from '../../server/ai/library.ts';
import { createSystemClock } from '../../server/clock.ts';
import { openDatabase } from '../../server/store/database.ts';
import { createKnowledgeStore } from '../../server/store/knowledge.ts';
import type { ArticlePart, ArticleView } from '../../shared/account.ts';
import { articleIdOf, type SiteId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import { testPostgres } from '../support/postgres.ts';
import { describeStores } from '../support/store.ts';
import { addSite } from './support.ts';

describeStores('articles', (store) => {
	let library: Library;
	let siteId: SiteId;
	let time = 0;

	beforeEach(async () => {
		await store().clear();
		siteId = await addSite(store().db);
		time = 1_790_000_000_000;
		library = createLibrary({
			store: createKnowledgeStore(store().db),
			clock: {
				...createSystemClock(),
				now: () => {
					time += 1;
					return time;
				},
			},
			newArticleId: () => articleIdOf(randomUUID()),
		});
	});

	const article = { kind: 'question', title: 'Do you have gift cards?', body: 'Yes, for €25.' } as const;
	const ask = async (question: string, site = siteId) => (await library.find(site, question))?.text ?? null;

	test('are listed as they were written, oldest first', async () => {
		const first = await library.create(siteId, article);
		const second = await library.create(siteId, { kind: 'text', title: 'Čaula\'s "%_\\ title', body: 'Ā\n\n\tb' });
		expect(await library.list(siteId, null)).toEqual({ articles: [first, second], next: null });
		expect(first).toMatchObject({ ...article, updatedAt: 1_790_000_000_001 });
	});

	test('I24: more than one frame holds comes in parts, each article once', async () => {
		const made: ArticleView[] = [];
		for (let n = 0; n < 12; n += 1) {
			made.push(await library.create(siteId, { kind: 'text', title: `Part ${n}`, body: 'word '.repeat(1_990) }));
		}
		const parts: ArticlePart[] = [];
		for (let after: ArticlePart['next'] | undefined; after !== null; after = parts.at(-1)?.next ?? null) {
			parts.push(await library.list(siteId, after ?? null));
		}
		expect(parts.flatMap(({ articles }) => articles)).toEqual(made);
		expect(parts.length).toBeGreaterThan(1);
		for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(64 * 1_024);
	});

	test('as many as one question to the store brings, and one more', async () => {
		for (let n = 0; n < 101; n += 1) await library.create(siteId, { kind: 'text', title: `${n}`, body: 'Short.' });
		const first = await library.list(siteId, null);
		expect(first.articles).toHaveLength(100);
		const second = await library.list(siteId, first.next);
		expect(second).toMatchObject({ articles: [{ title: '100' }], next: null });
	});

	test('a change is found at once, and what stood there before is not', async () => {
		const { id } = await library.create(siteId, article);
		const changed = await library.update(siteId, id, { title: 'Do you have parking?', body: 'In the yard.' });
		expect(changed).toMatchObject({ id, kind: 'question', title: 'Do you have parking?', body: 'In the yard.' });
		expect(changed.updatedAt).toBeGreaterThan(1_790_000_000_001);
		expect(await ask('parking?')).toBe('In the yard.');
		expect(await ask('gift cards?')).toBeNull();
	});

	test('a removed one answers nothing', async () => {
		const { id } = await library.create(siteId, article);
		await library.remove(siteId, id);
		expect((await library.list(siteId, null)).articles).toEqual([]);
		expect(await ask('gift cards?')).toBeNull();
		await expect(library.remove(siteId, id)).rejects.toMatchObject({ code: 'not-found' });
	});

	test('I29: another site’s article is one that does not exist', async () => {
		const { id } = await library.create(siteId, article);
		const other = await addSite(store().db);
		expect((await library.list(other, null)).articles).toEqual([]);
		expect(await ask('gift cards?', other)).toBeNull();
		expect(await ask('gift crads?', other)).toBeNull();
		await expect(library.remove(other, id)).rejects.toMatchObject({ code: 'not-found' });
		await expect(library.update(other, id, article)).rejects.toMatchObject({ code: 'not-found' });
		expect(await ask('gift cards?')).toBe(article.body);
	});

	test('no more than a site may have', async () => {
		const { db } = store();
		const row = (n: number) => ({
			id: articleIdOf(randomUUID()),
			site_id: siteId,
			kind: 'text' as const,
			title: `T${n}`,
			body: 'b',
			created_at: n,
			updated_at: n,
		});
		const rows = Array.from({ length: limits.knowledgeArticles - 1 }, (_, n) => row(n));
		for (let at = 0; at < rows.length; at += 500)
			await db
				.insertInto('articles')
				.values(rows.slice(at, at + 500))
				.execute();
		const two = await Promise.allSettled([library.create(siteId, article), library.create(siteId, article)]);
		expect(two.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(two.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'limit.reached' } });
		expect(await library.create(await addSite(db), article)).toMatchObject(article);
	});

	test('they go with their site', async () => {
		await library.create(siteId, article);
		await store().db.deleteFrom('sites').where('id', '=', siteId).execute();
		expect(await store().db.selectFrom('passages').select('position').execute()).toEqual([]);
	});

	test('the fitting passage of a long text is quoted, not all of it', async () => {
		const filler = (n: number) => `Chapter ${n} tells of mountains, rivers and weather in the north. `.repeat(5).trim();
		const paragraphs = Array.from({ length: 25 }, (_, n) => filler(n));
		paragraphs[12] = 'Boats leave the harbour at nine in the morning and come back at six.';
		await library.create(siteId, { kind: 'text', title: 'Guide', body: paragraphs.join('\n\n').slice(0, 9_900) });
		const answer = await ask('When do the boats leave?');
		expect(answer).toContain('Boats leave the harbour at nine');
		expect(answer?.length).toBeLessThan(701);
	});

	test('the longest article is kept', async () => {
		const body = 'žļ 🙂 '.repeat(limits.knowledgeUnits / 6);
		await library.create(siteId, { kind: 'text', title: 'Ž'.repeat(300), body });
		expect((await library.list(siteId, null)).articles[0]?.body).toBe(body);
	});

	test.each([
		"'; drop table articles; --",
		'gift & | ! ( ) : * <-> cards',
		'\\ \' " % _ $1 {} []',
		'🙂🙂🙂',
		'ķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķķ',
		`${'word '.repeat(800)}`,
		'カード ギフト כרטיס مرحبا',
		'0 1 2 -3 4e5 1.2.3.4 a@b.example http://x.example/y',
	])('a question is text and never an operator: %s', async (question) => {
		await library.create(siteId, article);
		await expect(library.find(siteId, question)).resolves.not.toThrow();
		expect(await ask('gift cards?')).toBe(article.body);
	});

	describe('a site with few articles', () => {
		test('answers from the only one, and only what is in it', async () => {
			await library.create(siteId, { kind: 'text', title: 'Cenas', body: 'Konsultācija maksā 40 €.' });
			expect(await ask('Cik maksā konsultācija?')).toBe('Konsultācija maksā 40 €.');
			expect(await ask('cena')).toBe('Konsultācija maksā 40 €.');
			expect(await ask('Vai jums ir autostāvvieta?')).toBeNull();
		});

		test('without any, it knows nothing', async () => {
			expect(await ask('gift cards?')).toBeNull();
		});
	});
});

test('a database user who may not add extensions is told in one sentence what to run', async () => {
	const server = await testPostgres();
	await server.query('create database narrow');
	await server.query('create role narrow login');
	const admin = new pg.Client({ connectionString: server.url('narrow') });
	await admin.connect();
	await admin.query('grant create on schema public to narrow');
	const url = server.url('narrow').replace('//baton@', '//narrow@');
	await expect(openDatabase({ kind: 'postgres', url })).rejects.toMatchObject({
		name: 'StartFault',
		message: expect.stringMatching(
			/^The database user may not add the extension unaccent: run "create extension unaccent;"[^\n]*\.$/,
		),
	});
	await admin.query('create extension unaccent; create extension pg_trgm');
	await admin.end();
	const open = await openDatabase({ kind: 'postgres', url });
	await open.close();
	await server.dropDatabase('narrow');
	await server.query('drop role narrow');
});
