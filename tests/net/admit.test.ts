import { describe, expect, it } from 'vitest';
import { type ClientAddress, clientAddress } from '../../server/net/address.ts';
import { createAddressLimits } from '../../server/net/admit.ts';
import { createKeyedLimiter, createTokenBucket } from '../../server/net/token-bucket.ts';
import { createManualClock } from './support/manual-clock.ts';

const at = (socketAddress: string, forwardedFor?: string): ClientAddress =>
	clientAddress({ socketAddress, forwardedFor, trustedProxies: 0 });

describe('token bucket', () => {
	it('grants the burst at once, then its rate, and says how long to wait', () => {
		const clock = createManualClock();
		const bucket = createTokenBucket({ clock, burst: 10, perMinute: 30 });
		for (let taken = 0; taken < 10; taken++) expect(bucket.take()).toEqual({ ok: true });
		expect(bucket.take()).toEqual({ ok: false, retryAfterMs: 2_000 });
		clock.advance(1_500);
		expect(bucket.take()).toEqual({ ok: false, retryAfterMs: 500 });
		clock.advance(500);
		expect(bucket.take()).toEqual({ ok: true });
		expect(bucket.take().ok).toBe(false);
	});

	it('grants a caller who waited exactly as long as it was told, whatever the rate', () => {
		for (const perMinute of [1, 7, 30, 49, 61, 999]) {
			const clock = createManualClock();
			const bucket = createTokenBucket({ clock, burst: 3, perMinute });
			for (let round = 0; round < 200; round++) {
				const taken = bucket.take();
				if (taken.ok) continue;
				clock.advance(taken.retryAfterMs);
				expect(bucket.take(), `${perMinute} a minute, round ${round}`).toEqual({ ok: true });
			}
		}
	});

	it('never holds more than its burst, and never takes a part of what is asked', () => {
		const clock = createManualClock();
		const bucket = createTokenBucket({ clock, burst: 5, perMinute: 60 });
		clock.advance(3_600_000);
		expect(bucket.take(6).ok).toBe(false);
		expect(bucket.take(5)).toEqual({ ok: true });
		expect(bucket.full()).toBe(false);
		clock.advance(5_000);
		expect(bucket.full()).toBe(true);
	});

	it('I28: takes no notice of a jump of the wall clock', () => {
		const clock = createManualClock();
		const bucket = createTokenBucket({ clock, burst: 1, perMinute: 60 });
		bucket.take();
		clock.jumpWall(86_400_000);
		expect(bucket.take().ok).toBe(false);
		clock.jumpWall(-172_800_000);
		clock.advance(1_000);
		expect(bucket.take().ok).toBe(true);
	});
});

describe('keyed limiter', () => {
	it('counts keys apart', () => {
		const clock = createManualClock();
		const limiter = createKeyedLimiter({ clock, burst: 1, perMinute: 1, maxKeys: 10 });
		expect(limiter.take('a').ok).toBe(true);
		expect(limiter.take('a').ok).toBe(false);
		expect(limiter.take('b').ok).toBe(true);
	});

	it('I30: holds a bounded number of keys and forgets the one least recently used', () => {
		const clock = createManualClock();
		const limiter = createKeyedLimiter({ clock, burst: 1, perMinute: 1, maxKeys: 3 });
		for (const key of ['a', 'b', 'c']) limiter.take(key);
		limiter.take('a');
		limiter.take('d');
		expect(limiter.size()).toBe(3);
		expect(limiter.take('a').ok).toBe(false);
		expect(limiter.take('c').ok).toBe(false);
		expect(limiter.take('b').ok).toBe(true);
		for (let index = 0; index < 1_000; index++) limiter.take(String(index));
		expect(limiter.size()).toBe(3);
	});
});

describe('address limits', () => {
	const far = at('203.0.113.9');

	it('refuses the 21st open socket of an address with 4429 until one is closed', () => {
		const limits = createAddressLimits({ clock: createManualClock() });
		const permits = Array.from({ length: 20 }, () => limits.openSocket(far));
		expect(permits.every((permit) => permit.ok)).toBe(true);
		expect(limits.openSocket(far)).toEqual({ ok: false, code: 4429, reason: 'too many connections' });
		expect(limits.openSocket(at('203.0.113.10')).ok).toBe(true);
		const [first] = permits;
		if (first?.ok) {
			first.release();
			first.release();
		}
		expect(limits.openSocket(far).ok).toBe(true);
		expect(limits.openSocket(far).ok).toBe(false);
	});

	it('counts an IPv6 /64 as one address', () => {
		const limits = createAddressLimits({ clock: createManualClock(), openSockets: 2 });
		limits.openSocket(at('2001:db8::1'));
		limits.openSocket(at('2001:db8::2'));
		expect(limits.openSocket(at('2001:db8::3')).ok).toBe(false);
		expect(limits.openSocket(at('2001:db8:0:1::1')).ok).toBe(true);
	});

	it('has no limit of an address for loopback and private peers, only the one of everybody', () => {
		const limits = createAddressLimits({ clock: createManualClock(), sessionsPerMinuteGlobal: 300 });
		for (const near of [at('127.0.0.1'), at('10.0.0.2'), at('::1')]) {
			for (let index = 0; index < 100; index++) expect(limits.openSocket(near).ok).toBe(true);
		}
		for (let index = 0; index < 30; index++) expect(limits.newSession(at('10.0.0.2')).ok).toBe(true);
		expect(limits.newSession(at('10.0.0.2'))).toEqual({ ok: false, retryAfterMs: 200 });
		expect(limits.newSession(at('203.0.113.77')).ok).toBe(false);
	});

	it('lets an address begin ten sessions a minute', () => {
		const clock = createManualClock();
		const limits = createAddressLimits({ clock });
		for (let index = 0; index < 10; index++) expect(limits.newSession(far).ok).toBe(true);
		expect(limits.newSession(far)).toEqual({ ok: false, retryAfterMs: 6_000 });
		expect(limits.newSession(at('203.0.113.10')).ok).toBe(true);
		clock.advance(6_000);
		expect(limits.newSession(far).ok).toBe(true);
	});
});
