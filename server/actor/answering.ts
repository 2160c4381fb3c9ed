import type { SessionId } from '../../shared/ids.ts';
import { type Clock, sleep } from '../clock.ts';
import type { SessionActor } from './front.ts';

const lookMs = 50;

/** Resolves when no turn runs here, at the time given (monotonic ms), or in a hurry: a turn that may end is not run again. */
export async function whenAnswered(
	clock: Clock,
	actors: ReadonlyMap<SessionId, SessionActor>,
	until: number,
	hurry: AbortSignal,
): Promise<void> {
	const writes = (): boolean => [...actors.values()].some(({ turn }) => turn !== null);
	while (!hurry.aborted && clock.monotonic() < until && writes()) await sleep(clock, lookMs, hurry);
}
