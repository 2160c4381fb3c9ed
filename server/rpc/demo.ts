import { demoInput } from '../../shared/input.ts';
import type { MemberProcedures } from './authority.ts';
import type { Demo } from './ports.ts';
import { memberTrpc } from './trpc.ts';

export function createDemoRouter(procedures: MemberProcedures, demo: Demo) {
	const manage = procedures('manage-sites');
	return memberTrpc.router({
		status: procedures(null).query(({ ctx }) => demo.status(ctx.authority.accountId)),
		start: manage
			.input(demoInput.start)
			.mutation(({ ctx, input }) => demo.start(ctx.authority.accountId, input.visitors)),
		stop: manage.mutation(({ ctx }) => demo.stop(ctx.authority.accountId)),
		remove: manage.mutation(({ ctx }) => demo.remove(ctx.authority.accountId)),
	});
}
