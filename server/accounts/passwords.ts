/** Passwords: argon2id, never compared in a shorter time because nobody has that e-mail. */
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { BatonError } from '../../shared/errors.ts';

export interface PasswordCosts {
	readonly memoryKib: number;
	readonly passes: number;
}

/** What OWASP asks for at least; about 30 ms on a small server. */
const costs: PasswordCosts = { memoryKib: 19_456, passes: 2 };

export interface Verdict {
	readonly ok: boolean;
	/** The stored hash was made with other costs than today's: the caller has the password now, and may renew it. */
	readonly outdated: boolean;
}

export interface Passwords {
	hash(password: string): Promise<string>;
	/** Null: no such person. It takes as long as a wrong password does. */
	verify(stored: string | null, password: string): Promise<Verdict>;
}

/** The thread pool has four threads, and files need some of them. */
const atOnce = 2;
/** I30: whoever would wait longer than about two seconds is told so instead. */
const mayWait = 40;

export function createPasswords({ memoryKib, passes }: PasswordCosts = costs): Passwords {
	const options = { memoryCost: memoryKib, timeCost: passes, parallelism: 1 };
	// Well-formed, with today's costs, and of no password: what is compared where nobody is.
	const encode = (bytes: number) => Buffer.alloc(bytes).toString('base64').replaceAll('=', '');
	const nobody = `$argon2id$v=19$m=${memoryKib},t=${passes},p=1$${encode(16)}$${encode(32)}`;
	const waiting: (() => void)[] = [];
	let running = 0;

	async function taken<T>(work: () => Promise<T>): Promise<T> {
		if (running >= atOnce) {
			if (waiting.length >= mayWait) throw new BatonError('overload', { retryAfterMs: 2_000 });
			// Whoever ends hands its place over, so `running` does not change.
			await new Promise<void>((resume) => waiting.push(resume));
		} else running += 1;
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else running -= 1;
		}
	}

	// Keyboards compose the same letter in different ways.
	const plain = (password: string) => password.normalize('NFKC');

	return {
		hash: (password) => taken(() => hash(plain(password), options)),
		async verify(stored, password) {
			const same = await taken(() => verify(stored ?? nobody, plain(password)));
			const ok = same && stored !== null;
			return { ok, outdated: ok && isOutdated(stored) };
		},
	};

	function isOutdated(stored: string): boolean {
		const { memoryCost, timeCost } = parseOptions(stored);
		return memoryCost !== memoryKib || timeCost !== passes;
	}
}
