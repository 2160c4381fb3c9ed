/** Accounts, members, logins and sites as they stand at one moment, indexed for the hot paths. Immutable. */
import type { AccountId, LoginId, MemberId, SiteId, SiteKey } from '../../shared/ids.ts';
import { type Plan, planMonitors, roleMay } from '../../shared/plans.ts';
import type { Authority } from '../rpc/ports.ts';
import type { Account } from '../store/accounts.ts';
import type { Login } from '../store/logins.ts';
import type { Member } from '../store/members.ts';
import type { Site } from '../store/sites.ts';

export interface Rows {
	readonly accounts: readonly Account[];
	readonly members: readonly Member[];
	readonly logins: readonly Login[];
	readonly sites: readonly Site[];
}

/** A login that counts: of a member who is there and not disabled. */
export interface LiveLogin {
	readonly authority: Authority;
	readonly seenAt: number;
	readonly expiresAt: number;
}

export interface Snapshot {
	readonly accounts: ReadonlyMap<AccountId, Account>;
	readonly members: ReadonlyMap<MemberId, Member>;
	readonly logins: ReadonlyMap<LoginId, LiveLogin>;
	readonly loginByHash: ReadonlyMap<string, LoginId>;
	readonly sites: ReadonlyMap<SiteId, Site>;
	readonly siteByKey: ReadonlyMap<SiteKey, Site>;
	/** Members who may hold a session: signed in somewhere, with the role and the plan for it. */
	readonly controllers: ReadonlySet<MemberId>;
}

export const emptySnapshot: Snapshot = snapshotOf({ accounts: [], members: [], logins: [], sites: [] });

export function snapshotOf(rows: Rows): Snapshot {
	const accounts = new Map(rows.accounts.map((account) => [account.id, account]));
	const members = new Map(rows.members.map((member) => [member.id, member]));
	const logins = new Map<LoginId, LiveLogin>();
	const loginByHash = new Map<string, LoginId>();
	const controllers = new Set<MemberId>();
	for (const { id, memberId, tokenHash, seenAt, expiresAt } of rows.logins) {
		const member = members.get(memberId);
		const account = member && accounts.get(member.accountId);
		if (!member || !account || member.disabled) continue;
		logins.set(id, { authority: authorityOf(id, member, account.plan), seenAt, expiresAt });
		loginByHash.set(tokenHash, id);
		if (mayControl(member, account.plan)) controllers.add(memberId);
	}
	const sites = new Map(rows.sites.map((site) => [site.id, site]));
	const siteByKey = new Map(rows.sites.map((site) => [site.key, site]));
	return { accounts, members, logins, loginByHash, sites, siteByKey, controllers };
}

function authorityOf(loginId: LoginId, member: Member, plan: Plan): Authority {
	const { id: memberId, accountId, email, role, profile } = member;
	return { loginId, memberId, accountId, email, role, plan, profile };
}

const mayControl = (member: Member, plan: Plan): boolean => roleMay(member.role, 'control') && planMonitors(plan);
