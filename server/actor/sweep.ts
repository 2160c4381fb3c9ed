/** Puts sessions to rest in which nothing happens; looks after them now and then, and only while there are any (I30). */
import type { SessionId } from '../../shared/ids.ts';
import type { Clock, Timer } from '../clock.ts';
import type { SessionActor } from './front.ts';

export interface Sweep {
	/** Returns how many are at rest. */
	putToRest(quietMs: number): number;
	/** The number of sessions has changed. */
	changed(): void;
	stop(): void;
}

/** A session is put to rest when nothing has happened to it for so long; looked after as often as this. */
const restAfterMs = 60_000;
const sweepMs = 15_000;

export function createSweep(clock: Clock, actors: ReadonlyMap<SessionId, SessionActor>): Sweep {
	let timer: Timer | null = null;

	function putToRest(quietMs: number): number {
		return [...actors.values()].filter((actor) => actor.rest(quietMs)).length;
	}

	function ring(): void {
		timer = null;
		putToRest(restAfterMs);
		changed();
	}

	function stop(): void {
		timer?.cancel();
		timer = null;
	}

	function changed(): void {
		if (actors.size === 0) stop();
		else timer ??= clock.setTimer(sweepMs, ring);
	}

	return { putToRest, changed, stop };
}
