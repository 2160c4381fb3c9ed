/** Activates the sessions that had not left when the process ended: none is given up because the store stumbled. */
import type { SessionId } from '../../shared/ids.ts';
import { type Clock, sleep } from '../clock.ts';
import type { Log } from '../log.ts';
import type { SessionIndex, ToWake } from './ports.ts';

export interface WakeAllDeps {
	readonly clock: Clock;
	readonly index: Pick<SessionIndex, 'toWake'>;
	readonly log: Log;
	/** The process ends: what is not awake yet is left to the next one. */
	readonly signal: AbortSignal;
	/** In memory: from there it tries by itself. */
	readonly isAwake: (id: SessionId) => boolean;
	/** Another process has it, and lives. */
	readonly isTaken: (one: ToWake) => boolean;
	/** In memory, and its visitor has not come back. */
	readonly isWaiting: (id: SessionId) => boolean;
	readonly wakeOne: (id: SessionId) => Promise<void>;
}

/** Sessions activated at once. */
const width = 16;
const pauseMs = 1_000;
/** Without any pause: as many as a busy house has open. */
const atOnce = 500;
/** After those: visitors who come back at the same time find the store free. */
const perSecond = 400;
/** Sessions that sit in memory and wait for their visitors' grace to end. */
const mostWaiting = 2_000;

/** Never rejects. */
export async function wakeAll(deps: WakeAllDeps): Promise<void> {
	const { clock, index, log, signal, isAwake, wakeOne } = deps;
	const waiting = new Set<SessionId>();
	let woken = 0;
	let freeAt = clock.monotonic();
	let last: ToWake | undefined;
	let part: ArrayIterator<ToWake> = [].values();

	/** Tries until it works, the process ends, or nothing is left to try for. */
	async function insist<T>(attempt: () => Promise<T>, needless: () => boolean, fields: object): Promise<T | null> {
		while (!signal.aborted && !needless()) {
			try {
				return await attempt();
			} catch (error) {
				log.error({ ...fields, err: error }, 'sessions could not be woken; trying again');
				if (!needless()) await sleep(clock, pauseMs, signal);
			}
		}
		return null;
	}

	/** I30: a bounded rate, and a bounded number in memory. */
	async function turnToWake(): Promise<void> {
		woken += 1;
		if (woken > atOnce) {
			freeAt = Math.max(freeAt, clock.monotonic()) + 1_000 / perSecond;
			await sleep(clock, freeAt - clock.monotonic(), signal);
		}
		while (waiting.size >= mostWaiting && !signal.aborted) {
			for (const id of waiting) if (!deps.isWaiting(id)) waiting.delete(id);
			if (waiting.size >= mostWaiting) await sleep(clock, pauseMs, signal);
		}
	}

	async function worker(): Promise<void> {
		// One iterator for all workers: who is free takes the next.
		for (const one of part) {
			const { id } = one;
			if (isAwake(id) || deps.isTaken(one)) continue;
			await turnToWake();
			if (signal.aborted) return;
			const wake = (): Promise<void> => wakeOne(id);
			await insist(wake, () => isAwake(id), { session: id });
			waiting.add(id);
		}
	}

	for (;;) {
		const found: readonly ToWake[] | null = await insist(
			() => index.toWake(last),
			() => false,
			{},
		);
		last = found?.at(-1);
		if (found === null || last === undefined) return;
		part = found.values();
		await Promise.all(Array.from({ length: width }, worker));
	}
}
