import type { MemberView } from '../../shared/account.ts';
import { BatonError } from '../../shared/errors.ts';
import type { AccountId, MemberId } from '../../shared/ids.ts';
import { mayGrant, mayManage } from '../../shared/plans.ts';
import type { Clock } from '../clock.ts';
import type { Authority, Members } from '../rpc/ports.ts';
import type { LinkStore } from '../store/links.ts';
import type { LoginStore } from '../store/logins.ts';
import type { Managed, Member, MemberStore } from '../store/members.ts';
import type { Attempts } from './attempts.ts';
import type { Links } from './links.ts';
import type { Passwords } from './passwords.ts';
import type { Register } from './register.ts';
import { stored } from './stored.ts';

export interface MembersDeps {
	readonly register: Register;
	readonly store: Omit<MemberStore, 'all'>;
	readonly logins: Pick<LoginStore, 'endAllOf'>;
	readonly linkStore: Pick<LinkStore, 'countOf'>;
	readonly links: Links;
	readonly passwords: Passwords;
	/** Wrong current passwords, by member: a borrowed dashboard must not become a guessing machine. */
	readonly attempts: Attempts;
	readonly clock: Clock;
	/** Some dashboard of theirs is open. */
	readonly attending: (memberId: MemberId) => boolean;
}

/** I30: people and open invitations of one account. */
const maxMembers = 500;

export function createMembers(deps: MembersDeps): Members {
	const { register, store, logins, linkStore, links, passwords, attempts, clock, attending } = deps;

	const membersOf = (accountId: AccountId): readonly Member[] =>
		[...register.current().members.values()].filter((member) => member.accountId === accountId);

	/** I29: another account's member is one that does not exist. */
	function managed(by: Authority, id: MemberId): Member {
		const member = register.current().members.get(id);
		if (member === undefined || member.accountId !== by.accountId) throw new BatonError('not-found');
		if (!mayManage(by.role, member.role)) throw new BatonError('auth.forbidden');
		return member;
	}

	async function manage(write: () => Promise<Managed>): Promise<void> {
		const outcome = await register.apply(write);
		if (outcome === 'not-found') throw new BatonError('not-found');
		if (outcome === 'last-owner') throw new BatonError('limit.reached');
	}

	const viewOf = ({ id, email, role, disabled, createdAt, profile }: Member): MemberView => ({
		id,
		email,
		displayName: profile.displayName,
		role,
		disabled,
		createdAt,
		attending: attending(id),
	});

	return {
		list: async (accountId) => membersOf(accountId).map(viewOf),
		async invite(by, role, baseUrl) {
			if (!mayGrant(by.role, role)) throw new BatonError('auth.forbidden');
			const open = await stored(() => linkStore.countOf(by.accountId, clock.now()));
			if (membersOf(by.accountId).length + open >= maxMembers) throw new BatonError('limit.reached');
			const { path, expiresAt } = await stored(() => links.create({ kind: 'join', accountId: by.accountId, role }));
			return { url: baseUrl + path, expiresAt };
		},
		async setRole(by, id, role) {
			managed(by, id);
			if (!mayGrant(by.role, role)) throw new BatonError('auth.forbidden');
			await manage(() => store.setRole(by.accountId, id, role));
		},
		async setDisabled(by, id, disabled) {
			managed(by, id);
			await manage(() => store.setDisabled(by.accountId, id, disabled));
		},
		async remove(by, id) {
			managed(by, id);
			await manage(() => store.remove(by.accountId, id));
		},
		async changePassword(by, current, next) {
			const attempt = attempts.take(by.memberId);
			if (!attempt.ok) throw new BatonError('rate.limited', { retryAfterMs: attempt.retryAfterMs });
			const hash = await stored(() => store.passwordHashOf(by.memberId));
			const { ok } = await passwords.verify(hash, current);
			if (!ok) throw new BatonError('auth.credentials');
			attempts.giveBack(by.memberId);
			const fresh = await passwords.hash(next);
			await register.apply(() => store.setPassword(by.memberId, fresh, by.loginId));
		},
		signOutEverywhere: (by) => register.apply(() => logins.endAllOf(by.memberId, null)),
		async updateProfile(by, change) {
			await register.apply(() => store.setProfile(by.memberId, change));
			const member = register.current().members.get(by.memberId);
			if (member === undefined) throw new BatonError('not-found');
			return member.profile;
		},
	};
}
