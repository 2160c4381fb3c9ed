/** The member router, put together. Browsers import the two routers' types from here, and nothing else of the server. */
import type { Directory } from '../actor/directory.ts';
import { createAlertsRouter } from './alerts.ts';
import { createMemberProcedures } from './authority.ts';
import { createDemoRouter } from './demo.ts';
import { createHistoryRouter, type HistoryDeps } from './history.ts';
import { createHouseRouter } from './house.ts';
import { createAiRouter, createKnowledgeRouter } from './knowledge.ts';
import { createMembersRouter, createMeRouter } from './members.ts';
import { createMissedRouter, type MissedDeps } from './missed.ts';
import { createMonitorRouter, type MonitorDeps } from './monitor.ts';
import type { AiSetup, Alerts, Demo, House, Knowledge, Members, Push, Sites, Webhooks } from './ports.ts';
import { createPushRouter } from './push.ts';
import { createSitesRouter } from './sites.ts';
import { memberTrpc } from './trpc.ts';
import { createTrustRouter } from './trust.ts';
import type { TrustDeps } from './trust-ports.ts';
import { createWebhooksRouter } from './webhooks.ts';

export interface MemberRouterDeps extends MonitorDeps, MissedDeps, HistoryDeps {
	readonly directory: Directory;
	readonly sites: Sites;
	readonly members: Members;
	readonly knowledge: Knowledge;
	readonly aiSetup: AiSetup;
	readonly demo: Demo;
	readonly webhooks: Webhooks;
	readonly house: House;
	/** Null: nothing goes beyond the dashboards here. */
	readonly alerts: Alerts | null;
	readonly push: Push;
	readonly version: string;
	readonly trust?: TrustDeps | undefined;
}

export function createMemberRouter(deps: MemberRouterDeps) {
	const procedures = createMemberProcedures(deps.authorities, deps.trust?.audit);
	return memberTrpc.router({
		me: createMeRouter(procedures, deps),
		monitor: createMonitorRouter(procedures, deps),
		missed: createMissedRouter(procedures, deps),
		history: createHistoryRouter(procedures, deps),
		sites: createSitesRouter(procedures, deps.sites),
		members: createMembersRouter(procedures, deps.members),
		knowledge: createKnowledgeRouter(procedures, deps),
		ai: createAiRouter(procedures, deps),
		demo: createDemoRouter(procedures, deps.demo),
		alerts: createAlertsRouter(procedures, deps),
		house: createHouseRouter(procedures, deps.house),
		webhooks: createWebhooksRouter(procedures, deps),
		push: createPushRouter(procedures, deps),
		trust: createTrustRouter(procedures, deps.trust),
	});
}

export type MemberRouter = ReturnType<typeof createMemberRouter>;
export type { VisitorRouter } from './visitor.ts';
