/** W4: a page whose line has fallen silent lets go of it in time. Only time counts in which the page itself runs. */
import type { LiveClock } from '../../../shared/live/host.ts';
import type { Verdicts } from '../ledger.ts';
import type { WireLine } from './wire-line.ts';

const bearableMs = 25_000;
const stepMs = 1_000;

/** Told of each fault of a line; from then on the page has its time, until the line is given up or is well again. */
export type Patience = (page: string, clock: LiveClock, line: WireLine) => void;

export function createPatience({ held, broken }: Verdicts): Patience {
	/** The newest fault of a line counts: one way that is dead is noticed by the other end, unless that way dies too. */
	const newest = new WeakMap<WireLine, object>();
	return (page, clock, line) => {
		const fault = {};
		newest.set(line, fault);
		let bornMs = 0;
		let lookedAt = clock.monotonic();
		const look = (): void => {
			// A frozen page rings late: its own timers stood still for as long.
			bornMs += Math.min(stepMs, clock.monotonic() - lookedAt);
			lookedAt = clock.monotonic();
			if (line.healthy || newest.get(line) !== fault) return;
			if (!line.client.open) held('W4');
			else if (bornMs >= bearableMs) broken('W4', `${page} holds on to a dead line after ${bornMs} ms`);
			else clock.setTimer(stepMs, look);
		};
		clock.setTimer(stepMs, look);
	};
}
