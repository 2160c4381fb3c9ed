/** A member's command to a session: a fresh `clientId` per intent, repeated under the same one while the outcome is unknown. */
import { type ClientId, makeClientId } from '../../shared/ids.ts';
import { failureOf } from '../../shared/live/failure.ts';
import type { LiveClock } from '../../shared/live/host.ts';

export const freshClientId = (): ClientId => makeClientId((bytes) => crypto.getRandomValues(bytes));

/** A line that died without a word is noticed after 18 s and replaced within 7 more: the intent must outlive that. */
const unknownForMs = 30_000;
const pauseMs = 700;

/** I13: the same intent lands once, however often it is sent. Throws what the last attempt threw. */
export async function command<T>(
	clock: LiveClock,
	send: (clientId: ClientId) => Promise<T>,
	makeId = freshClientId,
): Promise<T> {
	const clientId = makeId();
	const until = clock.monotonic() + unknownForMs;
	for (;;) {
		try {
			return await send(clientId);
		} catch (error) {
			const failure = failureOf(error);
			const again = failure.kind === 'lost' || (failure.kind === 'refused' && failure.error.retryable);
			if (!again || clock.monotonic() > until) throw error;
			await new Promise<void>((resolve) => {
				clock.setTimer(pauseMs, resolve);
			});
		}
	}
}
