/** W4 is believed once it has found a page that does not notice, and left those alone that do. */
import { expect, test } from 'vitest';
import { createManualClock } from '../../net/support/manual-clock.ts';
import { createPatience } from './patience.ts';
import type { WireLine } from './wire-line.ts';

function begin() {
	const clock = createManualClock();
	const state = { healthy: false, open: true };
	// Of a line it asks only these two.
	const line = {
		get healthy() {
			return state.healthy;
		},
		client: {
			get open() {
				return state.open;
			},
		},
	} as WireLine;
	const found: string[] = [];
	const patience = createPatience({ held: (rule) => found.push(rule), broken: (rule) => found.push(`${rule} broken`) });
	return { clock, state, found, strike: () => patience('page', clock, line) };
}

test('a page that holds on to a dead line is found after 25 s', () => {
	const { clock, found, strike } = begin();
	strike();
	clock.advance(24_000);
	expect(found).toEqual([]);
	clock.advance(1_000);
	expect(found).toEqual(['W4 broken']);
});

test('one that lets go is counted, one whose line is well again is not', () => {
	const { clock, state, found, strike } = begin();
	strike();
	clock.advance(18_000);
	state.open = false;
	clock.advance(60_000);
	expect(found).toEqual(['W4']);
	const well = begin();
	well.strike();
	well.clock.advance(10_000);
	well.state.healthy = true;
	well.clock.advance(60_000);
	expect(well.found).toEqual([]);
});

test('the newest fault counts', () => {
	const { clock, found, strike } = begin();
	strike();
	clock.advance(20_000);
	strike();
	clock.advance(24_000);
	expect(found).toEqual([]);
	clock.advance(1_000);
	expect(found).toEqual(['W4 broken']);
});
