/** The gate of every member procedure: who, which role, which plan, whose site. In this order, at each call. */

import type { ErrorCode } from '../../shared/errors.ts';
import type { SiteId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import { planGoverned, planMonitors, type Right, roleMay } from '../../shared/plans.ts';
import { auditing } from './audited.ts';
import type { MemberContext } from './context.ts';
import { createPerConnection } from './per-connection.ts';
import type { Authorities, Authority } from './ports.ts';
import { errorOf, memberTrpc } from './trpc.ts';
import type { Audit } from './trust-ports.ts';

export type Allowed =
	| { readonly ok: true; readonly authority: Authority }
	| { readonly ok: false; readonly code: ErrorCode };

/** Whether the login may use the right now; feeds ask it every second. */
export function allowed(authorities: Authorities, context: MemberContext, right: Right | null): Allowed {
	const authority = context.loginId === null ? null : authorities.of(context.loginId);
	if (authority === null) return { ok: false, code: 'auth.required' };
	if (right === null) return { ok: true, authority };
	if (!roleMay(authority.role, right)) return { ok: false, code: 'auth.forbidden' };
	if (planGoverned.includes(right) && !planMonitors(authority.plan)) return { ok: false, code: 'plan.required' };
	return { ok: true, authority };
}

/** Throws 'not-found' for a site of another account and for one that does not exist, alike (I29). */
export function requireSite(authorities: Authorities, authority: Authority, siteId: SiteId): void {
	if (authorities.accountOf(siteId) !== authority.accountId) throw errorOf('not-found');
}

/** Makes procedures that need a right; null: any signed-in member. */
export function createMemberProcedures(authorities: Authorities, audit?: Audit) {
	const calls = createPerConnection(limits.callsUnderWay);
	return (right: Right | null) =>
		memberTrpc.procedure.use(async ({ ctx, type, path, getRawInput, next }) => {
			const result = allowed(authorities, ctx, right);
			if (!result.ok) throw errorOf(result.code);
			const done = type === 'subscription' ? null : calls.begin(ctx.connection);
			try {
				const told =
					type === 'mutation' && audit !== undefined
						? await auditing(audit, path, result.authority, getRawInput)
						: null;
				const answer = await next({ ctx: { ...ctx, authority: result.authority } });
				if (answer.ok) await told?.(answer.data);
				return answer;
			} finally {
				done?.();
			}
		});
}

export type MemberProcedures = ReturnType<typeof createMemberProcedures>;
