/** I11 and its neighbours on a real process, in short; `npm run chaos` is the long version, on both databases. */
import { expect, test } from 'vitest';
import { emptyTally, runCourse } from '../chaos/course.ts';

test('kill -9 under open chats: what was acknowledged is there once, in order', async () => {
	const tally = emptyTally();
	await runCourse({ store: 'pglite', servers: 1, kills: 1, seed: 'short' }, tally);
	expect(tally.faults).toEqual([]);
	expect(tally.kills).toBeGreaterThanOrEqual(1);
	for (const rule of ['R0', 'I1', 'I11', 'I12', 'I16', 'I19', 'I20'])
		expect([rule, tally.rules[rule] ?? 0]).not.toEqual([rule, 0]);
}, 300_000);
