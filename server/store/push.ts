/** Browsers that take Web Push. A subscription lives no longer than the login it was made under. */
import { type Kysely, sql } from 'kysely';
import type { DeviceId, LoginId, MemberId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import type { Language } from '../../shared/text/language.ts';
import type { Database } from './schema.ts';

/** What a browser gives away when it subscribes. */
export interface PushKeys {
	readonly endpoint: string;
	/** Its public key and its secret, base64url. */
	readonly p256dh: string;
	readonly auth: string;
}

export interface NewSubscription extends PushKeys {
	readonly id: DeviceId;
	readonly memberId: MemberId;
	readonly loginId: LoginId;
	readonly label: string;
	readonly baseUrl: string;
	readonly now: number;
}

export interface StoredDevice {
	readonly id: DeviceId;
	readonly loginId: LoginId;
	readonly label: string;
	readonly createdAt: number;
	readonly lastOkAt: number | null;
}

/** Everything that a message to it needs. */
export interface Subscription extends PushKeys {
	readonly id: DeviceId;
	readonly baseUrl: string;
	readonly discreet: boolean;
	/** The member's. */
	readonly language: Language;
}

export interface PushStore {
	/**
	 * The same endpoint again replaces what was known of it; its id stays while it is the same member's: what waits for another
	 * one's browser must not be shown to whoever signs in on it. `full`: the member has too many.
	 */
	subscribe(subscription: NewSubscription): Promise<'subscribed' | 'full'>;
	/** The browser has changed its endpoint by itself. False: the old one is not that login's. */
	renew(loginId: LoginId, old: string, keys: PushKeys): Promise<boolean>;
	/** Newest first. */
	devicesOf(memberId: MemberId): Promise<readonly StoredDevice[]>;
	discreet(memberId: MemberId): Promise<boolean>;
	setDiscreet(memberId: MemberId, discreet: boolean): Promise<void>;
	/** False: it is not the member's. */
	remove(memberId: MemberId, id: DeviceId): Promise<boolean>;
	/** Whose login still lives; null: gone, or nobody's any more. */
	load(id: string, now: number): Promise<Subscription | null>;
	/** The ids of those that `load` would find. */
	targetsOf(memberId: MemberId, now: number): Promise<readonly DeviceId[]>;
	/** The push service took a message. */
	delivered(id: DeviceId, now: number): Promise<void>;
	/** The push service knows it no more; it stays if the browser has renewed it meanwhile. */
	gone(id: DeviceId, endpoint: string): Promise<void>;
}

export function createPushStore(db: Kysely<Database>): PushStore {
	const living = (now: number) =>
		db
			.selectFrom('push_subscriptions')
			.innerJoin('logins', 'logins.id', 'push_subscriptions.login_id')
			.innerJoin('members', 'members.id', 'push_subscriptions.member_id')
			.where('logins.expires_at', '>', now)
			.where('members.disabled', '=', false);

	return {
		subscribe: ({ id, memberId, loginId, endpoint, p256dh, auth, label, baseUrl, now }) =>
			db.transaction().execute(async (trx) => {
				// The member's row makes two browsers that subscribe at once take turns.
				await trx.selectFrom('members').select('id').where('id', '=', memberId).forUpdate().execute();
				const { count } = await trx
					.selectFrom('push_subscriptions')
					.select((eb) => eb.fn.countAll<number>().as('count'))
					.where('member_id', '=', memberId)
					.where('endpoint', '<>', endpoint)
					.executeTakeFirstOrThrow();
				if (count >= limits.pushDevices) return 'full';
				await trx
					.deleteFrom('push_subscriptions')
					.where('endpoint', '=', endpoint)
					.where('member_id', '<>', memberId)
					.execute();
				const known = { member_id: memberId, login_id: loginId, p256dh, auth, label, base_url: baseUrl };
				await trx
					.insertInto('push_subscriptions')
					.values({ ...known, id, endpoint, created_at: now, last_ok_at: null })
					.onConflict((conflict) => conflict.column('endpoint').doUpdateSet(known))
					.execute();
				return 'subscribed';
			}),
		async renew(loginId, old, keys) {
			return db.transaction().execute(async (trx) => {
				const mine = await trx
					.selectFrom('push_subscriptions')
					.select('id')
					.where('login_id', '=', loginId)
					.where('endpoint', '=', old)
					.forUpdate()
					.executeTakeFirst();
				if (mine === undefined) return false;
				await trx
					.deleteFrom('push_subscriptions')
					.where('endpoint', '=', keys.endpoint)
					.where('id', '<>', mine.id)
					.execute();
				await trx.updateTable('push_subscriptions').set(keys).where('id', '=', mine.id).execute();
				return true;
			});
		},
		async devicesOf(memberId) {
			const rows = await db
				.selectFrom('push_subscriptions')
				.select(['id', 'login_id', 'label', 'created_at', 'last_ok_at'])
				.where('member_id', '=', memberId)
				.orderBy('created_at', 'desc')
				.orderBy('id')
				.execute();
			return rows.map((row) => ({
				id: row.id,
				loginId: row.login_id,
				label: row.label,
				createdAt: row.created_at,
				lastOkAt: row.last_ok_at,
			}));
		},
		async discreet(memberId) {
			const row = await db
				.selectFrom('push_members')
				.select('discreet')
				.where('member_id', '=', memberId)
				.executeTakeFirst();
			return row?.discreet === true;
		},
		async setDiscreet(memberId, discreet) {
			await db
				.insertInto('push_members')
				.values({ member_id: memberId, discreet })
				.onConflict((conflict) => conflict.column('member_id').doUpdateSet({ discreet }))
				.execute();
		},
		async remove(memberId, id) {
			const { numDeletedRows } = await db
				.deleteFrom('push_subscriptions')
				.where('id', '=', id)
				.where('member_id', '=', memberId)
				.executeTakeFirst();
			return numDeletedRows > 0n;
		},
		async load(id, now) {
			const row = await living(now)
				.leftJoin('push_members', 'push_members.member_id', 'push_subscriptions.member_id')
				// As text: what names no subscription need not look like the id of one.
				.where(sql<boolean>`push_subscriptions.id::text = ${id}`)
				.select(['push_subscriptions.id', 'endpoint', 'p256dh', 'auth', 'base_url', 'discreet', 'language'])
				.executeTakeFirst();
			if (row === undefined) return null;
			const { id: deviceId, endpoint, p256dh, auth, base_url: baseUrl, language } = row;
			return { id: deviceId, endpoint, p256dh, auth, baseUrl, language, discreet: row.discreet === true };
		},
		async targetsOf(memberId, now) {
			const rows = await living(now)
				.where('push_subscriptions.member_id', '=', memberId)
				.select('push_subscriptions.id')
				.orderBy('push_subscriptions.created_at')
				.execute();
			return rows.map((row) => row.id);
		},
		async delivered(id, now) {
			await db.updateTable('push_subscriptions').set({ last_ok_at: now }).where('id', '=', id).execute();
		},
		async gone(id, endpoint) {
			await db.deleteFrom('push_subscriptions').where('id', '=', id).where('endpoint', '=', endpoint).execute();
		},
	};
}
