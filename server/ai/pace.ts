import type { Clock } from '../clock.ts';

/** A word with the space after it; a word without an end is cut at code points. */
const natural = /\S{1,24}\s*|\s+/gu;

const wait = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
	new Promise((resolve) => {
		if (signal.aborted) return resolve();
		const go = () => {
			timer.cancel();
			signal.removeEventListener('abort', go);
			resolve();
		};
		const timer = clock.setTimer(ms, go);
		signal.addEventListener('abort', go, { once: true });
	});

/**
 * A ready text as it would be typed by a model: word by word, so that a person can step in before it is finished.
 * `piecesPerSecond` 0: all of it at once. Ends early when aborted.
 */
export async function* paced(
	text: string,
	piecesPerSecond: number,
	clock: Clock,
	signal: AbortSignal,
): AsyncGenerator<string> {
	if (piecesPerSecond === 0) {
		if (!signal.aborted) yield text;
		return;
	}
	// By the clock and not by the count: a slow timer is made up for, so that a long answer takes no longer than it should.
	const start = clock.monotonic();
	let due = 0;
	for (const piece of text.match(natural) ?? []) {
		const ahead = start + due - clock.monotonic();
		if (ahead > 0) await wait(clock, ahead, signal);
		if (signal.aborted) return;
		yield piece;
		due += 1_000 / piecesPerSecond;
	}
}
