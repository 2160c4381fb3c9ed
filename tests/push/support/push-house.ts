/** Web Push over a real store, with one account's people. */
import { randomFillSync, randomUUID } from 'node:crypto';
import type { Delivery } from '../../../server/outbox/ports.ts';
import { createWebPush, type WebPush } from '../../../server/push/push.ts';
import type { Authority } from '../../../server/rpc/ports.ts';
import { createLoginStore } from '../../../server/store/logins.ts';
import { createMemberStore } from '../../../server/store/members.ts';
import { createPushStore } from '../../../server/store/push.ts';
import { accountIdOf, loginIdOf, memberIdOf } from '../../../shared/ids.ts';
import { createManualClock } from '../../net/support/manual-clock.ts';
import type { TestStore } from '../../support/store.ts';

const secret = Buffer.alloc(32, 9);

export async function openPushHouse({ db }: TestStore, { publicUrl = 'https://chat.example' as string | null } = {}) {
	const clock = createManualClock();
	const logins = createLoginStore(db);
	const accountId = accountIdOf(randomUUID());
	await db.insertInto('accounts').values({ id: accountId, plan: 'pro', created_at: 0 }).execute();
	const faults: unknown[] = [];
	const people = new Map<string, Authority>();

	const open = (): WebPush =>
		createWebPush({
			store: createPushStore(db),
			secret,
			publicUrl,
			clock,
			fillRandom: (bytes) => randomFillSync(bytes),
			newId: () => randomUUID(),
			labelOf: ({ headers }) => headers['user-agent'] ?? '',
			loginOf: ({ headers }) => people.get(headers['cookie'] ?? '')?.loginId ?? null,
			onFault: (fault) => faults.push(fault),
			local: true,
		});

	async function signIn(who: Authority): Promise<Authority> {
		const loginId = loginIdOf(randomUUID());
		const now = clock.now();
		await logins.create({
			id: loginId,
			memberId: who.memberId,
			tokenHash: randomUUID(),
			seenAt: now,
			expiresAt: now + 60_000,
		});
		const again = { ...who, loginId };
		people.set(loginId, again);
		return again;
	}

	/** Somebody signed in. */
	async function person(): Promise<Authority> {
		const memberId = memberIdOf(randomUUID());
		const email = `${memberId}@example.com`;
		await db
			.insertInto('members')
			.values({
				id: memberId,
				account_id: accountId,
				email,
				password_hash: '',
				role: 'agent',
				disabled: false,
				display_name: '',
				sound: 'all',
				language: 'en',
				theme: 'system',
				created_at: 0,
			})
			.execute();
		const profile = { displayName: '', sound: 'all', language: 'en', theme: 'system' } as const;
		const loginId = loginIdOf(randomUUID());
		return signIn({ loginId, memberId, accountId, email, role: 'agent', plan: 'pro', profile });
	}

	const deliveryTo = (target: string, payload: object): Delivery => ({
		id: randomUUID(),
		channel: 'push',
		target,
		siteId: null,
		about: 'human-asked',
		payload,
		createdAt: clock.now(),
		attempt: 1,
	});

	return {
		clock,
		faults,
		push: open(),
		/** Another life of the process, on the same secret. */
		restarted: open,
		person,
		signIn,
		signOut: ({ loginId }: Authority) => logins.end(loginId),
		members: createMemberStore(db),
		accountId,
		send: (push: WebPush, target: string, payload: object, signal = new AbortController().signal) =>
			push.channel.send(deliveryTo(target, payload), signal),
	};
}
export type PushHouse = Awaited<ReturnType<typeof openPushHouse>>;

export const phone = { headers: { 'user-agent': 'Chrome 144 · Android' }, baseUrl: 'https://chat.example' } as const;
