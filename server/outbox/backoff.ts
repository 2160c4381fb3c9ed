/** When a delivery that failed is tried again. Pure. */

/** With the waits between them they take about a day. */
export const maxAttempts = 10;

const firstMs = 10_000;
const factor = 3.2;
const longestMs = 10 * 60 * 60_000;

/**
 * @param attempt the one that failed: 1, 2, 3 …
 * @param random 0 ≤ x < 1: a fifth more or less, so that what failed together does not come back together
 */
export function backoffMs(attempt: number, random: number): number {
	return Math.min(longestMs, firstMs * factor ** (attempt - 1)) * (0.8 + 0.4 * random);
}

/** What a receiver asks for counts, up to a day. */
export const askedMs = (retryAfterMs: number | undefined): number =>
	Math.min(24 * 60 * 60_000, Math.max(0, retryAfterMs ?? 0));
