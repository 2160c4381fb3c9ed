/** Issue 3, point 6 under virtual time: a line that breaks at each frame of a session, in every way that lines break. */
import { describe, expect, test } from 'vitest';
import { type Accident, accidents, healWithinMs, playCut, type Who } from './cut-everywhere.ts';

/** Half of the frames for the two that differ most, a sixth for the others, from another one each. */
const stride = (accident: Accident): number => (accident === 'cut' || accident === 'half-open' ? 2 : 6);

describe.each(Object.keys(accidents) as Accident[])('%s', (accident) => {
	test.each<Who>(['visitor', 'agent'])(
		'I19, I20, I21: at frames all over the %s’s line nothing is lost, repeated or left unsent; healed within 25 s',
		async (who) => {
			const whole = await playCut(null);
			expect(whole.faults).toEqual([]);
			const first = 1 + (Object.keys(accidents).indexOf(accident) % stride(accident));
			const found: string[] = [];
			let cut = 0;
			for (let frame = first; frame <= whole.frames[who]; frame += stride(accident)) {
				const { faults, healedMs } = await playCut({ who, accident, frame });
				cut += 1;
				for (const fault of faults) found.push(`frame ${frame}: ${fault}`);
				expect(healedMs).toBeLessThanOrEqual(healWithinMs);
			}
			expect(found).toEqual([]);
			expect(cut).toBeGreaterThan(4);
		},
		60_000,
	);
});

test('the same session twice is the same to the frame', async () => {
	const once = await playCut({ who: 'visitor', accident: 'half-open', frame: 20 });
	const again = await playCut({ who: 'visitor', accident: 'half-open', frame: 20 });
	expect(again.log).toEqual(once.log);
	expect(once.log.length).toBeGreaterThan(80);
});
