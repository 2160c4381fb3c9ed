/** The form of a member's alerts, before the server is asked. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	clockOf,
	draftOf,
	faultsOf,
	minutesOf,
	preferencesOf,
	sameDraft,
	toggled,
} from '../../dashboard/alerts/draft.ts';
import { alertsInput } from '../../shared/alert-input.ts';
import { type AlertPreferences, defaultAlertPreferences, memberAlertKinds } from '../../shared/alert-preferences.ts';
import { siteIdOf } from '../../shared/ids.ts';

const sites = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'].map(siteIdOf);
const minute = fc.integer({ min: 0, max: 1_439 });
const anyPreferences: fc.Arbitrary<AlertPreferences> = fc.record({
	mail: fc.boolean(),
	push: fc.boolean(),
	kinds: fc.subarray([...memberAlertKinds]),
	sites: fc.oneof(fc.constant('all' as const), fc.subarray(sites, { minLength: 1 })),
	hours: fc.option(
		fc.record({
			zone: fc.constantFrom('Europe/Riga', 'UTC'),
			days: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
			from: minute,
			to: minute,
		}),
	),
	onlyUnattended: fc.boolean(),
});

test('what is stored comes back as it was, has no fault, and the server takes it', () => {
	fc.assert(
		fc.property(anyPreferences, (preferences) => {
			const draft = draftOf(preferences, sites, 'UTC');
			expect(faultsOf(draft)).toEqual([]);
			expect(preferencesOf(draft)).toEqual(preferences);
			expect(alertsInput.update.safeParse(preferencesOf(draft)).success).toBe(true);
		}),
	);
});

test('a choice that is taken back is no change', () => {
	const draft = draftOf(defaultAlertPreferences('agent'), sites, 'UTC');
	const there = { ...draft, kinds: toggled(draft.kinds, 'missed', false) };
	expect(sameDraft(there, draft)).toBe(false);
	expect(sameDraft({ ...there, kinds: toggled(there.kinds, 'missed', true) }, draft)).toBe(true);
});

test('a website that is gone is chosen no more, and choosing none is a fault', () => {
	const [one] = sites;
	const preferences = { ...defaultAlertPreferences('agent'), sites: one === undefined ? [] : [one] };
	expect(faultsOf(draftOf(preferences, [], 'UTC'))).toEqual(['sites']);
});

test('hours without a day, a zone that is none and a time that is none are told', () => {
	const draft = { ...draftOf(defaultAlertPreferences('agent'), sites, 'UTC'), anyTime: false };
	expect(faultsOf({ ...draft, days: [] })).toEqual(['days']);
	expect(faultsOf({ ...draft, zone: 'Europe/Nowhere' })).toEqual(['zone']);
	expect(faultsOf({ ...draft, zone: '' })).toEqual(['zone']);
	expect(faultsOf({ ...draft, from: '' })).toEqual(['time']);
});

test.each([
	['00:00', 0],
	['23:59', 1_439],
	['09:30:00', 570],
	['24:00', null],
	['9:30', null],
])('%s is %s minutes', (text, minutes) => {
	expect(minutesOf(text)).toBe(minutes);
	if (minutes !== null) expect(clockOf(minutes)).toBe(text.slice(0, 5));
});
