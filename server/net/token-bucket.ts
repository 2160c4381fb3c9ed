import type { Clock } from '../clock.ts';

export type Taken = { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };

export interface TokenBucket {
	/** Takes `count` tokens or none. More than the bucket holds is never granted. */
	take(count?: number): Taken;
	/** Whether the bucket has refilled, so that forgetting it changes nothing. */
	full(): boolean;
}

export interface TokenBucketOptions {
	readonly clock: Pick<Clock, 'monotonic'>;
	/** What may be taken at once after a rest. */
	readonly burst: number;
	readonly perMinute: number;
}

const granted: Taken = { ok: true };

/** A token bucket on the injected clock (I28: monotonic, so a jump of the wall clock grants and takes nothing). */
export function createTokenBucket({ clock, burst, perMinute }: TokenBucketOptions): TokenBucket {
	const perMs = perMinute / 60_000;
	let tokens = burst;
	let filledAt = clock.monotonic();

	function refill(): void {
		const now = clock.monotonic();
		tokens = Math.min(burst, tokens + (now - filledAt) * perMs);
		filledAt = now;
	}

	return {
		take(count = 1) {
			refill();
			// A part of a token lost to rounding must not refuse a caller who waited as long as it was told.
			if (tokens + 1e-9 >= count) {
				tokens = Math.max(0, tokens - count);
				return granted;
			}
			return { ok: false, retryAfterMs: Math.ceil((count - tokens) / perMs) };
		},
		full() {
			refill();
			return tokens >= burst;
		},
	};
}

export interface KeyedLimiter {
	take(key: string, count?: number): Taken;
	/** Keys held in memory; for metrics and tests. */
	size(): number;
}

export interface KeyedLimiterOptions extends TokenBucketOptions {
	/** I30: memory is bounded. Beyond this the least recently used key is forgotten, which forgives it. */
	readonly maxKeys: number;
}

/** One token bucket for each key. */
export function createKeyedLimiter({ maxKeys, ...bucket }: KeyedLimiterOptions): KeyedLimiter {
	// A Map keeps insertion order: deleting and setting again makes it least recently used first.
	const buckets = new Map<string, TokenBucket>();
	return {
		take(key, count) {
			const known = buckets.get(key);
			if (known) buckets.delete(key);
			else if (buckets.size >= maxKeys) {
				const oldest = buckets.keys().next();
				if (!oldest.done) buckets.delete(oldest.value);
			}
			const mine = known ?? createTokenBucket(bucket);
			buckets.set(key, mine);
			return mine.take(count);
		},
		size: () => buckets.size,
	};
}
