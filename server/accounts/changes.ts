/** What changed between two moments, as far as sockets and sessions must know. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { AccountId, LoginId, MemberId, SiteId } from '../../shared/ids.ts';
import type { Plan } from '../../shared/plans.ts';
import type { Snapshot } from './snapshot.ts';

export type AccountChange =
	/** Signed out, expired, disabled or removed: its sockets close with 4501. */
	| { readonly type: 'login-ended'; readonly loginId: LoginId; readonly memberId: MemberId }
	/** No login, no role or no plan for it any more: the sessions that the member holds are released. */
	| { readonly type: 'member-lost-control'; readonly memberId: MemberId }
	| { readonly type: 'plan-changed'; readonly accountId: AccountId; readonly plan: Plan }
	/** New, or any of its fields is another. */
	| { readonly type: 'site-changed'; readonly siteId: SiteId }
	| { readonly type: 'site-removed'; readonly siteId: SiteId };

export function changesBetween(before: Snapshot, after: Snapshot): readonly AccountChange[] {
	const changes: AccountChange[] = [];
	for (const { id, plan } of after.accounts.values()) {
		const old = before.accounts.get(id);
		if (old && old.plan !== plan) changes.push({ type: 'plan-changed', accountId: id, plan });
	}
	for (const [loginId, { authority }] of before.logins) {
		if (!after.logins.has(loginId)) changes.push({ type: 'login-ended', loginId, memberId: authority.memberId });
	}
	for (const memberId of before.controllers) {
		if (!after.controllers.has(memberId)) changes.push({ type: 'member-lost-control', memberId });
	}
	for (const [siteId, site] of after.sites) {
		if (!isDeepStrictEqual(before.sites.get(siteId), site)) changes.push({ type: 'site-changed', siteId });
	}
	for (const siteId of before.sites.keys()) {
		if (!after.sites.has(siteId)) changes.push({ type: 'site-removed', siteId });
	}
	return changes;
}
