/** One attempt with an end: a channel that hangs is given up, and one that throws has failed. */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Channel, Delivery, Sent } from './ports.ts';

export const attemptMs = 30_000;
/** How long a channel may take to notice that it was aborted. */
const abortMs = 2_000;
/** An attempt is over after this, whatever the channel does. */
export const longestAttemptMs = attemptMs + abortMs;

export interface AttemptDeps {
	readonly clock: Clock;
	readonly log: Log;
	/** The process stops. */
	readonly stopping: AbortSignal;
}

const late: Sent = { kind: 'failed', error: `No answer within ${attemptMs / 1_000} seconds.`, again: true };

/** Null: the process stops, and it was not sent. Never rejects. */
export async function attempt(
	{ clock, log, stopping }: AttemptDeps,
	channel: Channel | undefined,
	delivery: Delivery,
): Promise<Sent | null> {
	if (channel === undefined) return { kind: 'failed', error: 'This way out is not set up here.', again: true };
	if (stopping.aborted) return null;
	const abort = new AbortController();
	const timers = [clock.setTimer(attemptMs, end)];
	let giveUp = (): void => {};
	const hung = new Promise<Sent>((resolve) => {
		giveUp = () => resolve(late);
	});
	function end(): void {
		timers.push(clock.setTimer(abortMs, () => giveUp()));
		abort.abort();
	}
	stopping.addEventListener('abort', end, { once: true });
	try {
		const sent = await Promise.race([guarded(channel, delivery, abort.signal, log), hung]);
		if (sent.kind === 'sent' || !abort.signal.aborted) return sent;
		return stopping.aborted ? null : late;
	} finally {
		for (const timer of timers) timer.cancel();
		stopping.removeEventListener('abort', end);
	}
}

async function guarded(channel: Channel, delivery: Delivery, signal: AbortSignal, log: Log): Promise<Sent> {
	try {
		return await channel.send(delivery, signal);
	} catch (error) {
		log.error({ err: error, delivery: delivery.id, channel: channel.kind }, 'a channel failed');
		return { kind: 'failed', error: 'Baton could not send it: its log says why.', again: true };
	}
}
