/** One-time links that take a chat over, in the table of all one-time links. */
import type { Kysely } from 'kysely';
import type { MemberId, SessionId } from '../../shared/ids.ts';
import { faulting } from './journal-faults.ts';
import type { Database } from './schema.ts';

export interface TakeOverLink {
	readonly tokenHash: string;
	readonly memberId: MemberId;
	readonly sessionId: SessionId;
	/** Wall clock, ms. */
	readonly expiresAt: number;
}

/** Rejects with `BatonError` only. */
export interface TakeOverLinkStore {
	create(link: TakeOverLink): Promise<void>;
	/** Null: none of this member's, used, or too old. */
	find(tokenHash: string, memberId: MemberId, now: number): Promise<TakeOverLink | null>;
	/** The same, and it is gone. */
	take(tokenHash: string, memberId: MemberId, now: number): Promise<TakeOverLink | null>;
}

interface Row {
	readonly token_hash: string;
	readonly member_id: MemberId | null;
	readonly session_id: SessionId | null;
	readonly expires_at: number;
}

function linkOf(row: Row | undefined): TakeOverLink | null {
	if (row === undefined || row.member_id === null || row.session_id === null) return null;
	return {
		tokenHash: row.token_hash,
		memberId: row.member_id,
		sessionId: row.session_id,
		expiresAt: row.expires_at,
	};
}

const columns = ['token_hash', 'member_id', 'session_id', 'expires_at'] as const;

export function createTakeOverLinkStore(db: Kysely<Database>): TakeOverLinkStore {
	return {
		create: ({ tokenHash, memberId, sessionId, expiresAt }) =>
			faulting(async () => {
				await db
					.insertInto('links')
					.values({
						token_hash: tokenHash,
						kind: 'take-over',
						account_id: null,
						member_id: memberId,
						session_id: sessionId,
						role: null,
						expires_at: expiresAt,
					})
					.execute();
			}),
		find: (tokenHash, memberId, now) =>
			faulting(async () =>
				linkOf(
					await db
						.selectFrom('links')
						.select(columns)
						.where('token_hash', '=', tokenHash)
						.where('kind', '=', 'take-over')
						.where('member_id', '=', memberId)
						.where('expires_at', '>', now)
						.executeTakeFirst(),
				),
			),
		take: (tokenHash, memberId, now) =>
			faulting(async () =>
				linkOf(
					await db
						.deleteFrom('links')
						.where('token_hash', '=', tokenHash)
						.where('kind', '=', 'take-over')
						.where('member_id', '=', memberId)
						.where('expires_at', '>', now)
						.returning(columns)
						.executeTakeFirst(),
				),
			),
	};
}
