import { describe, expect, test } from 'vitest';
import { createCrowd } from '../../server/demo/crowd.ts';
import { createDeck } from '../../server/demo/deck.ts';
import { createManualClock } from '../net/support/manual-clock.ts';

const settle = () =>
	new Promise((resolve) => {
		setImmediate(resolve);
	});

function setUp() {
	const clock = createManualClock();
	const leave: (() => void)[] = [];
	const asked: number[] = [];
	let goodbyes = 0;
	let inside = 0;
	const crowd = createCrowd({
		clock,
		random: () => 0.5,
		next() {
			asked.push(clock.monotonic());
			crowd.enter({ token: `t${asked.length}`, language: 'en' });
		},
		visit: (_visitor, signal) => {
			inside += 1;
			return new Promise<void>((resolve) => {
				const go = () => {
					inside -= 1;
					resolve();
				};
				leave.push(go);
				signal.addEventListener('abort', () => {
					goodbyes += 1;
					go();
				});
			});
		},
	});
	return {
		clock,
		crowd,
		asked,
		leave,
		get inside() {
			return inside;
		},
		get goodbyes() {
			return goodbyes;
		},
	};
}

test('a deck deals every card once before any comes again', () => {
	const deal = createDeck(['a', 'b', 'c', 'd'], Math.random);
	const rounds = [1, 2, 3].map(() => new Set([deal(), deal(), deal(), deal()]));
	for (const round of rounds) expect(round).toEqual(new Set(['a', 'b', 'c', 'd']));
});

describe('the crowd', () => {
	test('the first few come within seconds, the rest in their own time', () => {
		const world = setUp();
		world.crowd.setSize(20);
		world.clock.advance(2_500);
		expect(world.inside).toBeGreaterThanOrEqual(3);
		expect(world.inside).toBeLessThan(8);
		world.clock.advance(60_000);
		expect(world.inside).toBe(20);
	});

	test('one who leaves is replaced after a while, and there are never too many', async () => {
		const world = setUp();
		world.crowd.setSize(3);
		world.clock.advance(10_000);
		world.leave[0]?.();
		await settle();
		expect(world.inside).toBe(2);
		world.clock.advance(1_000);
		expect(world.inside).toBe(2);
		world.clock.advance(20_000);
		expect(world.inside).toBe(3);
		world.crowd.enter({ token: 'uninvited', language: 'lv' });
		expect(world.inside).toBe(3);
	});

	test('fewer are wanted: nobody is thrown out, nobody is replaced', async () => {
		const world = setUp();
		world.crowd.setSize(3);
		world.clock.advance(10_000);
		world.crowd.setSize(1);
		expect(world.inside).toBe(3);
		for (const go of world.leave.slice(0, 2)) go();
		await settle();
		world.clock.advance(60_000);
		expect(world.inside).toBe(1);
	});

	test('stopping sends all home, and none comes after', async () => {
		const world = setUp();
		world.crowd.setSize(10);
		world.clock.advance(5_000);
		const before = world.inside;
		await world.crowd.stop(2_000);
		expect(world.goodbyes).toBe(before);
		world.clock.advance(60_000);
		expect(world.inside).toBe(0);
	});
});
