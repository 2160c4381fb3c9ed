import { unreachable } from './unreachable.ts';

export const plans = ['free', 'standard', 'pro'] as const;
export type Plan = (typeof plans)[number];

/** Live monitoring belongs to `standard` and `pro` (SPEC section 3). */
export const planMonitors = (plan: Plan): boolean => plan !== 'free';

export const roles = ['owner', 'admin', 'agent', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** Owners manage everybody, admins all but owners (SPEC section 2). */
export const mayManage = (by: Role, target: Role): boolean => by === 'owner' || (by === 'admin' && target !== 'owner');

/** Nobody hands out more than their own role. */
export const mayGrant = (by: Role, granted: Role): boolean => roleMay(by, 'manage-members') && !outranks(granted, by);

/** What a role may do; authority is asked per call, never remembered by a connection. */
export const rights = [
	'watch',
	'control',
	/** Reading what was said: no live monitoring, so it belongs to every plan. */
	'history',
	'profile',
	'manage-sites',
	'manage-knowledge',
	'manage-members',
	/** What is kept of visitors: export, erase, who is blocked. */
	'manage-visitors',
	'manage-plan',
] as const;
export type Right = (typeof rights)[number];

const rank: Readonly<Record<Role, number>> = { viewer: 0, agent: 1, admin: 2, owner: 3 };

const outranks = (one: Role, other: Role): boolean => rank[one] > rank[other];

export function roleMay(role: Role, right: Right): boolean {
	switch (right) {
		case 'watch':
		case 'history':
			return true;
		// A viewer has a language and a sound setting too.
		case 'profile':
			return true;
		case 'control':
			return rank[role] >= rank.agent;
		case 'manage-sites':
		case 'manage-knowledge':
		case 'manage-members':
		case 'manage-visitors':
			return rank[role] >= rank.admin;
		case 'manage-plan':
			return role === 'owner';
		default:
			return unreachable(right);
	}
}

/** Rights that the plan can take away; everything else works on `free` too. */
export const planGoverned: readonly Right[] = ['watch', 'control'];
