/** W4: a page whose line has fallen silent lets go of it in time. Only time counts in which the page itself runs. */
import type { LiveClock } from '../../../shared/live/host.ts';
import type { Verdicts } from '../ledger.ts';
import type { WireLine } from './wire-line.ts';

const bearableMs = 25_000;
const stepMs = 1_000;

/** From now on, until the line is given up or is well again. */
export function watchPatience(page: string, clock: LiveClock, line: WireLine, { held, broken }: Verdicts): void {
	let bornMs = 0;
	let lookedAt = clock.monotonic();
	const look = (): void => {
		// A frozen page rings late: its own timers stood still for as long.
		bornMs += Math.min(stepMs, clock.monotonic() - lookedAt);
		lookedAt = clock.monotonic();
		if (line.healthy) return;
		if (!line.client.open) held('W4');
		else if (bornMs >= bearableMs) broken('W4', `${page} holds on to a dead line after ${bornMs} ms`);
		else clock.setTimer(stepMs, look);
	};
	clock.setTimer(stepMs, look);
}
