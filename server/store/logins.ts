/** Signed-in browsers. Only the SHA-256 of a cookie's token is here. */
import type { Kysely } from 'kysely';
import type { LoginId, MemberId } from '../../shared/ids.ts';
import type { Database } from './schema.ts';

export interface Login {
	readonly id: LoginId;
	readonly memberId: MemberId;
	readonly tokenHash: string;
	readonly seenAt: number;
	readonly expiresAt: number;
}

export interface LoginStore {
	/** Those that have not expired. */
	live(now: number): Promise<readonly Login[]>;
	create(login: Login): Promise<void>;
	/** Idempotent. */
	end(id: LoginId): Promise<void>;
	/** Each login of the member but one. */
	endAllOf(memberId: MemberId, except: LoginId | null): Promise<void>;
	/** Used now: the expiry slides on. */
	touch(ids: readonly LoginId[], seenAt: number, expiresAt: number): Promise<void>;
	removeExpired(now: number): Promise<void>;
}

/** A person with more browsers than this loses the one unused for longest. */
const loginsPerMember = 50;

export function createLoginStore(db: Kysely<Database>): LoginStore {
	return {
		async live(now) {
			const rows = await db
				.selectFrom('logins')
				.select(['id', 'member_id', 'token_hash', 'seen_at', 'expires_at'])
				.where('expires_at', '>', now)
				.execute();
			return rows.map((row) => ({
				id: row.id,
				memberId: row.member_id,
				tokenHash: row.token_hash,
				seenAt: row.seen_at,
				expiresAt: row.expires_at,
			}));
		},
		async create(login) {
			await db
				.insertInto('logins')
				.values({
					id: login.id,
					member_id: login.memberId,
					token_hash: login.tokenHash,
					created_at: login.seenAt,
					seen_at: login.seenAt,
					expires_at: login.expiresAt,
				})
				.execute();
			await db
				.deleteFrom('logins')
				.where('member_id', '=', login.memberId)
				.where('id', 'not in', (eb) =>
					eb
						.selectFrom('logins')
						.select('id')
						.where('member_id', '=', login.memberId)
						.orderBy('seen_at', 'desc')
						.orderBy('id', 'desc')
						.limit(loginsPerMember),
				)
				.execute();
		},
		async end(id) {
			await db.deleteFrom('logins').where('id', '=', id).execute();
		},
		async endAllOf(memberId, except) {
			let query = db.deleteFrom('logins').where('member_id', '=', memberId);
			if (except !== null) query = query.where('id', '<>', except);
			await query.execute();
		},
		async touch(ids, seenAt, expiresAt) {
			if (ids.length === 0) return;
			await db
				.updateTable('logins')
				.set({ seen_at: seenAt, expires_at: expiresAt })
				.where('id', 'in', [...ids])
				.execute();
		},
		async removeExpired(now) {
			await db.deleteFrom('logins').where('expires_at', '<=', now).execute();
		},
	};
}
