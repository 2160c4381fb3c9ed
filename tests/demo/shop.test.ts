import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { demoArticles } from '../../server/demo/articles.ts';
import type { Order } from '../../server/demo/orders.ts';
import { createDemoShop, type DemoShop, type DemoShopDeps } from '../../server/demo/shop.ts';
import type { ProcessEvents } from '../../server/demo/visitors-process.ts';
import { silentLog } from '../../server/log.ts';
import { type ArticleView, defaultSiteSettings, type SiteView } from '../../shared/account.ts';
import type { VisitorFacts } from '../../shared/card.ts';
import { type AccountId, accountIdOf, articleIdOf, siteIdOf, siteKeyOf } from '../../shared/ids.ts';
import { createManualClock, type ManualClock } from '../net/support/manual-clock.ts';

const account = accountIdOf('account');
const other = accountIdOf('other');

describe('the Demo shop', () => {
	let sites: (SiteView & { readonly accountId: AccountId })[];
	let articles: Map<string, ArticleView[]>;
	let processes: { readonly orders: Order[]; readonly events: ProcessEvents; killed: boolean }[];
	let minted: { readonly siteId: string; readonly facts: VisitorFacts }[];
	let clock: ManualClock;
	let shop: DemoShop;

	const make = (change: Partial<DemoShopDeps> = {}) =>
		createDemoShop({
			offered: true,
			sites: {
				list: async (accountId) => sites.filter((site) => site.accountId === accountId),
				async add(accountId, { name, origins, demo }) {
					const id = siteIdOf(randomUUID());
					const made = {
						id,
						accountId,
						key: siteKeyOf(`pk_${id}`),
						name,
						origins,
						demo,
						settings: defaultSiteSettings,
						createdAt: 0,
					};
					sites.push(made);
					return made;
				},
				async remove(_accountId, siteId) {
					sites = sites.filter((site) => site.id !== siteId);
				},
			},
			knowledge: {
				list: async (siteId) => ({ articles: articles.get(siteId) ?? [], next: null }),
				async create(siteId, article) {
					const made = { ...article, id: articleIdOf(randomUUID()), updatedAt: 0 };
					articles.set(siteId, [...(articles.get(siteId) ?? []), made]);
					return made;
				},
			},
			tokens: {
				mint(claims) {
					minted.push(claims);
					return `token-${minted.length}`;
				},
			},
			baseUrl: () => 'http://127.0.0.1:3000',
			startVisitors(events) {
				const one = { orders: [] as Order[], events, killed: false };
				processes.push(one);
				return {
					send(order) {
						one.orders.push(order);
						if (order.type === 'stop') queueMicrotask(events.onExit);
					},
					kill() {
						one.killed = true;
						events.onExit();
					},
				};
			},
			clock,
			log: silentLog,
			random: () => 0.3,
			fillRandom: (bytes) => crypto.getRandomValues(bytes),
			...change,
		});

	beforeEach(() => {
		sites = [];
		articles = new Map();
		processes = [];
		minted = [];
		clock = createManualClock();
		shop = make();
	});

	test('is made with its knowledge at the first start, marked as a demo, for its own server’s pages only', async () => {
		const status = await shop.start(account, 5);
		expect(sites).toMatchObject([{ name: 'Demo shop', demo: true, origins: [], accountId: account }]);
		expect(articles.get(sites[0]?.id ?? '')).toHaveLength(demoArticles.length);
		expect(status).toEqual({ offered: true, siteId: sites[0]?.id, visitors: 5 });
		expect(processes[0]?.orders).toEqual([
			{ type: 'walk', url: `ws://127.0.0.1:3000/trpc?site=${sites[0]?.key}`, visitors: 5 },
		]);
	});

	test('two clicks make one shop and one process', async () => {
		await Promise.all([shop.start(account, 5), shop.start(account, 8)]);
		expect(sites).toHaveLength(1);
		expect(processes).toHaveLength(1);
		expect(articles.get(sites[0]?.id ?? '')).toHaveLength(demoArticles.length);
		expect((await shop.status(account)).visitors).toBe(8);
	});

	test('country and device are in the tokens that the server mints, and nowhere else', async () => {
		await shop.start(account, 1);
		processes[0]?.events.onRequest({ type: 'next' });
		await new Promise((resolve) => {
			setImmediate(resolve);
		});
		expect(minted).toMatchObject([
			{ siteId: sites[0]?.id, facts: { country: expect.any(String), device: expect.any(String) } },
		]);
		expect(processes[0]?.orders.at(-1)).toEqual({ type: 'enter', token: 'token-1', language: expect.any(String) });
	});

	test('stop sends them home and keeps the shop; remove takes the shop too', async () => {
		await shop.start(account, 5);
		expect(await shop.stop(account)).toMatchObject({ siteId: sites[0]?.id, visitors: 0 });
		expect(processes[0]?.orders.at(-1)).toEqual({ type: 'stop' });
		await shop.start(account, 2);
		expect(await shop.remove(account)).toEqual({ offered: true, siteId: null, visitors: 0 });
		expect(sites).toEqual([]);
		expect(processes.map(({ orders }) => orders.at(-1)?.type)).toEqual(['stop', 'stop']);
	});

	test('a process that does not go is ended', async () => {
		const deaf = make({
			startVisitors(events) {
				const one = { orders: [] as Order[], events, killed: false };
				processes.push(one);
				return {
					send: (order) => void one.orders.push(order),
					kill() {
						one.killed = true;
						events.onExit();
					},
				};
			},
		});
		await deaf.start(account, 3);
		const stopped = deaf.stop(account);
		await new Promise((resolve) => {
			setImmediate(resolve);
		});
		clock.advance(5_000);
		expect((await stopped).visitors).toBe(0);
		expect(processes[0]?.killed).toBe(true);
	});

	test('is not there where the server does not offer it', async () => {
		const off = make({ offered: false });
		await expect(off.start(account, 5)).rejects.toMatchObject({ code: 'demo.off' });
		expect(await off.status(account)).toEqual({ offered: false, siteId: null, visitors: 0 });
		expect(sites).toEqual([]);
	});

	test('belongs to its account', async () => {
		await shop.start(account, 5);
		expect(await shop.status(other)).toEqual({ offered: true, siteId: null, visitors: 0 });
		await shop.remove(other);
		expect(sites).toHaveLength(1);
	});

	test('visitors whose process ended are not counted, and a new start makes a new one', async () => {
		await shop.start(account, 5);
		processes[0]?.events.onExit();
		expect((await shop.status(account)).visitors).toBe(0);
		await shop.start(account, 5);
		expect(processes).toHaveLength(2);
	});

	test('a forgotten demo ends by itself', async () => {
		await shop.start(account, 5);
		clock.advance(2 * 60 * 60_000);
		expect(processes[0]?.orders.at(-1)).toEqual({ type: 'stop' });
		expect((await shop.status(account)).visitors).toBe(0);
	});

	test('a shop that was removed by hand gets no visitors', async () => {
		await shop.start(account, 5);
		sites = [];
		processes[0]?.events.onRequest({ type: 'next' });
		await new Promise((resolve) => {
			setImmediate(resolve);
		});
		expect(processes[0]?.orders.at(-1)).toEqual({ type: 'stop' });
		expect(minted).toEqual([]);
	});

	test('a server that stops ends its visitors', async () => {
		await shop.start(account, 5);
		shop.close();
		expect(processes[0]?.killed).toBe(true);
	});
});
