/** Activates the sessions that had not left when the process ended: none is given up because the store stumbled. */
import type { SessionId } from '../../shared/ids.ts';
import { type Clock, sleep } from '../clock.ts';
import type { Log } from '../log.ts';
import type { SessionIndex } from './ports.ts';

export interface WakeAllDeps {
	readonly clock: Clock;
	readonly index: Pick<SessionIndex, 'toWake'>;
	readonly log: Log;
	/** The process ends: what is not awake yet is left to the next one. */
	readonly signal: AbortSignal;
	/** In memory: from there it tries by itself. */
	readonly isAwake: (id: SessionId) => boolean;
	readonly wakeOne: (id: SessionId) => Promise<void>;
}

/** Sessions activated at once. */
const width = 16;
const pauseMs = 1_000;

/** Never rejects. */
export async function wakeAll({ clock, index, log, signal, isAwake, wakeOne }: WakeAllDeps): Promise<void> {
	let waiting: Iterable<SessionId> = [];

	/** Tries until it works, the process ends, or nothing is left to try for. */
	async function insist(attempt: () => Promise<void>, needless: () => boolean, fields: object): Promise<void> {
		while (!signal.aborted && !needless()) {
			try {
				return await attempt();
			} catch (error) {
				log.error({ ...fields, err: error }, 'sessions could not be woken; trying again');
				if (!needless()) await sleep(clock, pauseMs, signal);
			}
		}
	}

	async function worker(): Promise<void> {
		// One iterator for all workers: who is free takes the next.
		for (const id of waiting) {
			if (signal.aborted) return;
			await insist(
				() => wakeOne(id),
				() => isAwake(id),
				{ session: id },
			);
		}
	}

	await insist(
		async () => {
			waiting = (await index.toWake()).map(({ id }) => id).values();
		},
		() => false,
		{},
	);
	await Promise.all(Array.from({ length: width }, worker));
}
