import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { entrances, waysBack } from './support/entrances.ts';
import { runTakeovers } from './support/run.ts';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));

test('I1 I5 I6 after a takeover in mid-stream nothing of the AI reaches a socket, a client or the transcript', async () => {
	const { told, boundary, streams, transcripts } = await runTakeovers({ count: 80, seed: 1, store: 'pglite', program });
	expect(told).toEqual([]);
	expect(Object.keys(boundary.byEntrance).sort()).toEqual([...entrances].sort());
	for (const way of waysBack) expect(boundary.byBefore[way], way).toBeGreaterThan(0);
	expect(streams.cut).toBeGreaterThan(80);
	expect(transcripts.interrupted).toBeGreaterThanOrEqual(80);
}, 120_000);
