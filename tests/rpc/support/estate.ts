/** Two houses in one server, with everything that can belong to somebody, and people of every kind. */
import { randomFillSync, randomUUID } from 'node:crypto';
import { createPasswords } from '../../../server/accounts/passwords.ts';
import { createAiServices } from '../../../server/ai/services.ts';
import { type App, type AppDeps, createApp } from '../../../server/app.ts';
import { createSystemClock } from '../../../server/clock.ts';
import { silentLog } from '../../../server/log.ts';
import type { Demo } from '../../../server/rpc/ports.ts';
import { createAlertPreferencesStore } from '../../../server/store/alert-preferences.ts';
import type { OpenDatabase } from '../../../server/store/database.ts';
import { createOutboxStore } from '../../../server/store/outbox.ts';
import { createStores } from '../../../server/store/stores.ts';
import { createTakeOverLinkStore } from '../../../server/store/take-over-links.ts';
import { createTrustStores } from '../../../server/store/trust.ts';
import type { Webhook } from '../../../server/store/webhooks.ts';
import { createVisitorTokens } from '../../../server/visitor/token.ts';
import {
	type AccountId,
	accountIdOf,
	articleIdOf,
	blockIdOf,
	type FillRandom,
	type LoginId,
	loginIdOf,
	type MemberId,
	makeSessionId,
	makeVisitorId,
	memberIdOf,
	siteIdOf,
	webhookIdOf,
} from '../../../shared/ids.ts';
import type { Plan, Role } from '../../../shared/plans.ts';
import type { IdKind, Ids } from './rows.ts';

const fillRandom: FillRandom = (bytes) => randomFillSync(bytes);

/** Each account has its own; nothing else of it matters here. */
function fakeDemo(): Demo & { close(): void } {
	const status = async (accountId: AccountId) => ({ offered: true, siteId: siteIdOf(accountId), visitors: 0 });
	return { status, start: status, stop: status, remove: status, close() {} };
}

export const password = 'correct horse battery';

