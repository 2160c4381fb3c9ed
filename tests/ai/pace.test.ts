import { expect, test } from 'vitest';
import { paced } from '../../server/ai/pace.ts';
import type { Clock } from '../../server/clock.ts';

/** Time that passes only when somebody waits for it. */
function createWaitingClock(): Clock & { readonly waited: readonly number[] } {
	let time = 0;
	const waited: number[] = [];
	return {
		waited,
		now: () => time,
		monotonic: () => time,
		setTimer(ms, ring) {
			waited.push(ms);
			let cancelled = false;
			queueMicrotask(() => {
				if (cancelled) return;
				time += ms;
				ring();
			});
			return {
				cancel() {
					cancelled = true;
				},
			};
		},
	};
}

const text = 'Delivery to a parcel locker costs €2.99, and 🙂🙂🙂 is free.\n\nBye.';

async function piecesOf(pieces: AsyncIterable<string>): Promise<readonly string[]> {
	const found: string[] = [];
	for await (const piece of pieces) found.push(piece);
	return found;
}

test('a ready text comes word by word, at its pace, and whole', async () => {
	const clock = createWaitingClock();
	const pieces = await piecesOf(paced(text, 40, clock, new AbortController().signal));
	expect(pieces.slice(0, 3)).toEqual(['Delivery ', 'to ', 'a ']);
	expect(pieces.join('')).toBe(text);
	expect(clock.monotonic()).toBeCloseTo((pieces.length - 1) * 25, 5);
});

test('a word without end is cut at code points', async () => {
	const pieces = await piecesOf(paced('🙂'.repeat(100), 40, createWaitingClock(), new AbortController().signal));
	expect(pieces.length).toBeGreaterThan(3);
	expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
});

test('pace 0 is at once', async () => {
	const clock = createWaitingClock();
	expect(await piecesOf(paced(text, 0, clock, new AbortController().signal))).toEqual([text]);
	expect(clock.waited).toEqual([]);
});

test('an abort ends it in the middle, without waiting for the next word', async () => {
	const abort = new AbortController();
	const clock: Clock = { now: () => 0, monotonic: () => 0, setTimer: () => ({ cancel() {} }) };
	const pieces = paced(text, 40, clock, abort.signal);
	expect((await pieces.next()).value).toBe('Delivery ');
	const next = pieces.next();
	abort.abort();
	expect((await next).done).toBe(true);
});
