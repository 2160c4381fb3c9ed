/** The Demo shop: a site of its own with knowledge and simulated visitors, there with one click and gone with another. */
import type { DemoStatus, SiteView } from '../../shared/account.ts';
import type { VisitorFacts } from '../../shared/card.ts';
import { BatonError } from '../../shared/errors.ts';
import { type AccountId, type FillRandom, makeVisitorId, type SiteId, type VisitorId } from '../../shared/ids.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Demo, Knowledge } from '../rpc/ports.ts';
import { demoArticles } from './articles.ts';
import { mostVisitors } from './orders.ts';
import { makePersona } from './personas.ts';
import type { StartVisitors, VisitorsProcess } from './visitors-process.ts';

export interface DemoShopDeps {
	/** Whether this server offers the demo at all. */
	readonly offered: boolean;
	readonly sites: {
		list(accountId: AccountId): Promise<readonly SiteView[]>;
		add(
			accountId: AccountId,
			site: { readonly name: string; readonly origins: readonly string[]; readonly demo: boolean },
		): Promise<SiteView>;
		remove(accountId: AccountId, siteId: SiteId): Promise<void>;
	};
	readonly knowledge: Pick<Knowledge, 'list' | 'create'>;
	readonly tokens: {
		mint(claims: { readonly siteId: SiteId; readonly visitorId: VisitorId; readonly facts: VisitorFacts }): string;
	};
	/** Where this server is reached from this machine, as `http://127.0.0.1:3000`; asked once it listens. */
	readonly baseUrl: () => string;
	readonly startVisitors: StartVisitors;
	readonly clock: Clock;
	readonly log: Log;
	/** 0 ≤ x < 1. */
	readonly random: () => number;
	readonly fillRandom: FillRandom;
}

export interface DemoShop extends Demo {
	/** The server stops: the visitors go at once. */
	close(): void;
}

export const demoShopName = 'Demo shop';
/** A forgotten demo fills no disk: its visitors go home by themselves. */
const longestWalkMs = 2 * 60 * 60_000;
/** Time to say goodbye before the process is ended. */
const stopMs = 4_000;
/** Accounts whose demos run at once. */
const mostWalks = 5;

interface Walk {
	readonly process: VisitorsProcess;
	/** Resolves when the process has ended. */
	readonly gone: Promise<void>;
	readonly bedtime: Timer;
	visitors: number;
}

export function createDemoShop(deps: DemoShopDeps): DemoShop {
	const { sites, knowledge, tokens, clock, log, random, fillRandom } = deps;
	const walks = new Map<AccountId, Walk>();
	/** One change of an account's demo at a time: two clicks make one shop. */
	const queues = new Map<AccountId, Promise<unknown>>();

	function inTurn<T>(accountId: AccountId, work: () => Promise<T>): Promise<T> {
		const before = queues.get(accountId) ?? Promise.resolve();
		const mine = before.catch(() => {}).then(work);
		queues.set(accountId, mine);
		const tidy = (): void => {
			if (queues.get(accountId) === mine) queues.delete(accountId);
		};
		void mine.then(tidy, tidy);
		return mine;
	}

	const shopOf = async (accountId: AccountId): Promise<SiteView | null> =>
		(await sites.list(accountId)).find((site) => site.demo) ?? null;

	async function status(accountId: AccountId): Promise<DemoStatus> {
		const shop = await shopOf(accountId);
		return { offered: deps.offered, siteId: shop?.id ?? null, visitors: walks.get(accountId)?.visitors ?? 0 };
	}

	async function build(accountId: AccountId): Promise<SiteView> {
		// No origins: only this server's own test page shows it.
		const shop =
			(await shopOf(accountId)) ?? (await sites.add(accountId, { name: demoShopName, origins: [], demo: true }));
		if ((await knowledge.list(shop.id, null)).articles.length === 0) {
			for (const article of demoArticles) await knowledge.create(shop.id, article);
		}
		return shop;
	}

	function enter(process: VisitorsProcess, siteId: SiteId): void {
		const { facts, language } = makePersona(random);
		const token = tokens.mint({ siteId, visitorId: makeVisitorId(fillRandom), facts });
		process.send({ type: 'enter', token, language });
	}

	function begin(accountId: AccountId, siteId: SiteId): Walk {
		if (walks.size >= mostWalks) throw new BatonError('limit.reached');
		const gone = Promise.withResolvers<void>();
		const process = deps.startVisitors({
			onRequest(request) {
				if (request.type !== 'next') return;
				// Removed by hand meanwhile: nobody walks in a shop that is not there.
				void shopOf(accountId).then(
					(shop) => (shop?.id === siteId ? enter(process, siteId) : end(accountId)),
					(error: unknown) => log.warn({ siteId, err: error }, 'a simulated visitor could not come'),
				);
			},
			onExit() {
				gone.resolve();
				if (walks.get(accountId) !== walk) return;
				forget(accountId);
				log.warn({ siteId }, 'the simulated visitors have gone: their process ended');
			},
		});
		const bedtime = clock.setTimer(longestWalkMs, () => void end(accountId));
		const walk: Walk = { process, gone: gone.promise, bedtime, visitors: 0 };
		walks.set(accountId, walk);
		return walk;
	}

	function forget(accountId: AccountId): void {
		walks.get(accountId)?.bedtime.cancel();
		walks.delete(accountId);
	}

	/** Resolves when they have gone. */
	async function end(accountId: AccountId): Promise<void> {
		const walk = walks.get(accountId);
		if (walk === undefined) return;
		forget(accountId);
		walk.process.send({ type: 'stop' });
		const timer = clock.setTimer(stopMs, () => walk.process.kill());
		await walk.gone;
		timer.cancel();
	}

	return {
		status,
		start: (accountId, visitors) =>
			inTurn(accountId, async () => {
				if (!deps.offered) throw new BatonError('demo.off');
				const shop = await build(accountId);
				const walk = walks.get(accountId) ?? begin(accountId, shop.id);
				walk.visitors = Math.min(Math.max(1, visitors), mostVisitors);
				const url = `${deps.baseUrl().replace(/^http/, 'ws')}/trpc?site=${shop.key}`;
				walk.process.send({ type: 'walk', url, visitors: walk.visitors });
				return status(accountId);
			}),
		stop: (accountId) =>
			inTurn(accountId, async () => {
				await end(accountId);
				return status(accountId);
			}),
		remove: (accountId) =>
			inTurn(accountId, async () => {
				// First the visitors: what they still say must find its site.
				await end(accountId);
				const shop = await shopOf(accountId);
				if (shop !== null) await sites.remove(accountId, shop.id);
				return status(accountId);
			}),
		close() {
			for (const [accountId, { process }] of [...walks]) {
				forget(accountId);
				process.kill();
			}
		},
	};
}
