/** Accounts, members, logins and sites in memory: as much as `createApp` asks of the store while nobody manages them. */
import type { Account, AccountStore } from '../../server/store/accounts.ts';
import type { LinkStore } from '../../server/store/links.ts';
import type { Login, LoginStore } from '../../server/store/logins.ts';
import type { Member, MemberStore } from '../../server/store/members.ts';
import type { Site, SiteStore } from '../../server/store/sites.ts';

export interface AccountTables {
	readonly accounts: Account[];
	readonly members: Member[];
	logins: Login[];
	readonly sites: Site[];
}

export interface AccountStores {
	readonly accounts: AccountStore;
	readonly members: MemberStore;
	readonly logins: LoginStore;
	readonly links: LinkStore;
	readonly sites: SiteStore;
}

/** The run does not do this; whoever adds a command that does adds it here. */
const absent = (): never => {
	throw new Error('the simulated store has no such thing');
};

function replace<T extends { readonly id: string }>(rows: T[], id: string, change: (row: T) => T): boolean {
	const index = rows.findIndex((row) => row.id === id);
	const row = rows[index];
	if (row === undefined) return false;
	rows[index] = change(row);
	return true;
}

export function createAccountStores(tables: AccountTables): AccountStores {
	return {
		accounts: {
			all: async () => [...tables.accounts],
			setPlan: async (id, plan) => replace(tables.accounts, id, (row) => ({ ...row, plan })),
			createFirst: async () => absent(),
			createFirstByLink: async () => absent(),
		},
		members: {
			all: async () => [...tables.members],
			async setRole(accountId, id, role) {
				const found = tables.members.some((row) => row.id === id && row.accountId === accountId);
				if (!found) return 'not-found';
				replace(tables.members, id, (row) => ({ ...row, role }));
				return 'done';
			},
			async setDisabled(accountId, id, disabled) {
				const found = tables.members.some((row) => row.id === id && row.accountId === accountId);
				if (!found) return 'not-found';
				replace(tables.members, id, (row) => ({ ...row, disabled }));
				if (disabled) tables.logins = tables.logins.filter((login) => login.memberId !== id);
				return 'done';
			},
			async setProfile(id, change) {
				replace(tables.members, id, (row) => ({ ...row, profile: { ...row.profile, ...change } }));
			},
			credentialsOf: async () => absent(),
			passwordHashOf: async () => absent(),
			join: async () => absent(),
			remove: async () => absent(),
			setPassword: async () => absent(),
			rehash: async () => absent(),
			resetPassword: async () => absent(),
		},
		logins: {
			live: async (now) => tables.logins.filter((login) => login.expiresAt > now),
			async create(login) {
				tables.logins.push(login);
			},
			async end(id) {
				tables.logins = tables.logins.filter((login) => login.id !== id);
			},
			async endAllOf(memberId, except) {
				tables.logins = tables.logins.filter((login) => login.memberId !== memberId || login.id === except);
			},
			async touch(ids, seenAt, expiresAt) {
				tables.logins = tables.logins.map((login) =>
					ids.includes(login.id) ? { ...login, seenAt, expiresAt } : login,
				);
			},
			async removeExpired(now) {
				tables.logins = tables.logins.filter((login) => login.expiresAt > now);
			},
		},
		links: {
			create: async () => absent(),
			countOf: async () => 0,
			holds: async () => false,
			async removeExpired() {},
		},
		sites: {
			all: async () => [...tables.sites],
			create: async () => absent(),
			update: async () => absent(),
			addOrigins: async () => absent(),
			removeOrigin: async () => absent(),
			remove: async () => absent(),
		},
	};
}
