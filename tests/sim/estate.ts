/** Who there is in every run: two accounts, their sites, their members and the browsers these are signed in with. */
import { hashToken } from '../../server/accounts/token.ts';
import type { Login } from '../../server/store/logins.ts';
import type { Member } from '../../server/store/members.ts';
import type { Site } from '../../server/store/sites.ts';
import { defaultSiteSettings } from '../../shared/account.ts';
import { accountIdOf, loginIdOf, memberIdOf, siteIdOf, siteKeyOf } from '../../shared/ids.ts';
import type { Role } from '../../shared/plans.ts';
import type { AccountTables } from './accounts.ts';

const uuid = (kind: number, index: number): string =>
	`00000000-0000-7000-8${String(kind).padStart(3, '0')}-${String(index).padStart(12, '0')}`;

export const accountIds = { ours: accountIdOf(uuid(1, 1)), theirs: accountIdOf(uuid(1, 2)) } as const;

/** The first two are ours, the last one the other account's. */
export const siteIds = [siteIdOf(uuid(2, 1)), siteIdOf(uuid(2, 2)), siteIdOf(uuid(2, 3))] as const;
const keyOf = (index: number) => siteKeyOf(`pk_${String(index).repeat(22)}`);
export const siteKeys = [keyOf(1), keyOf(2), keyOf(3)] as const;

export interface Person {
	readonly name: string;
	readonly role: Role;
	readonly account: keyof typeof accountIds;
	/** Shown to visitors; one has set none. */
	readonly displayName: string;
}

/** The owner manages the others and never takes part; the stranger belongs to the other account. */
export const people: readonly Person[] = [
	{ name: 'owner', role: 'owner', account: 'ours', displayName: 'Owner' },
	{ name: 'agent1', role: 'agent', account: 'ours', displayName: 'Anna' },
	{ name: 'agent2', role: 'admin', account: 'ours', displayName: '' },
	{ name: 'agent3', role: 'viewer', account: 'ours', displayName: 'Vera' },
	{ name: 'stranger', role: 'owner', account: 'theirs', displayName: 'Stranger' },
];

export const memberIdAt = (index: number) => memberIdOf(uuid(3, index + 1));

export interface SignedIn {
	readonly login: Login;
	readonly cookie: string;
}

/** A member's `nth` login; the same token at each run. */
export function signIn(memberIndex: number, nth: number, now: number): SignedIn {
	const token = `${people[memberIndex]?.name ?? 'nobody'}-${nth}`.padEnd(43, '_').slice(0, 43);
	const login: Login = {
		id: loginIdOf(uuid(4, memberIndex * 1_000 + nth)),
		memberId: memberIdAt(memberIndex),
		tokenHash: hashToken(token),
		seenAt: now,
		expiresAt: now + 30 * 24 * 60 * 60_000,
	};
	return { login, cookie: `baton=${token}` };
}

export function makeTables(now: number): AccountTables {
	const sites: Site[] = siteIds.map((id, index) => ({
		id,
		accountId: index < 2 ? accountIds.ours : accountIds.theirs,
		key: keyOf(index + 1),
		name: `Site ${index + 1}`,
		origins: ['https://shop.example'],
		demo: false,
		settings: defaultSiteSettings,
		createdAt: now,
	}));
	const members: Member[] = people.map(({ name, role, account, displayName }, index) => ({
		id: memberIdAt(index),
		accountId: accountIds[account],
		email: `${name}@example.com`,
		role,
		disabled: false,
		profile: { displayName, sound: 'none', language: 'en', theme: 'system' },
		createdAt: now,
	}));
	const accounts = Object.values(accountIds).map((id) => ({ id, plan: 'pro' as const, createdAt: now }));
	return { accounts, members, logins: [], sites };
}
