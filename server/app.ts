/** All wiring. The server, the tests and the simulation call it; they differ in clock, store, responder and network only. */

import { defaultSiteSettings } from '../shared/account.ts';
import type { CountryDataView } from '../shared/country-data.ts';
import type { FillRandom, MemberId, SiteId } from '../shared/ids.ts';
import { limits } from '../shared/limits.ts';
import type { Plan } from '../shared/plans.ts';
import { createAttempts } from './accounts/attempts.ts';
import { addressAttempts, createAuthRoutes } from './accounts/auth-routes.ts';
import type { AccountChange } from './accounts/changes.ts';
import { type FirstStart, firstStart } from './accounts/first-start.ts';
import { createInstallWatch } from './accounts/install-watch.ts';
import { createSites, type SiteKeeper } from './accounts/sites-service.ts';
import { createWidgetConfigRoute } from './accounts/widget-config.ts';
import { createDirectory } from './actor/directory.ts';
import { createMissedNews } from './actor/missed-news.ts';
import type { NeighbourStore } from './actor/ports.ts';
import type { AiServices } from './ai/services.ts';
import { wireAccounts } from './app-accounts.ts';
import { type TrustParts, wireTrust } from './app-trust.ts';
import type { Clock } from './clock.ts';
import { createMemberEndpoint } from './endpoints/member-endpoint.ts';
import { createVisitorEndpoint, type VisitorEndpointDeps } from './endpoints/visitor-endpoint.ts';
import { createWebPushEndpoint } from './endpoints/web-push.ts';
import type { Log } from './log.ts';
import { clientAddress } from './net/address.ts';
import { createAddressLimits } from './net/admit.ts';
import type { HttpRequest, Route } from './net/http-types.ts';
import { createSurroundings } from './net/surroundings.ts';
import { createKeyedLimiter, type Taken } from './net/token-bucket.ts';
import { createOutward, type Outward } from './outward.ts';
import type { Demo, House } from './rpc/ports.ts';
import { createMemberRouter } from './rpc/routers.ts';
import { createVisitorRouter } from './rpc/visitor.ts';
import type { Tokens } from './rpc/visitor-hello.ts';
import { createSiteWebhooks } from './site-webhooks.ts';
import type { Stores } from './store/stores.ts';

export interface AppDeps extends TrustParts {
	readonly clock: Clock;
	readonly log: Log;
	readonly stores: Stores;
	/** Where other processes may be on the same database. */
	readonly neighbours?: NeighbourStore | undefined;
	readonly fillRandom: FillRandom;
	readonly newId: () => string;
	readonly tokens: Tokens;
	readonly country: VisitorEndpointDeps['country'];
	/** What `country` knows it from; absent: nothing to tell of. */
	readonly countryData?: House['countryData'] | undefined;
	readonly deviceOf: VisitorEndpointDeps['deviceOf'];
	readonly ai: AiServices;
	readonly demo: (sites: SiteKeeper) => Demo & { close(): void };
	/** What goes beyond open dashboards. Absent: nothing does. */
	readonly outward?: Outward | undefined;
	readonly publicUrl: string | null;
	readonly trustedProxies: number;
	readonly defaultPlan: Plan;
	readonly owner: { readonly email: string; readonly password: string } | null;
	readonly version: string;
	/** Web Push; left out: a key that lives as long as this app. */
	readonly push?: { readonly secret: Uint8Array; readonly local?: boolean } | undefined;
	/** How much a visitor may write; benchmarks write more than a person does. */
	readonly messageRate?: { readonly burst: number; readonly perMinute: number } | undefined;
	/** A simulation starts thousands of apps on routers that it puts together once. */
	readonly makeRouters?: typeof routerMakers | undefined;
}

const routerMakers = { member: createMemberRouter, visitor: createVisitorRouter };

/** SPEC section 10. */
const visitorRate = { burst: limits.visitorMessageBurst, perMinute: limits.visitorMessagesPerMinute };

