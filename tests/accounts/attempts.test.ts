import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAttempts } from '../../server/accounts/attempts.ts';
import { createManualClock } from '../net/support/manual-clock.ts';

const limits = { burst: 3, perMinute: 6, maxKeys: 100 };

test('a key has its burst at once, then one attempt each time its bucket has dripped', () => {
	const clock = createManualClock();
	const attempts = createAttempts(clock, limits);
	const take = () => attempts.take('key');
	expect([take(), take(), take()].every(({ ok }) => ok)).toBe(true);
	expect(take()).toEqual({ ok: false, retryAfterMs: 10_000 });
	clock.advance(9_999);
	expect(take()).toEqual({ ok: false, retryAfterMs: 1 });
	clock.advance(1);
	expect(take().ok).toBe(true);
	expect(take()).toEqual({ ok: false, retryAfterMs: 10_000 });
	expect(attempts.take('another').ok).toBe(true);
});

test('I28: the wall clock grants nothing', () => {
	const clock = createManualClock();
	const attempts = createAttempts(clock, { ...limits, burst: 1 });
	attempts.take('key');
	clock.jumpWall(60 * 60_000);
	expect(attempts.take('key').ok).toBe(false);
});

test('an attempt that is given back was never made', () => {
	const attempts = createAttempts(createManualClock(), limits);
	for (let count = 0; count < 20; count++) {
		expect(attempts.take('key').ok).toBe(true);
		attempts.giveBack('key');
	}
});

test('I30: more keys than it holds forget the one unused for longest', () => {
	const attempts = createAttempts(createManualClock(), { burst: 1, perMinute: 1, maxKeys: 2 });
	attempts.take('one');
	attempts.take('two');
	expect(attempts.take('one').ok).toBe(false);
	attempts.take('three');
	expect(attempts.take('one').ok).toBe(false);
	expect(attempts.take('two').ok).toBe(true);
});

test('whoever waits as long as told gets in, and never more than the rate allows', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 15_000 }), { maxLength: 60 }), (waits) => {
			const clock = createManualClock();
			const attempts = createAttempts(clock, limits);
			let granted = 0;
			for (const wait of waits) {
				clock.advance(wait);
				const attempt = attempts.take('key');
				granted += attempt.ok ? 1 : 0;
				if (attempt.ok) continue;
				clock.advance(attempt.retryAfterMs);
				expect(attempts.take('key').ok).toBe(true);
				granted += 1;
			}
			expect(granted).toBeLessThanOrEqual(3 + clock.monotonic() / 10_000);
		}),
	);
});
