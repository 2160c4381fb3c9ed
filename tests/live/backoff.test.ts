import { describe, expect, test } from 'vitest';
import { createBackoff, delayFor } from '../../shared/live/backoff.ts';
import { createManualClock } from '../net/support/manual-clock.ts';

function begin(hidden = false) {
	const clock = createManualClock();
	const shown: (number | null)[] = [];
	const backoff = createBackoff({ clock, random: () => 1, hidden: () => hidden, waiting: (at) => shown.push(at) });
	let started = 0;
	const attempt = async () => {
		await backoff.wait();
		started += 1;
	};
	const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
	return { clock, backoff, attempt, settle, shown, started: () => started };
}

describe('backoff', () => {
	test('the first attempt starts at once, the next ones ever later', async () => {
		const { clock, backoff, attempt, settle, started } = begin();
		await attempt();
		expect(started()).toBe(1);
		const gaps: number[] = [];
		for (let i = 0; i < 9; i++) {
			const from = clock.monotonic();
			void attempt();
			while (started() === i + 1) {
				clock.advance(100);
				await settle();
			}
			gaps.push(clock.monotonic() - from);
		}
		expect(gaps).toEqual([800, 1_600, 3_200, 6_400, 8_000, 8_000, 8_000, 8_000, 8_000]);
		backoff.stop();
	});

	test('data that arrived makes the next wait a short one again', async () => {
		const { clock, backoff, attempt, shown } = begin();
		await attempt();
		for (let i = 0; i < 4; i++) {
			const tried = attempt();
			clock.advance(60_000);
			await tried;
		}
		backoff.succeeded();
		void backoff.wait();
		expect(shown.at(-1)).toBe(clock.now() + 800);
	});

	test('two clients of one restarted server come back at different moments', () => {
		expect(delayFor(0, false, 0)).toBe(200);
		expect(delayFor(0, false, 1)).toBe(800);
		expect(delayFor(50, false, 0.5)).toBe(5_000);
	});

	test('a hidden tab waits longer', () => {
		for (const attempt of [0, 1, 5, 10])
			expect(delayFor(attempt, true, 0.5)).toBeGreaterThan(delayFor(attempt, false, 0.5));
	});

	test('a wake-up ends the wait, but two attempts stay half a second apart', async () => {
		const { clock, backoff, attempt, settle, started } = begin();
		await attempt();
		void attempt();
		backoff.wake();
		await settle();
		expect(started()).toBe(1);
		clock.advance(500);
		await settle();
		expect(started()).toBe(2);
	});

	test('no wake-up shortens what the server asked for', async () => {
		const { clock, backoff, attempt, settle, started } = begin();
		await attempt();
		backoff.postpone(5_000);
		void attempt();
		backoff.wake();
		clock.advance(4_999);
		await settle();
		expect(started()).toBe(1);
		clock.advance(1);
		await settle();
		expect(started()).toBe(2);
	});

	test('a page in the back-forward cache tries nothing until it is back', async () => {
		const { clock, backoff, attempt, settle, started } = begin();
		await attempt();
		backoff.hold();
		void attempt();
		backoff.wake();
		clock.advance(3_600_000);
		await settle();
		expect(started()).toBe(1);
		backoff.release();
		await settle();
		expect(started()).toBe(2);
	});

	test('a socket that was let go on purpose is replaced at once, and only that one', async () => {
		const { clock, backoff, attempt, settle, started, shown } = begin();
		await attempt();
		clock.advance(60_000);
		backoff.hurry();
		void attempt();
		await settle();
		expect(started()).toBe(2);
		void backoff.wait();
		expect(shown.at(-1)).toBe(clock.now() + 800);
	});

	test('a stop rejects who waits and who comes', async () => {
		const { backoff, attempt } = begin();
		await attempt();
		const waiting = backoff.wait();
		backoff.stop();
		await expect(waiting).rejects.toThrow();
		await expect(backoff.wait()).rejects.toThrow();
	});
});
