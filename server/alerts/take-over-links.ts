/**
 * Links in mails that take a chat over: for one member, once, within their life, and only by a tap of that member. Whoever
 * merely opens one, a scanner of mails for instance, changes nothing.
 */
import { BatonError } from '../../shared/errors.ts';
import type { MemberId, SessionId } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import type { TakeOverLinkStore } from '../store/take-over-links.ts';

const livesMs = 30 * 60_000;
export const takeOverMinutes = livesMs / 60_000;

/** Tokens as all one-time links have them; only the hash is stored. */
export interface TokenMaker {
	make(): string;
	hash(token: string): string;
	isToken(text: string): boolean;
}

export interface TakeOverLinks {
	/** The token: it is nowhere else. */
	create(memberId: MemberId, sessionId: SessionId): Promise<string>;
	/** Rejects with `auth.link` unless it holds for this member. */
	sessionOf(memberId: MemberId, token: string): Promise<SessionId>;
	/** Uses it up with what is done; a refusal gives it back. */
	use<T>(memberId: MemberId, token: string, run: (sessionId: SessionId) => Promise<T>): Promise<T>;
}

export function createTakeOverLinks(deps: {
	readonly store: TakeOverLinkStore;
	readonly tokens: TokenMaker;
	readonly clock: Clock;
}): TakeOverLinks {
	const { store, tokens, clock } = deps;

	function hashOf(token: string): string {
		if (!tokens.isToken(token)) throw new BatonError('auth.link');
		return tokens.hash(token);
	}

	return {
		async create(memberId, sessionId) {
			const token = tokens.make();
			await store.create({ tokenHash: tokens.hash(token), memberId, sessionId, expiresAt: clock.now() + livesMs });
			return token;
		},
		async sessionOf(memberId, token) {
			const found = await store.find(hashOf(token), memberId, clock.now());
			if (found === null) throw new BatonError('auth.link');
			return found.sessionId;
		},
		async use(memberId, token, run) {
			// Taken before it is used: of two taps at once one finds it gone.
			const link = await store.take(hashOf(token), memberId, clock.now());
			if (link === null) throw new BatonError('auth.link');
			try {
				return await run(link.sessionId);
			} catch (error) {
				await store.create(link);
				throw error;
			}
		},
	};
}
