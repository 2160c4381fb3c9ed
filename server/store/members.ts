/** The people of an account. Every rule that two processes could break together is inside the statement. */
import { type Kysely, sql } from 'kysely';
import type { Profile } from '../../shared/account.ts';
import type { AlertPreferences } from '../../shared/alert-preferences.ts';
import type { AccountId, LoginId, MemberId } from '../../shared/ids.ts';
import type { Role } from '../../shared/plans.ts';
import type { Language } from '../../shared/text/language.ts';
import { isDuplicate } from './journal-faults.ts';
import type { Database } from './schema.ts';

export interface Member {
	readonly id: MemberId;
	readonly accountId: AccountId;
	readonly email: string;
	readonly role: Role;
	readonly disabled: boolean;
	readonly profile: Profile;
	/** Absent: what the role suggests. */
	readonly alerts?: AlertPreferences | undefined;
	readonly createdAt: number;
}

export interface Credentials {
	readonly memberId: MemberId;
	readonly passwordHash: string;
	readonly disabled: boolean;
}

export interface NewMember {
	readonly memberId: MemberId;
	readonly email: string;
	readonly passwordHash: string;
	readonly language: Language;
	readonly now: number;
}

/** `last-owner`: an account never loses its last owner who may sign in. */
export type Managed = 'done' | 'not-found' | 'last-owner';

export interface MemberStore {
	all(): Promise<readonly Member[]>;
	credentialsOf(email: string): Promise<Credentials | null>;
	passwordHashOf(id: MemberId): Promise<string | null>;
	/** Uses up an invitation. `link`: it does not hold (any more); `taken`: the e-mail is somebody's already, and the link still holds. */
	join(tokenHash: string, member: NewMember): Promise<'joined' | 'link' | 'taken'>;
	setRole(accountId: AccountId, id: MemberId, role: Role): Promise<Managed>;
	/** Ends their logins too, so that enabling them again brings no old browser back. */
	setDisabled(accountId: AccountId, id: MemberId, disabled: boolean): Promise<Managed>;
	remove(accountId: AccountId, id: MemberId): Promise<Managed>;
	/** Ends every login but `keep`. */
	setPassword(id: MemberId, passwordHash: string, keep: LoginId | null): Promise<void>;
	/** Better parameters for the same password: nothing else changes. False: it was changed meanwhile. */
	rehash(id: MemberId, from: string, to: string): Promise<boolean>;
	/** Uses up a reset link: whose password it set, all their logins ended; null: it does not hold. */
	resetPassword(tokenHash: string, passwordHash: string, now: number): Promise<MemberId | null>;
	setProfile(id: MemberId, change: Partial<Profile>): Promise<void>;
}

export function createMemberStore(db: Kysely<Database>): MemberStore {
	/** Whether the member may go on without being an owner who signs in; other owners can't leave meanwhile. */
	async function manage(
		accountId: AccountId,
		id: MemberId,
		keepsOwner: boolean,
		change: ReturnType<typeof sql>,
	): Promise<Managed> {
		return db.transaction().execute(async (trx) => {
			// The row locks make two owners who remove each other take turns.
			const owners = await trx
				.selectFrom('members')
				.select('id')
				.where('account_id', '=', accountId)
				.where('role', '=', 'owner')
				.where('disabled', '=', false)
				.orderBy('id')
				.forUpdate()
				.execute();
			const last = owners.length === 1 && owners[0]?.id === id;
			if (last && !keepsOwner) return 'last-owner';
			const { rows } =
				await sql`${change} where id = ${id}::uuid and account_id = ${accountId}::uuid returning id`.execute(trx);
			return rows.length === 1 ? 'done' : 'not-found';
		});
	}

	return {
		async all() {
			const rows = await db
				.selectFrom('members')
				.select(['id', 'account_id', 'email', 'role', 'disabled', 'created_at'])
				.select(['display_name', 'sound', 'language', 'theme', 'alerts'])
				.orderBy('created_at')
				.orderBy('id')
				.execute();
			return rows.map((row) => ({
				id: row.id,
				accountId: row.account_id,
				email: row.email,
				role: row.role,
				disabled: row.disabled,
				profile: { displayName: row.display_name, sound: row.sound, language: row.language, theme: row.theme },
				...(row.alerts === null ? {} : { alerts: row.alerts }),
				createdAt: row.created_at,
			}));
		},
		async credentialsOf(email) {
			const row = await db
				.selectFrom('members')
				.select(['id', 'password_hash', 'disabled'])
				.where('email', '=', email)
				.executeTakeFirst();
			return row === undefined ? null : { memberId: row.id, passwordHash: row.password_hash, disabled: row.disabled };
		},
		async passwordHashOf(id) {
			const row = await db.selectFrom('members').select('password_hash').where('id', '=', id).executeTakeFirst();
			return row?.password_hash ?? null;
		},
		async join(tokenHash, member) {
			try {
				const { rows } = await sql`
					with link as (
						delete from links
						where token_hash = ${tokenHash} and kind = 'join' and expires_at > ${member.now}::bigint
						returning account_id, role
					)
					insert into members (id, account_id, email, password_hash, role, sound, language, theme, created_at)
					select ${member.memberId}::uuid, account_id, ${member.email}, ${member.passwordHash}, role, 'all',
						${member.language}, 'system', ${member.now}::bigint
					from link
					returning id
				`.execute(db);
				return rows.length === 1 ? 'joined' : 'link';
			} catch (error) {
				if (isDuplicate(error)) return 'taken';
				throw error;
			}
		},
		setRole: (accountId, id, role) => manage(accountId, id, role === 'owner', sql`update members set role = ${role}`),
		setDisabled: (accountId, id, disabled) =>
			disabled
				? manage(
						accountId,
						id,
						false,
						sql`
							with ended as (
								delete from logins using members
								where members.id = member_id and members.id = ${id}::uuid and account_id = ${accountId}::uuid
							)
							update members set disabled = true`,
					)
				: manage(accountId, id, true, sql`update members set disabled = false`),
		remove: (accountId, id) => manage(accountId, id, false, sql`delete from members`),
		async setPassword(id, passwordHash, keep) {
			await db.transaction().execute(async (trx) => {
				await trx.updateTable('members').set({ password_hash: passwordHash }).where('id', '=', id).execute();
				let others = trx.deleteFrom('logins').where('member_id', '=', id);
				if (keep !== null) others = others.where('id', '<>', keep);
				await others.execute();
			});
		},
		async rehash(id, from, to) {
			const { numUpdatedRows } = await db
				.updateTable('members')
				.set({ password_hash: to })
				.where('id', '=', id)
				.where('password_hash', '=', from)
				.executeTakeFirst();
			return numUpdatedRows === 1n;
		},
		async resetPassword(tokenHash, passwordHash, now) {
			const { rows } = await sql<{ id: MemberId }>`
				with link as (
					delete from links
					where token_hash = ${tokenHash} and kind = 'reset' and expires_at > ${now}::bigint
					returning member_id
				),
				ended as (delete from logins where member_id in (select member_id from link))
				update members set password_hash = ${passwordHash}
				where id in (select member_id from link) and not disabled
				returning id
			`.execute(db);
			return rows[0]?.id ?? null;
		},
		async setProfile(id, { displayName, sound, language, theme }) {
			const change = {
				...(displayName === undefined ? {} : { display_name: displayName }),
				...(sound === undefined ? {} : { sound }),
				...(language === undefined ? {} : { language }),
				...(theme === undefined ? {} : { theme }),
			};
			if (Object.keys(change).length === 0) return;
			await db.updateTable('members').set(change).where('id', '=', id).execute();
		},
	};
}
