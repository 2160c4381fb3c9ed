import { bySite, sitesInput } from '../../shared/input.ts';
import type { MemberProcedures } from './authority.ts';
import type { Sites } from './ports.ts';
import { memberTrpc } from './trpc.ts';

export function createSitesRouter(procedures: MemberProcedures, sites: Sites) {
	const manage = procedures('manage-sites');
	return memberTrpc.router({
		list: procedures(null).query(({ ctx }) => sites.list(ctx.authority.accountId)),
		create: manage.input(sitesInput.create).mutation(({ ctx, input }) => sites.create(ctx.authority.accountId, input)),
		update: manage
			.input(sitesInput.update)
			.mutation(({ ctx, input: { siteId, ...change } }) => sites.update(ctx.authority.accountId, siteId, change)),
		addOrigin: manage
			.input(sitesInput.addOrigin)
			.mutation(({ ctx, input }) => sites.addOrigin(ctx.authority.accountId, input.siteId, input.address)),
		removeOrigin: manage
			.input(sitesInput.removeOrigin)
			.mutation(({ ctx, input }) => sites.removeOrigin(ctx.authority.accountId, input.siteId, input.origin)),
		remove: manage.input(bySite).mutation(({ ctx, input }) => sites.remove(ctx.authority.accountId, input.siteId)),
		install: manage.input(bySite).query(({ ctx, input }) => sites.install(ctx.authority.accountId, input.siteId)),
	});
}
