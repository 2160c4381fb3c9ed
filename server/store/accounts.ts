/** Customers of this house, and how the first of them comes to be. */
import { type Kysely, sql } from 'kysely';
import type { AccountId, MemberId } from '../../shared/ids.ts';
import type { Plan } from '../../shared/plans.ts';
import type { Language } from '../../shared/text/language.ts';
import { isDuplicate } from './journal-faults.ts';
import type { Database } from './schema.ts';

export interface Account {
	readonly id: AccountId;
	readonly plan: Plan;
	readonly createdAt: number;
}

export interface FirstOwner {
	readonly accountId: AccountId;
	readonly memberId: MemberId;
	readonly plan: Plan;
	readonly email: string;
	readonly passwordHash: string;
	readonly language: Language;
	/** Wall clock, ms. */
	readonly now: number;
}

export interface AccountStore {
	all(): Promise<readonly Account[]>;
	/** False: no such account. */
	setPlan(id: AccountId, plan: Plan): Promise<boolean>;
	/** The first account with its owner, unless somebody is here already. */
	createFirst(owner: FirstOwner): Promise<boolean>;
	/** The same, using up a setup link: false also if the link does not hold (any more). */
	createFirstByLink(tokenHash: string, owner: FirstOwner): Promise<boolean>;
}

export function createAccountStore(db: Kysely<Database>): AccountStore {
	// One statement: either all of it happened or nothing, whatever dies in between.
	async function create(owner: FirstOwner, permit: ReturnType<typeof sql>): Promise<boolean> {
		const { rows } = await sql`
			with permit as (${permit}),
			account as (
				insert into accounts (id, plan, created_at)
				select ${owner.accountId}::uuid, ${owner.plan}, ${owner.now}::bigint
				where exists (select from permit) and not exists (select from members)
				returning id
			)
			insert into members (id, account_id, email, password_hash, role, sound, language, theme, created_at)
			select ${owner.memberId}::uuid, id, ${owner.email}, ${owner.passwordHash}, 'owner', 'all', ${owner.language},
				'system', ${owner.now}::bigint
			from account
			returning id
		`.execute(db);
		return rows.length === 1;
	}

	return {
		async all() {
			const rows = await db.selectFrom('accounts').selectAll().orderBy('created_at').execute();
			return rows.map(({ id, plan, created_at: createdAt }) => ({ id, plan, createdAt }));
		},
		async setPlan(id, plan) {
			const { numUpdatedRows } = await db.updateTable('accounts').set({ plan }).where('id', '=', id).executeTakeFirst();
			return numUpdatedRows === 1n;
		},
		async createFirst(owner) {
			try {
				return await create(owner, sql`select 1`);
			} catch (error) {
				// Two processes started on one new database.
				if (isDuplicate(error)) return false;
				throw error;
			}
		},
		createFirstByLink: (tokenHash, owner) =>
			create(
				owner,
				sql`delete from links where token_hash = ${tokenHash} and kind = 'setup' and expires_at > ${owner.now}::bigint returning 1`,
			),
	};
}
