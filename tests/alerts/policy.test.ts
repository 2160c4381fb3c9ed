/** Who is told, and how often. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type Hearer,
	isWithin,
	keyOf,
	mayHear,
	type Occasion,
	perHour,
	preferencesOf,
	rateOf,
	waysFor,
} from '../../server/alerts/policy.ts';
import { alertKinds } from '../../shared/alert.ts';
import { type AlertHours, type AlertPreferences, memberAlertKinds } from '../../shared/alert-preferences.ts';
import { siteIdOf } from '../../shared/ids.ts';
import { plans, roles } from '../../shared/plans.ts';

const siteIds = [siteIdOf('site-1'), siteIdOf('site-2')] as const;
const day = fc.integer({ min: 0, max: 6 });
const minute = fc.integer({ min: 0, max: 1_439 });
const anyHours: fc.Arbitrary<AlertHours> = fc.record({
	zone: fc.constantFrom('Europe/Riga', 'America/New_York', 'Asia/Kathmandu', 'UTC'),
	days: fc.uniqueArray(day, { minLength: 1 }),
	from: minute,
	to: minute,
});
const anyPreferences: fc.Arbitrary<AlertPreferences> = fc.record({
	mail: fc.boolean(),
	push: fc.boolean(),
	kinds: fc.uniqueArray(fc.constantFrom(...memberAlertKinds)),
	sites: fc.oneof(fc.constant('all' as const), fc.subarray([...siteIds])),
	hours: fc.option(anyHours),
	onlyUnattended: fc.boolean(),
});
const anyHearer: fc.Arbitrary<Hearer> = fc.record({
	role: fc.constantFrom(...roles),
	disabled: fc.boolean(),
	plan: fc.constantFrom(...plans),
	preferences: fc.option(anyPreferences, { nil: undefined }),
});
const anyOccasion: fc.Arbitrary<Occasion> = fc.record({
	siteId: fc.constantFrom(...siteIds),
	kind: fc.constantFrom(...alertKinds),
	now: fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }),
	attended: fc.boolean(),
});

test('nobody is told what they may not hear, do not want, or not now; all others are', () => {
	fc.assert(
		fc.property(anyHearer, anyOccasion, (hearer, occasion) => {
			const { mail, push, kinds, sites, hours, onlyUnattended } = preferencesOf(hearer);
			const wanted =
				!hearer.disabled &&
				hearer.plan !== 'free' &&
				kinds.some((kind) => kind === occasion.kind) &&
				(sites === 'all' || sites.includes(occasion.siteId)) &&
				(hours === null || isWithin(hours, occasion.now)) &&
				!(onlyUnattended && occasion.attended);
			expect(waysFor(hearer, occasion)).toEqual({ mail: mail && wanted, push: push && wanted });
		}),
	);
});

test('who is disabled, or whose plan has no monitoring, hears nothing at all', () => {
	expect(mayHear({ role: 'owner', disabled: true, plan: 'pro' })).toBe(false);
	expect(mayHear({ role: 'owner', disabled: false, plan: 'free' })).toBe(false);
	expect(mayHear({ role: 'viewer', disabled: false, plan: 'standard' })).toBe(true);
});

test('who may answer is told of what needs an answer; who looks on is not, unless they choose it', () => {
	const occasion = { siteId: siteIds[0], kind: 'human-asked', now: 0, attended: false } as const;
	for (const role of ['owner', 'admin', 'agent'] as const) {
		expect(waysFor({ role, disabled: false, plan: 'pro' }, occasion).mail).toBe(true);
		expect(waysFor({ role, disabled: false, plan: 'pro' }, { ...occasion, kind: 'ai-failed' }).mail).toBe(false);
	}
	expect(waysFor({ role: 'viewer', disabled: false, plan: 'pro' }, occasion).mail).toBe(false);
});

describe('hours', () => {
	const at = (text: string): number => Date.parse(text);
	const office: AlertHours = { zone: 'Europe/Riga', days: [0, 1, 2, 3, 4], from: 9 * 60, to: 18 * 60 };
	const night: AlertHours = { zone: 'Europe/Riga', days: [4], from: 22 * 60, to: 6 * 60 };

	test.each([
		['2026-07-06T09:00:00+03:00', true],
		['2026-07-06T08:59:59+03:00', false],
		['2026-07-06T17:59:00+03:00', true],
		['2026-07-06T18:00:00+03:00', false],
		['2026-07-11T12:00:00+03:00', false],
		// In winter the same hour of the wall is another one of the world.
		['2026-01-05T09:00:00+02:00', true],
		['2026-01-05T08:30:00+02:00', false],
	])('nine to six on working days, at %s: %s', (time, within) => {
		expect(isWithin(office, at(time))).toBe(within);
	});

	test.each([
		['2026-07-10T22:00:00+03:00', true],
		['2026-07-11T05:59:00+03:00', true],
		['2026-07-11T06:00:00+03:00', false],
		['2026-07-10T05:00:00+03:00', false],
		['2026-07-11T23:00:00+03:00', false],
	])('a Friday night that ends on Saturday, at %s: %s', (time, within) => {
		expect(isWithin(night, at(time))).toBe(within);
	});

	test('the night on which clocks go forward is an hour shorter, the one on which they go back longer', () => {
		const minutesIn = (hours: AlertHours, from: string): number => {
			let count = 0;
			for (let i = 0; i < 24 * 60; i++) if (isWithin(hours, at(from) + i * 60_000)) count++;
			return count;
		};
		const saturday = { ...night, days: [5] };
		expect(minutesIn(saturday, '2026-03-28T12:00:00+02:00')).toBe(7 * 60);
		expect(minutesIn(saturday, '2026-10-24T12:00:00+03:00')).toBe(9 * 60);
		expect(minutesIn(saturday, '2026-07-11T12:00:00+03:00')).toBe(8 * 60);
	});

	test('from and to alike are whole days', () => {
		const sundays = { zone: 'UTC', days: [6], from: 600, to: 600 };
		expect(isWithin(sundays, at('2026-07-12T00:00:00Z'))).toBe(true);
		expect(isWithin(sundays, at('2026-07-12T23:59:00Z'))).toBe(true);
		expect(isWithin(sundays, at('2026-07-13T00:00:00Z'))).toBe(false);
	});
});

describe('rate', () => {
	const minuteMs = 60_000;

	/** Plays calls through the rule, and keeps what was sent as the outbox does. */
	function play(calls: readonly { readonly session: number; readonly missed: boolean; readonly after: number }[]) {
		const told: { key: string; at: number; session: number; missed: boolean; rate: string }[] = [];
		let now = 0;
		calls.forEach(({ session, missed, after }, seq) => {
			now += after;
			const key = keyOf('member', `session_${session}`, missed ? 'missed' : 'human-asked', seq);
			const rate = rateOf({ key, way: 'mail', now, told });
			if (rate !== 'silent') told.push({ key, at: now, session, missed, rate });
			// Asked again after a fault, the answer is the same.
			if (rate !== 'silent') expect(rateOf({ key, way: 'mail', now, told })).toBe('send');
		});
		return told;
	}

	const anyCalls = fc.array(
		fc.record({
			session: fc.integer({ min: 1, max: 30 }),
			missed: fc.boolean(),
			after: fc.integer({ min: 0, max: 8 * minuteMs }),
		}),
		{ maxLength: 200 },
	);

	test('one chat calls once in ten minutes, and an hour has so many mails and one that says it is the last', () => {
		fc.assert(
			fc.property(anyCalls, (calls) => {
				const told = play(calls);
				for (const [i, one] of told.entries()) {
					const earlier = told.slice(0, i);
					const same = earlier.filter(({ session, missed }) => session === one.session && missed === one.missed);
					expect(same.every(({ at }) => one.at - at >= 10 * minuteMs)).toBe(true);
					const inHour = earlier.filter(({ at }) => one.at - at < 60 * minuteMs).length;
					expect(inHour).toBeLessThan(perHour.mail);
					expect(one.rate).toBe(inHour === perHour.mail - 1 ? 'last' : 'send');
				}
			}),
		);
	});

	test('a call of a chat that was not heard of is never silent while there is room', () => {
		expect(
			play([
				{ session: 1, missed: false, after: 0 },
				{ session: 2, missed: false, after: 0 },
			]),
		).toHaveLength(2);
		expect(
			play([
				{ session: 1, missed: false, after: 0 },
				{ session: 1, missed: true, after: 0 },
			]),
		).toHaveLength(2);
	});
});
