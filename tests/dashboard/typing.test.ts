import { expect, test } from 'vitest';
import { createTyping } from '../../dashboard/session/typing.ts';
import type { LiveClock } from '../../shared/live/host.ts';

/** One timer at a time is all that typing needs. */
function makeClock() {
	let now = 0;
	const timers = new Set<{ readonly at: number; readonly ring: () => void }>();
	const clock: LiveClock = {
		now: () => now,
		monotonic: () => now,
		setTimer(ms, ring) {
			const timer = { at: now + ms, ring };
			timers.add(timer);
			return { cancel: () => timers.delete(timer) };
		},
	};
	const advance = (ms: number) => {
		now += ms;
		for (const timer of [...timers]) {
			if (timer.at > now) continue;
			timers.delete(timer);
			timer.ring();
		}
	};
	return { clock, advance };
}

test('the first key is told, more keys only before the server would forget, and silence ends it', () => {
	const { clock, advance } = makeClock();
	const told: boolean[] = [];
	const typing = createTyping(clock, (on) => told.push(on));
	typing.key();
	advance(500);
	typing.key();
	expect(told).toEqual([true]);
	advance(2_600);
	typing.key();
	expect(told).toEqual([true, true]);
	advance(4_000);
	expect(told).toEqual([true, true, false]);
});

test('sending ends it once; stopping twice tells nothing more', () => {
	const { clock, advance } = makeClock();
	const told: boolean[] = [];
	const typing = createTyping(clock, (on) => told.push(on));
	typing.stop();
	typing.key();
	typing.stop();
	typing.stop();
	advance(10_000);
	expect(told).toEqual([true, false]);
});
