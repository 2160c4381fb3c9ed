/** One-time links: set up, join, reset. Only the hash of a token is here; using one deletes it. */
import type { Kysely } from 'kysely';
import type { AccountId, MemberId } from '../../shared/ids.ts';
import type { Role } from '../../shared/plans.ts';
import type { Database } from './schema.ts';

export type Link = { readonly tokenHash: string; readonly expiresAt: number } & (
	| { readonly kind: 'setup' }
	| { readonly kind: 'join'; readonly accountId: AccountId; readonly role: Role }
	| { readonly kind: 'reset'; readonly memberId: MemberId }
);

export interface LinkStore {
	/** Of setup links, and of the reset links of one member, only the newest holds. */
	create(link: Link): Promise<void>;
	/** How many wait to be used in an account. */
	countOf(accountId: AccountId, now: number): Promise<number>;
	/** Whether a link of this kind would still hold; it is not used up. */
	holds(kind: Link['kind'], tokenHash: string, now: number): Promise<boolean>;
	removeExpired(now: number): Promise<void>;
}

export function createLinkStore(db: Kysely<Database>): LinkStore {
	return {
		async create(link) {
			await db.transaction().execute(async (trx) => {
				if (link.kind === 'setup') await trx.deleteFrom('links').where('kind', '=', 'setup').execute();
				if (link.kind === 'reset') {
					await trx.deleteFrom('links').where('kind', '=', 'reset').where('member_id', '=', link.memberId).execute();
				}
				await trx
					.insertInto('links')
					.values({
						token_hash: link.tokenHash,
						kind: link.kind,
						account_id: link.kind === 'join' ? link.accountId : null,
						member_id: link.kind === 'reset' ? link.memberId : null,
						role: link.kind === 'join' ? link.role : null,
						expires_at: link.expiresAt,
					})
					.execute();
			});
		},
		async countOf(accountId, now) {
			const { count } = await db
				.selectFrom('links')
				.select((eb) => eb.fn.countAll<number>().as('count'))
				.where('account_id', '=', accountId)
				.where('expires_at', '>', now)
				.executeTakeFirstOrThrow();
			return count;
		},
		async holds(kind, tokenHash, now) {
			const row = await db
				.selectFrom('links')
				.select('kind')
				.where('token_hash', '=', tokenHash)
				.where('kind', '=', kind)
				.where('expires_at', '>', now)
				.executeTakeFirst();
			return row !== undefined;
		},
		async removeExpired(now) {
			await db.deleteFrom('links').where('expires_at', '<=', now).execute();
		},
	};
}
