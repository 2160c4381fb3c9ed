/** The member router, put together. Browsers import the two routers' types from here, and nothing else of the server. */
import { createMemberProcedures } from './authority.ts';
import { createDemoRouter } from './demo.ts';
import { createHouseRouter } from './house.ts';
import { createAiRouter, createKnowledgeRouter } from './knowledge.ts';
import { createMembersRouter, createMeRouter } from './members.ts';
import { createMonitorRouter, type MonitorDeps } from './monitor.ts';
import type { AiSetup, Demo, House, Knowledge, Members, Sites } from './ports.ts';
import { createSitesRouter } from './sites.ts';
import { memberTrpc } from './trpc.ts';
import { createTrustRouter } from './trust.ts';
import type { TrustDeps } from './trust-ports.ts';

export interface MemberRouterDeps extends MonitorDeps {
	readonly sites: Sites;
	readonly members: Members;
	readonly knowledge: Knowledge;
	readonly aiSetup: AiSetup;
	readonly demo: Demo;
	readonly house: House;
	readonly version: string;
	readonly trust?: TrustDeps | undefined;
}

export function createMemberRouter(deps: MemberRouterDeps) {
	const procedures = createMemberProcedures(deps.authorities, deps.trust?.audit);
	return memberTrpc.router({
		me: createMeRouter(procedures, deps),
		monitor: createMonitorRouter(procedures, deps),
		sites: createSitesRouter(procedures, deps.sites),
		members: createMembersRouter(procedures, deps.members),
		knowledge: createKnowledgeRouter(procedures, deps),
		ai: createAiRouter(procedures, deps),
		demo: createDemoRouter(procedures, deps.demo),
		house: createHouseRouter(procedures, deps.house),
		trust: createTrustRouter(procedures, deps.trust),
	});
}

export type MemberRouter = ReturnType<typeof createMemberRouter>;
export type { VisitorRouter } from './visitor.ts';
