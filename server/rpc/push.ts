/** Notifications of a member's own browsers: any role, any plan. */
import { pushInput } from '../../shared/input.ts';
import type { MemberProcedures } from './authority.ts';
import type { Push } from './ports.ts';
import { errorOf, memberTrpc } from './trpc.ts';

export interface PushRouterDeps {
	readonly push: Push;
	/** Null: go on; else how long to wait, ms. */
	readonly hintLimit: (memberId: string) => number | null;
}

export function createPushRouter(procedures: MemberProcedures, { push, hintLimit }: PushRouterDeps) {
	const own = procedures('profile');
	return memberTrpc.router({
		get: own.query(({ ctx }) => push.view(ctx.authority)),
		subscribe: own
			.input(pushInput.subscribe)
			.mutation(({ ctx, input }) => push.subscribe(ctx.authority, input, ctx.browser)),
		remove: own.input(pushInput.device).mutation(({ ctx, input }) => push.remove(ctx.authority, input.deviceId)),
		setDiscreet: own.input(pushInput.discreet).mutation(({ ctx, input }) => push.setDiscreet(ctx.authority, input.on)),
		test: own.input(pushInput.device).mutation(({ ctx, input }) => {
			// Each one is a request to somebody else's server.
			const retryAfterMs = hintLimit(`push ${ctx.authority.memberId}`);
			if (retryAfterMs !== null) throw errorOf('rate.limited', { retryAfterMs });
			return push.test(ctx.authority, input.deviceId);
		}),
	});
}