const noCountryData = (): CountryDataView => ({ used: null, ownFileBroken: false });

const hintRate = { burst: limits.hintBurst, perMinute: limits.hintsPerMinute };

/** Null: go on; else how long to wait, ms. */
const waitOf = (taken: Taken): number | null => (taken.ok ? null : taken.retryAfterMs);

export function createApp(deps: AppDeps) {
	const { makeRouters = routerMakers } = deps;
	const { clock, log, stores, ai, fillRandom, newId, publicUrl, trustedProxies } = deps;

	const attending = (memberId: MemberId): boolean => directory.attendance.attending(memberId);
	const { register, authorities, links, logins, members, entrance, agentsAttend } = wireAccounts({
		...deps,
		attending,
	});
	const installWatch = createInstallWatch(clock);
	const sites = createSites({ register, store: stores.sites, installWatch, clock, fill: fillRandom, newId });
	const webhooks = createSiteWebhooks({ ...deps, sites });
	const push = createWebPushEndpoint({
		...(deps.push ?? { secret: fillRandom(new Uint8Array(32)) }),
		...{ store: stores.push, logins, authorities, deviceOf: deps.deviceOf, clock, publicUrl, fillRandom, newId },
		onFault: (fault) => log.error({ err: fault }, 'a push subscription could not be renewed'),
	});
	const outwardHouse = { clock, log, newId, fillRandom, stores, register, links, attending };
	const outward =
		deps.outward === undefined ? null : createOutward(push.joining(webhooks.joining(deps.outward)), outwardHouse);
	const directory = createDirectory({
		clock,
		log,
		alerts: outward?.outbox.desk,
		journal: stores.journal,
		index: stores.index,
		late: stores.missed,
		neighbours: deps.neighbours,
		responder: ai.responder,
		phrases: ai.phrases,
		siteLimits: {
			idleReturnMs: (siteId: SiteId) => (sites.siteById(siteId)?.settings ?? defaultSiteSettings).idleReturnMs,
		},
		fillRandom,
		mayControl: (memberId) => register.current().controllers.has(memberId),
	});

	/** Typing and the current page wake every watcher: honest widgets and desks say them once in seconds (I30). */
	const hints = createKeyedLimiter({ clock, ...hintRate, maxKeys: 50_000 });
	const hintLimit = (key: string): number | null => waitOf(hints.take(key));

	const keepers = [...(deps.keepers ?? []), ...(outward === null ? [] : [outward.keeper])];
	const trust = wireTrust({
		...deps,
		keepers,
		register,
		directory,
		logins,
		authorities,
		sockets: () => visitorEndpoint,
	});
	const surroundings = createSurroundings({ clock, log, publicUrl, trustedProxies });
	const demo = deps.demo(sites);
	const bootId = newId();
	const memberRouter = makeRouters.member({
		authorities,
		directory,
		missed: stores.missed,
		history: stores.history,
		missedNews: createMissedNews({ clock, read: stores.missed.news }),
		lateMail: outward?.lateMail ?? null,
		site: (siteId) => register.current().sites.get(siteId) ?? null,
		journal: stores.journal,
		clock,
		bootId,
		hintLimit,
		sites,
		members,
		knowledge: ai.knowledge,
		aiSetup: ai.aiSetup,
		demo,
		webhooks: webhooks.serviceOn(outward?.outbox ?? null),
		alerts: outward?.alerts ?? null,
		push: push.service,
		house: { ...surroundings, countryData: deps.countryData ?? noCountryData },
		version: deps.version,
		trust: trust.services,
	});

	const messages = createKeyedLimiter({ clock, ...(deps.messageRate ?? visitorRate), maxKeys: 50_000 });
	const visitorRouter = makeRouters.visitor({
		clock,
		directory,
		agentsOnline: ({ session }) => agentsAttend(session.siteId),
		messageLimit: (visitorId) => waitOf(messages.take(visitorId)),
		hintLimit,
		limitHit: trust.services?.limitHit,
	});

	let connections = 0;
	const nextConnectionId = (): string => {
		connections += 1;
		return String(connections);
	};

	const visitorEndpoint = createVisitorEndpoint({
		directory,
		tokens: deps.tokens,
		fillRandom,
		router: visitorRouter,
		siteByKey: sites.siteByKey,
		installWatch,
		publicUrl,
		trustedProxies,
		surroundings,
		limits: createAddressLimits({ clock }),
		country: deps.country,
		deviceOf: deps.deviceOf,
		nextConnectionId,
		gate: trust.services?.gate,
		limitHit: trust.services?.limitHit,
		log,
	});
	const memberEndpoint = createMemberEndpoint({
		router: memberRouter,
		logins,
		authorities,
		attendance: directory.attendance,
		publicUrl,
		surroundings,
		nextConnectionId,
		log,
	});

	function onChange(change: AccountChange): void {
		switch (change.type) {
			case 'login-ended':
				// Signing out gives back at once what is held, unless another browser of theirs holds it too.
				if (!memberEndpoint.end(change.loginId, change.memberId))
					void directory.endControl(change.memberId, 'authority');
				break;
			case 'member-lost-control':
				void directory.endControl(change.memberId, 'authority');
				break;
			case 'site-removed':
				visitorEndpoint.end(change.siteId);
				void directory.removeSite(change.siteId);
				break;
			case 'plan-changed':
			case 'site-changed':
				// Feeds and procedures ask again by themselves.
				break;
		}
	}

	const addressOf = ({ remoteAddress, headers }: HttpRequest) =>
		clientAddress({ socketAddress: remoteAddress, forwardedFor: headers['x-forwarded-for'], trustedProxies });

	const routes: readonly Route[] = [
		...createAuthRoutes({
			entrance: trust.audited(entrance),
			logins,
			register,
			publicUrl,
			forgot: outward?.forgot ?? null,
			attempts: createAttempts(clock, addressAttempts),
			addressKey: (request) => addressOf(request).key,
			onStranger: surroundings.staffRefused,
			onFault: (fault) => log.error({ err: fault }, 'a sign-in route failed'),
		}),
		createWidgetConfigRoute({
			...{ siteByKey: sites.siteByKey, installWatch, publicUrl },
			bars: (siteId, request) => trust.bars(siteId, addressOf(request).address),
		}),
		push.route,
		...trust.routes,
	];

	let stopListening = (): void => {};

	return {
		endpoints: { visitor: visitorEndpoint, member: memberEndpoint },
		routers: { visitor: visitorRouter, member: memberRouter },
		routes,
		directory,
		register,
		links,
		logins,
		push,
		sites,
		audit: trust.services?.audit,
		/** What was found of how this server is reached, one sentence each. */
		findings: () => surroundings.sentences(),
		/** Reads accounts, wakes the sessions that had not left, and says what a newcomer must do first. */
		async start(): Promise<FirstStart> {
			await register.start();
			await webhooks.start();
			await trust.services?.start();
			await directory.meet();
			stopListening = register.onChange(onChange);
			authorities.start();
			const first = await firstStart({ register, entrance, links, owner: deps.owner });
			outward?.outbox.start();
			// Visitors need not wait for it: whoever comes first wakes their own session.
			void directory.wakeAll();
			return first;
		},
		/** After the sockets are gone: lets every mailbox come to rest, and the journal with them. */
		async stop(): Promise<void> {
			stopListening();
			demo.close();
			await trust.services?.stop();
			authorities.stop();
			await webhooks.stop();
			await register.stop();
			await directory.stop();
			await outward?.outbox.stop();
			await stores.journal.stop();
		},
	};
}

export type App = ReturnType<typeof createApp>;
