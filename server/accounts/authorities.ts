import type { LoginId } from '../../shared/ids.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Authorities } from '../rpc/ports.ts';
import type { LinkStore } from '../store/links.ts';
import type { LoginStore } from '../store/logins.ts';
import { slideLogin } from './logins.ts';
import type { Register } from './register.ts';

export interface AuthoritiesDeps {
	readonly register: Register;
	readonly logins: Pick<LoginStore, 'touch' | 'removeExpired'>;
	readonly links: Pick<LinkStore, 'removeExpired'>;
	readonly clock: Clock;
	readonly log: Log;
}

export interface RunningAuthorities extends Authorities {
	/** Begins to keep the books: logins in use slide on, expired logins and links go. */
	start(): void;
	stop(): void;
}

/** How often the books are kept. */
const housekeepingMs = 10 * 60_000;
/** A login in use is written down anew no more often than this. */
const seenMs = 60 * 60_000;

/** Answers "who, and what may they" from memory, at each call. */
export function createAuthorities({ register, logins, links, clock, log }: AuthoritiesDeps): RunningAuthorities {
	const used = new Set<LoginId>();
	let timer: Timer | null = null;

	async function keepBooks(): Promise<void> {
		const now = clock.now();
		const ids = [...used];
		used.clear();
		await register.apply(async () => {
			await logins.touch(ids, now, slideLogin(now));
			await logins.removeExpired(now);
			await links.removeExpired(now);
		});
	}

	function arm(): void {
		timer = clock.setTimer(housekeepingMs, () => {
			keepBooks().catch((error: unknown) =>
				log.warn({ err: error }, 'logins could not be kept up to date; trying again'),
			);
			arm();
		});
	}

	return {
		of(loginId) {
			const login = register.current().logins.get(loginId);
			const now = clock.now();
			if (login === undefined || login.expiresAt <= now) return null;
			// An open dashboard asks every second: it counts as use, though its cookie is never sent again.
			if (now - login.seenAt >= seenMs) used.add(loginId);
			return login.authority;
		},
		accountOf: (siteId) => register.current().sites.get(siteId)?.accountId ?? null,
		planOf: (accountId) => register.current().accounts.get(accountId)?.plan ?? 'free',
		start: arm,
		stop: () => timer?.cancel(),
	};
}
