/** Privacy and order: how long chats are kept, who is kept out, what limits refused, who did what. */
import { bySession, bySite, trustInput } from '../../shared/input.ts';
import type { MemberProcedures } from './authority.ts';
import { errorOf, memberTrpc } from './trpc.ts';
import type { TrustDeps } from './trust-ports.ts';

/** @param deps undefined: a house that keeps no books of this, such as one in a simulation. */
export function createTrustRouter(procedures: MemberProcedures, deps: TrustDeps | undefined) {
	function books(): TrustDeps {
		if (deps === undefined) throw errorOf('not-found');
		return deps;
	}
	const sites = procedures('manage-sites');
	return memberTrpc.router({
		retention: sites.input(bySite).query(({ ctx, input }) => books().retention.status(ctx.authority, input.siteId)),
		limits: sites.input(bySite).query(({ ctx, input }) => books().limits.of(ctx.authority, input.siteId)),
		blocks: sites.input(bySite).query(({ ctx, input }) => books().blocks.list(ctx.authority, input.siteId)),
		blockVisitor: procedures('control')
			.input(trustInput.blockVisitor)
			.mutation(({ ctx, input }) => books().blocks.blockVisitor(ctx.authority, input.sessionId, input.note)),
		blockRange: sites
			.input(trustInput.blockRange)
			.mutation(({ ctx, input }) => books().blocks.blockRange(ctx.authority, input.siteId, input.range, input.note)),
		unblock: sites
			.input(trustInput.unblock)
			.mutation(({ ctx, input }) => books().blocks.unblock(ctx.authority, input.siteId, input.blockId)),
		erase: procedures('manage-visitors')
			.input(bySession)
			.mutation(({ ctx, input }) => books().erasure.erase(ctx.authority, input.sessionId)),
		audit: procedures('manage-members')
			.input(trustInput.audit)
			.query(({ ctx, input }) => books().audit.page(ctx.authority.accountId, input)),
	});
}
