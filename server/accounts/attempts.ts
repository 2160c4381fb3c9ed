/** How often something may be tried for one key: a token bucket on the injected clock, where success gives its token back. */
import type { Clock } from '../clock.ts';

export type Attempt = { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };

export interface Attempts {
	/** Takes a token before the attempt, so that many at once can't all slip through. */
	take(key: string): Attempt;
	giveBack(key: string): void;
}

export interface AttemptLimits {
	/** At once, after a rest. */
	readonly burst: number;
	readonly perMinute: number;
	/** I30: beyond this many keys the one unused for longest is forgotten, which forgives it. */
	readonly maxKeys: number;
}

export function createAttempts(
	clock: Pick<Clock, 'monotonic'>,
	{ burst, perMinute, maxKeys }: AttemptLimits,
): Attempts {
	const everyMs = 60_000 / perMinute;
	/** When the key's bucket will be full again: all that there is to know of a bucket. */
	const fullAt = new Map<string, number>();

	return {
		take(key) {
			const now = clock.monotonic();
			const next = Math.max(now, fullAt.get(key) ?? 0) + everyMs;
			const retryAfterMs = Math.ceil(next - now - burst * everyMs);
			// A Map keeps the order of insertion: deleting and setting again makes it least recently used first.
			fullAt.delete(key);
			if (fullAt.size >= maxKeys) {
				const oldest = fullAt.keys().next();
				if (!oldest.done) fullAt.delete(oldest.value);
			}
			fullAt.set(key, retryAfterMs > 0 ? next - everyMs : next);
			return retryAfterMs > 0 ? { ok: false, retryAfterMs } : { ok: true };
		},
		giveBack(key) {
			const at = fullAt.get(key);
			if (at !== undefined) fullAt.set(key, at - everyMs);
		},
	};
}
