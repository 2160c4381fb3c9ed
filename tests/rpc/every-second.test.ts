import { expect, test } from 'vitest';
import { createSignal } from '../../server/actor/signal.ts';
import { createEverySecond } from '../../server/rpc/every-second.ts';
import { createManualClock } from '../net/support/manual-clock.ts';

test('fifty readers of one list are woken once a second, not each by each', () => {
	const clock = createManualClock();
	const everySecond = createEverySecond(clock);
	const signal = createSignal();
	let wakes = 0;
	const counted = {
		...signal,
		wake() {
			wakes += 1;
		},
	};
	const stops = Array.from({ length: 50 }, () => everySecond(counted));
	clock.advance(3_000);
	expect(wakes).toBe(3);
	for (const stop of stops.slice(1)) stop();
	clock.advance(1_000);
	expect(wakes).toBe(4);
	stops[0]?.();
	expect(clock.pending).toBe(0);
});
