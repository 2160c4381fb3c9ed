/** Signing in and out: a cookie's token becomes a login, 30 days after its last use it is none any more. */
import { type FillRandom, type LoginId, loginIdOf, type MemberId } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import type { LoginStore } from '../store/logins.ts';
import { readLoginCookie } from './cookies.ts';
import type { Register } from './register.ts';
import { stored } from './stored.ts';
import { hashToken, isToken, makeToken } from './token.ts';

const livesMs = 30 * 24 * 60 * 60_000;

/** Until when a login lives that is used now. */
export const slideLogin = (now: number): number => now + livesMs;

export interface Identity {
	readonly loginId: LoginId;
	/** Its cookie travels over plain http. */
	readonly plain: boolean;
}

interface Headers {
	readonly cookie?: string | undefined;
	readonly origin?: string | undefined;
}

export interface Logins {
	/** Who a browser is, by its request's headers. Null: nobody. Never throws and never waits. */
	identify(headers: Headers): Identity | null;
	/** The same, but whoever is unknown is looked for once more: another process may have signed them in a moment ago. */
	recognise(headers: Headers): Promise<Identity | null>;
	/** Makes a login; the token is for the cookie and is nowhere else. */
	begin(memberId: MemberId): Promise<{ readonly loginId: LoginId; readonly token: string }>;
	/** Idempotent. */
	end(loginId: LoginId): Promise<void>;
}

export interface LoginsDeps {
	readonly register: Register;
	readonly store: Pick<LoginStore, 'create' | 'end'>;
	readonly clock: Clock;
	readonly fill: FillRandom;
	readonly newId: () => string;
}

export function createLogins({ register, store, clock, fill, newId }: LoginsDeps): Logins {
	function presented(headers: Headers) {
		const found = readLoginCookie(headers.cookie, headers.origin);
		return found !== null && isToken(found.token) ? found : null;
	}

	const identify: Logins['identify'] = (headers) => {
		const found = presented(headers);
		if (found === null) return null;
		const { loginByHash, logins } = register.current();
		const loginId = loginByHash.get(hashToken(found.token));
		const login = loginId === undefined ? undefined : logins.get(loginId);
		if (loginId === undefined || login === undefined || login.expiresAt <= clock.now()) return null;
		return { loginId, plain: found.plain };
	};
	return {
		identify,
		async recognise(headers) {
			const known = identify(headers);
			if (known !== null || presented(headers) === null) return known;
			await stored(register.catchUp);
			return identify(headers);
		},
		async begin(memberId) {
			const token = makeToken(fill);
			const id = loginIdOf(newId());
			const now = clock.now();
			const login = { id, memberId, tokenHash: hashToken(token), seenAt: now, expiresAt: slideLogin(now) };
			await register.apply(() => store.create(login));
			return { loginId: id, token };
		},
		end: (loginId) => register.apply(() => store.end(loginId)),
	};
}
