import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAiServices } from '../../server/ai/services.ts';
import { createSystemClock } from '../../server/clock.ts';
import { silentLog } from '../../server/log.ts';
import { createSiteAi } from '../../server/store/site-ai.ts';
import { articleIdOf, type SiteId, siteIdOf } from '../../shared/ids.ts';
import { describeStores } from '../support/store.ts';
import { fakeEndpoint } from './fake-endpoint.ts';
import { createMemoryKnowledge } from './memory-knowledge.ts';
import { addSite } from './support.ts';

const serverEndpoint = { baseUrl: 'http://server/v1', model: 'server-model', apiKey: 'server-key' };
const form = {
	kind: 'openai-compatible',
	baseUrl: 'https://api.example.com/v1/',
	model: 'small-1',
	instructions: 'Be kind.',
} as const;

describeStores('the AI of a site', (store) => {
	let siteId: SiteId;
	beforeEach(async () => {
		await store().clear();
		siteId = await addSite(store().db);
	});

	const services = (server: typeof serverEndpoint | null = null) =>
		createAiServices({
			clock: createSystemClock(),
			log: silentLog,
			knowledge: createMemoryKnowledge(),
			siteAi: createSiteAi(store().db),
			newArticleId: () => articleIdOf(randomUUID()),
			serverEndpoint: server,
		});
	const stored = async () => (await createSiteAi(store().db).read(siteId))?.settings.apiKey;

	test('is the embedded one at first, and says whether the server has a model', async () => {
		expect(await services().aiSetup.get(siteId)).toEqual({
			kind: 'embedded',
			baseUrl: '',
			model: '',
			hasKey: false,
			instructions: '',
			serverDefault: false,
		});
		expect(await services(serverEndpoint).aiSetup.get(siteId)).toMatchObject({ serverDefault: true });
	});

	test('the key is kept and never handed back', async () => {
		const { aiSetup } = services(serverEndpoint);
		const view = await aiSetup.update(siteId, { ...form, apiKey: 'own-key' });
		expect(view).toEqual({ ...form, baseUrl: 'https://api.example.com/v1', hasKey: true, serverDefault: true });
		expect(JSON.stringify([view, await aiSetup.get(siteId)])).not.toMatch(/own-key|server-key/);
		expect(await stored()).toBe('own-key');
	});

	test('a key that is not typed again stays; an empty one removes it', async () => {
		const { aiSetup } = services();
		await aiSetup.update(siteId, { ...form, apiKey: 'own-key' });
		expect(await aiSetup.update(siteId, { ...form, model: 'large-1' })).toMatchObject({ hasKey: true });
		expect(await stored()).toBe('own-key');
		expect(await aiSetup.update(siteId, { ...form, apiKey: '' })).toMatchObject({ hasKey: false });
		expect(await stored()).toBe('');
	});

	test('a kept key never follows to another host', async () => {
		const { aiSetup } = services();
		await aiSetup.update(siteId, { ...form, apiKey: 'own-key' });
		expect(await aiSetup.update(siteId, { ...form, baseUrl: 'https://elsewhere.example/v1' })).toMatchObject({
			hasKey: false,
		});
		expect(await stored()).toBe('');
	});

	test.each([
		['an endpoint without a model', { baseUrl: 'http://own/v1', model: '' }, 'model'],
		['a model without an endpoint', { baseUrl: '', model: 'm' }, 'baseUrl'],
	])('%s is refused by the name of the field', async (_, change, field) => {
		await expect(services().aiSetup.update(siteId, { ...form, ...change })).rejects.toMatchObject({
			code: 'input.invalid',
			detail: { field },
		});
	});

	test('empty fields stand for the server’s endpoint', async () => {
		const view = await services(serverEndpoint).aiSetup.update(siteId, { ...form, baseUrl: '', model: '' });
		expect(view).toMatchObject({ kind: 'openai-compatible', baseUrl: '', model: '' });
	});

	test('a site that does not exist has none', async () => {
		await expect(services().aiSetup.get(siteIdOf(randomUUID()))).rejects.toMatchObject({ code: 'not-found' });
	});

	describe('the owner tries a question', () => {
		test('and gets what a visitor would, with its source', async () => {
			const { knowledge } = services();
			await knowledge.create(siteId, { kind: 'question', title: 'Ir atlaides?', body: 'Jā, 10 %.' });
			expect(await knowledge.ask(siteId, 'atlaide?')).toEqual({
				text: 'Jā, 10 %.',
				sources: [{ title: 'Ir atlaides?' }],
				asksForHuman: false,
			});
			expect(await knowledge.ask(siteId, 'Do you sell bananas?')).toMatchObject({ sources: [], asksForHuman: true });
		});

		test('from the model that the site chose', async () => {
			await using fake = await fakeEndpoint((reply) => {
				reply.text('From the model.');
				reply.end();
			});
			const { aiSetup, knowledge } = services();
			const { baseUrl, model, apiKey } = fake.endpoint;
			await aiSetup.update(siteId, { ...form, baseUrl, model, apiKey });
			expect(await knowledge.ask(siteId, 'Hello, price?')).toMatchObject({ text: 'From the model.' });
			expect((await fake.request()).authorization).toBe(`Bearer ${apiKey}`);
		});

		test('and a provider that fails is a typed error', async () => {
			await using fake = await fakeEndpoint((reply) => reply.fail(500, 'oops'));
			const { aiSetup, knowledge } = services();
			await aiSetup.update(siteId, { ...form, baseUrl: fake.endpoint.baseUrl });
			await expect(knowledge.ask(siteId, 'price?')).rejects.toMatchObject({ code: 'provider.failed' });
		});
	});
});