export async function openEstate(database: OpenDatabase, ways: Partial<AppDeps['outward']> = {}) {
	const { db } = database;
	const clock = createSystemClock();
	const stores = createStores({ database, clock, log: silentLog });
	const trust = createTrustStores(database);
	const app: App = createApp({
		clock,
		log: silentLog,
		stores,
		fillRandom,
		newId: () => randomUUID(),
		tokens: createVisitorTokens(Buffer.alloc(32, 7)),
		country: () => null,
		deviceOf: () => ({ device: 'desktop', browser: '', system: '' }),
		ai: createAiServices({
			clock,
			log: silentLog,
			knowledge: stores.knowledge,
			siteAi: stores.siteAi,
			newArticleId: () => articleIdOf(randomUUID()),
			serverEndpoint: null,
			piecesPerSecond: 0,
		}),
		demo: fakeDemo,
		outward: {
			store: createOutboxStore(db),
			preferences: createAlertPreferencesStore(db),
			takeOverLinks: createTakeOverLinkStore(db),
			postman: { send: async () => ({ kind: 'sent' }) },
			baseUrl: () => 'https://chat.example',
			random: Math.random,
			...ways,
		},
		publicUrl: null,
		trustedProxies: 0,
		defaultPlan: 'pro',
		owner: null,
		version: '0.0.0',
		trust,
	});
	await app.start();
	const passwordHash = await createPasswords().hash(password);

	// Written down only: `know` makes the server aware of all of it at once.
	const know = () => app.register.refresh();

	async function account(plan: Plan): Promise<AccountId> {
		const id = accountIdOf(randomUUID());
		await db.insertInto('accounts').values({ id, plan, created_at: 0 }).execute();
		return id;
	}

	async function member(accountId: AccountId, role: Role): Promise<MemberId> {
		const id = memberIdOf(randomUUID());
		const row = {
			id,
			account_id: accountId,
			email: `${id}@example.com`,
			password_hash: passwordHash,
			role,
			disabled: false,
			display_name: '',
			sound: 'all',
			language: 'en',
			theme: 'system',
			created_at: 0,
		} as const;
		await db.insertInto('members').values(row).execute();
		return id;
	}

	/** Fresh ones of the kinds that are asked for; the rest are ids that nobody has. */
	async function idsOf(accountId: AccountId, kinds: readonly IdKind[]): Promise<Ids> {
		const ids = { ...missingIds() };
		const wants = (kind: IdKind) => kinds.includes(kind);
		if (kinds.some((kind) => kind !== 'member')) {
			ids.site = (await app.sites.create(accountId, { address: 'shop.example' })).id;
		}
		if (wants('session')) {
			const facts = { country: null, device: 'desktop', browser: '', system: '' } as const;
			const visitorId = makeVisitorId(fillRandom);
			const visit = { siteId: ids.site, visitorId, language: 'en', facts, page: null } as const;
			ids.session = (await app.directory.open(visit)).session.id;
		}
		if (wants('member')) ids.member = await member(accountId, 'viewer');
		if (wants('article')) {
			ids.article = articleIdOf(randomUUID());
			const article = { id: ids.article, siteId: ids.site, kind: 'text', title: 'Old', body: 'Old.', at: 0 } as const;
			await stores.knowledge.create(article, [], 10);
		}
		if (wants('webhook')) {
			ids.webhook = webhookIdOf(randomUUID());
			const webhook: Webhook = {
				id: ids.webhook,
				siteId: ids.site,
				format: 'baton',
				url: 'http://127.0.0.1:9/',
				chatId: '',
				language: 'en',
				events: [],
				enabled: true,
				paused: null,
				failingSince: null,
				lastError: '',
				secret: `whsec_${'A'.repeat(44)}`,
				oldSecret: '',
				rotatedAt: null,
				createdAt: 0,
			};
			await stores.webhooks.create(webhook, 10);
		}
		if (wants('block')) {
			ids.block = blockIdOf(randomUUID());
			const block = {
				id: ids.block,
				siteId: ids.site,
				kind: 'range',
				target: '198.51.100.7',
				sessionId: null,
			} as const;
			await trust.blocks.add({ ...block, note: '', by: 'somebody@example.com', at: 0 });
		}
		await know();
		return ids;
	}

	/** All that an account has in the database: what a stranger must not have changed. */
	async function holdings(accountId: AccountId): Promise<string> {
		const sites = await db.selectFrom('sites').selectAll().where('account_id', '=', accountId).orderBy('id').execute();
		const members = await db
			.selectFrom('members')
			.selectAll()
			.where('account_id', '=', accountId)
			.orderBy('id')
			.execute();
		const ids = sites.map(({ id }) => id);
		const inSites = ids.length === 0 ? [siteIdOf(randomUUID())] : ids;
		const articles = await db
			.selectFrom('articles')
			.selectAll()
			.where('site_id', 'in', inSites)
			.orderBy('id')
			.execute();
		const sessions = await db
			.selectFrom('sessions')
			.selectAll()
			.where('site_id', 'in', inSites)
			.orderBy('id')
			.execute();
		const webhooks = await db
			.selectFrom('webhooks')
			.selectAll()
			.where('site_id', 'in', inSites)
			.orderBy('id')
			.execute();
		const blocks = await db.selectFrom('blocks').selectAll().where('site_id', 'in', inSites).orderBy('id').execute();
		const audit = await db.selectFrom('audit').selectAll().where('account_id', '=', accountId).orderBy('id').execute();
		return JSON.stringify({ sites, members, articles, sessions, webhooks, blocks, audit });
	}

	async function login(memberId: MemberId): Promise<LoginId> {
		const id = loginIdOf(randomUUID());
		const now = clock.now();
		const row = { id, memberId, tokenHash: randomUUID(), seenAt: now, expiresAt: now + 60_000 };
		await stores.logins.create(row);
		return id;
	}

	/** Everybody and everything is gone, as if the server had just begun. */
	async function clear(): Promise<void> {
		await db.deleteFrom('accounts').execute();
		await db.deleteFrom('links').execute();
		await know();
	}

	return { app, db, stores, account, member, login, know, idsOf, holdings, clear };
}

export type Estate = Awaited<ReturnType<typeof openEstate>>;

/** Ids of the right shape that nobody has. */
export function missingIds(): { -readonly [K in IdKind]: Ids[K] } {
	return {
		site: siteIdOf(randomUUID()),
		session: makeSessionId(fillRandom),
		member: memberIdOf(randomUUID()),
		article: articleIdOf(randomUUID()),
		webhook: webhookIdOf(randomUUID()),
		block: blockIdOf(randomUUID()),
	};
}
