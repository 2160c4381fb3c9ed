import { expect, test } from 'vitest';
import { createSignal } from '../../server/actor/signal.ts';
import { createEverySecond, refuses } from '../../server/rpc/every-second.ts';
import { createManualClock } from '../net/support/manual-clock.ts';

function counting() {
	let wakes = 0;
	const signal = {
		...createSignal(),
		wake() {
			wakes += 1;
		},
	};
	return { signal, wakes: () => wakes };
}

test('fifty readers of one list are asked once a second by one timer, and sleep on', () => {
	const clock = createManualClock();
	const everySecond = createEverySecond(clock);
	const { signal, wakes } = counting();
	let asked = 0;
	const mustLook = (): boolean => {
		asked += 1;
		return false;
	};
	const stops = Array.from({ length: 50 }, () => everySecond(signal, mustLook));
	expect(clock.pending).toBe(1);
	clock.advance(3_000);
	expect([asked, wakes()]).toEqual([150, 0]);
	for (const stop of stops.slice(1)) stop();
	clock.advance(1_000);
	expect(asked).toBe(151);
	stops[0]?.();
	expect(clock.pending).toBe(0);
});

test('one who must look again is woken, once a second until it has gone', () => {
	const clock = createManualClock();
	const everySecond = createEverySecond(clock);
	const { signal, wakes } = counting();
	const stay = everySecond(signal, () => false);
	const go = everySecond(signal, () => true);
	clock.advance(2_000);
	expect(wakes()).toBe(2);
	go();
	clock.advance(2_000);
	expect(wakes()).toBe(2);
	stay();
	expect(clock.pending).toBe(0);
});

test('a question that throws is one that refuses', () => {
	expect(refuses(() => {})).toBe(false);
	expect(
		refuses(() => {
			throw new Error('no longer');
		}),
	).toBe(true);
});
