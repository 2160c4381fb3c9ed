/** I24 over a real socket: what a dashboard that stopped reading holds. Its bytes, not its times: `npm run bounds` has those. */
import { expect, test } from 'vitest';
import { type Check, measureStalled } from './run.ts';

test('I24 a stalled dashboard holds at most 256 KiB, is closed and resumes, and one that reads is served', async () => {
	const checks: Check[] = [];
	const sizes = { stored: 0, open: 0, idle: 0, busy: 40, perSecond: 150, seconds: 1, rounds: 1 };
	await measureStalled(sizes, (check) => void checks.push(check), false);
	expect(checks).toHaveLength(3);
	expect(checks.filter(({ ok }) => !ok)).toEqual([]);
}, 120_000);
