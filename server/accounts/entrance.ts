/** The ways in: the first owner's link, an invitation, a password, a reset link. Each ends with a member to sign in. */
import { BatonError, type ErrorCode } from '../../shared/errors.ts';
import { accountIdOf, type MemberId, memberIdOf } from '../../shared/ids.ts';
import type { Plan } from '../../shared/plans.ts';
import type { Language } from '../../shared/text/language.ts';
import type { Clock } from '../clock.ts';
import type { AccountStore, FirstOwner } from '../store/accounts.ts';
import type { Link, LinkStore } from '../store/links.ts';
import type { MemberStore } from '../store/members.ts';
import type { Attempts } from './attempts.ts';
import type { Passwords } from './passwords.ts';
import type { Register } from './register.ts';
import { stored } from './stored.ts';
import { hashToken, isToken } from './token.ts';

export interface Newcomer {
	readonly token: string;
	readonly email: string;
	readonly password: string;
	readonly language?: Language | undefined;
}

/** Rejects with `BatonError` only. */
export interface Entrance {
	/** Uses up the setup link: the first account, its owner. */
	setUp(owner: Newcomer): Promise<MemberId>;
	/** The same from the environment; null: somebody is here already. */
	found(owner: { readonly email: string; readonly password: string }): Promise<MemberId | null>;
	join(member: Newcomer): Promise<MemberId>;
	signIn(input: { readonly email: string; readonly password: string }): Promise<MemberId>;
	/** Ends every login that there was. */
	reset(input: { readonly token: string; readonly password: string }): Promise<MemberId>;
}

export interface EntranceDeps {
	readonly register: Register;
	readonly accounts: Pick<AccountStore, 'createFirst' | 'createFirstByLink'>;
	readonly members: Pick<MemberStore, 'credentialsOf' | 'join' | 'rehash' | 'resetPassword'>;
	readonly links: Pick<LinkStore, 'holds'>;
	readonly passwords: Passwords;
	/** By e-mail, known or not. */
	readonly attempts: Attempts;
	readonly defaultPlan: Plan;
	readonly clock: Clock;
	readonly newId: () => string;
}

/** Wrong passwords for one e-mail: far too few for guessing, and a person who mistypes is not kept out for long. */
export const emailAttempts = { burst: 10, perMinute: 6, maxKeys: 50_000 } as const;

export function createEntrance(deps: EntranceDeps): Entrance {
	const { register, accounts, members, links, passwords, attempts, defaultPlan, clock, newId } = deps;

	/** Looked at before the costly hash, and used up with the write. */
	async function hashOfLink(kind: Link['kind'], token: string): Promise<string> {
		if (!isToken(token)) throw new BatonError('auth.link');
		const tokenHash = hashToken(token);
		if (!(await stored(() => links.holds(kind, tokenHash, clock.now())))) throw new BatonError('auth.link');
		return tokenHash;
	}

	async function personOf({ email, password, language = 'en' }: Omit<Newcomer, 'token'>) {
		const passwordHash = await passwords.hash(password);
		return { memberId: memberIdOf(newId()), email, passwordHash, language, now: clock.now() };
	}

	async function firstOwner(newcomer: Omit<Newcomer, 'token'>): Promise<FirstOwner> {
		return { ...(await personOf(newcomer)), accountId: accountIdOf(newId()), plan: defaultPlan };
	}

	return {
		async setUp({ token, ...newcomer }) {
			const tokenHash = await hashOfLink('setup', token);
			const owner = await firstOwner(newcomer);
			const made = await register.apply(() => accounts.createFirstByLink(tokenHash, owner));
			if (!made) throw new BatonError('auth.link');
			return owner.memberId;
		},
		async found(newcomer) {
			const owner = await firstOwner(newcomer);
			return (await register.apply(() => accounts.createFirst(owner))) ? owner.memberId : null;
		},
		async join({ token, ...newcomer }) {
			const tokenHash = await hashOfLink('join', token);
			const member = await personOf(newcomer);
			const outcome = await register.apply(() => members.join(tokenHash, member));
			const refusals = { link: 'auth.link', taken: 'auth.taken' } as const satisfies Record<string, ErrorCode>;
			if (outcome !== 'joined') throw new BatonError(refusals[outcome]);
			return member.memberId;
		},
		async signIn(input) {
			const email = input.email.trim().toLowerCase();
			const attempt = attempts.take(email);
			if (!attempt.ok) throw new BatonError('rate.limited', { retryAfterMs: attempt.retryAfterMs });
			const credentials = await stored(() => members.credentialsOf(email));
			const { ok, outdated } = await passwords.verify(credentials?.passwordHash ?? null, input.password);
			if (credentials === null || !ok || credentials.disabled) throw new BatonError('auth.credentials');
			attempts.giveBack(email);
			const { memberId, passwordHash } = credentials;
			if (outdated) {
				const better = await passwords.hash(input.password);
				await stored(() => members.rehash(memberId, passwordHash, better));
			}
			return memberId;
		},
		async reset({ token, password }) {
			const tokenHash = await hashOfLink('reset', token);
			const passwordHash = await passwords.hash(password);
			const memberId = await register.apply(() => members.resetPassword(tokenHash, passwordHash, clock.now()));
			if (memberId === null) throw new BatonError('auth.link');
			return memberId;
		},
	};
}
