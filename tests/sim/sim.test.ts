/** A short simulation: what has failed once, some runs of chance, the same seed twice, and a checker that finds faults. */
import { describe, expect, test } from 'vitest';
import { runBatch, seedOf } from './batch.ts';
import { callsRig } from './calls/layer.ts';
import { createDigest, digestOf } from './digest.ts';
import type { MakeRig } from './network.ts';
import { rigs } from './rigs.ts';
import { once } from './routers.ts';
import { run } from './run.ts';
import { makeScript } from './script.ts';
import { readSeeds } from './seeds.ts';
import { shrink } from './shrink.ts';

const seedsOf = (name: string, count: number): readonly string[] =>
	Array.from({ length: count }, (_, index) => seedOf(name, index + 1));

test('what has failed once does not fail again', async () => {
	for (const { layer, script, rule, why } of readSeeds()) {
		const { violations } = await run(script, rigs[layer]);
		expect(violations, `${rule}: ${why}`).toEqual([]);
	}
	expect(Object.keys(rigs)).toEqual(['calls', 'wire']);
});

test('a hundred runs keep every rule', async () => {
	const { failures, runs } = await runBatch({ layer: 'calls', seeds: seedsOf('vitest', 100), untilFailure: true });
	expect(failures).toEqual([]);
	expect(runs).toBe(100);
}, 120_000);

test('the same seed gives the same run, whatever ran before it', async () => {
	const taken = new Map<string, string>();
	const seeds = seedsOf('twice', 8);
	for (const seed of [...seeds, ...seeds.toReversed()]) {
		const digest = createDigest();
		const result = await run(makeScript(seed), callsRig, { eyes: digest.eyes });
		const text = digestOf(digest, result);
		expect(text, seed).toBe(taken.get(seed) ?? text);
		taken.set(seed, text);
	}
	expect(new Set(taken.values()).size).toBe(seeds.length);
});

describe('a router that is made once', () => {
	interface Deps {
		readonly name: string;
		readonly clock: { now(): number };
		readonly ask: () => string;
	}
	const depsOf = (name: string, now: number): Deps => ({ name, clock: { now: () => now }, ask: () => name });

	test('reads what it was given last', () => {
		const make = once(({ clock, ask }: Deps) => ({ ask, now: () => clock.now() }));
		const first = make(depsOf('a', 1));
		expect([first.ask(), first.now()]).toEqual(['a', 1]);
		expect(make(depsOf('b', 2))).toBe(first);
		expect([first.ask(), first.now()]).toEqual(['b', 2]);
	});

	test('follows a method that it took out of a service', () => {
		const make = once(({ clock: { now } }: Deps) => ({ now }));
		const first = make(depsOf('a', 1));
		make(depsOf('b', 2));
		expect(first.now()).toBe(2);
	});

	test('is found out when it keeps a value of an earlier life', () => {
		const make = once(({ name }: Deps) => ({ name }));
		make(depsOf('a', 1));
		make(depsOf('a', 2));
		expect(() => make(depsOf('b', 3))).toThrow('a router keeps name of an earlier life');
	});
});

/** A network that changes what a page gets: the checker must not believe it. */
const lying =
	(change: (text: string) => string): MakeRig =>
	(time, verdicts) => {
		const rig = callsRig(time, verdicts);
		return {
			...rig,
			network(options) {
				const network = rig.network(options);
				const { page } = network;
				return Object.assign(network, {
					page: (...given: Parameters<typeof page>) => {
						const real = page(...given);
						return {
							weather: real.weather,
							get lines() {
								return real.lines;
							},
							dial: ((url, ears) =>
								real.dial(url, { ...ears, frame: (text) => ears.frame(change(text)) })) satisfies typeof real.dial,
						};
					},
				});
			},
		};
	};

async function found(makeRig: MakeRig): Promise<readonly string[]> {
	for (const seed of seedsOf('lies', 40)) {
		const { violations } = await run(makeScript(seed), makeRig);
		if (violations.length > 0) return violations.map(({ rule }) => rule);
	}
	return [];
}

describe('a fault is found', () => {
	test('words of the AI that come changed (I20)', async () => {
		expect(await found(lying((text) => text.replace('"author":"ai","text":"', '"author":"ai","text":"!')))).toContain(
			'I20',
		);
	});

	test('an ack of something else (I13 or R0)', async () => {
		const rules = await found(lying((text) => text.replace(/"data":\{"seq":(\d+),/, '"data":{"seq":9$1,')));
		expect(rules.length).toBeGreaterThan(0);
	});

	test('an entry that is left out (I19)', async () => {
		expect(await found(lying((text) => text.replace(/\{"kind":"took-over"[^}]*\},?/, '')))).not.toEqual([]);
	});

	test('and cut down to the commands that it takes', async () => {
		const rig = lying((text) => text.replace('"author":"ai","text":"', '"author":"ai","text":"!'));
		for (const seed of seedsOf('lies', 40)) {
			const script = makeScript(seed);
			const { violations } = await run(script, rig);
			if (!violations.some(({ rule }) => rule === 'I20')) continue;
			const short = await shrink(script, 'I20', rig, 60);
			expect(short.script.commands.length).toBeLessThan(script.commands.length);
			return;
		}
		expect.unreachable('no run was lied to');
	}, 60_000);
});
