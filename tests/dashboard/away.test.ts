import { expect, test } from 'vitest';
import { createAway } from '../../dashboard/away.ts';
import { createManualClock } from '../net/support/manual-clock.ts';

/** A page, and a server that takes each word when it is let. */
function open() {
	const clock = createManualClock();
	const heard: boolean[] = [];
	let hidden = false;
	let fails = false;
	const away = createAway({
		clock,
		hidden: () => hidden,
		async tell(isAway) {
			await Promise.resolve();
			if (fails) throw new Error('lost');
			heard.push(isAway);
		},
	});
	const settle = () => new Promise((resolve) => setImmediate(resolve));
	return {
		away,
		heard,
		async show(isHidden: boolean) {
			hidden = isHidden;
			away.changed();
			await settle();
		},
		flip(isHidden: boolean) {
			hidden = isHidden;
			away.changed();
		},
		failing(now: boolean) {
			fails = now;
		},
		async wait(ms: number) {
			clock.advance(ms);
			await settle();
		},
		settle,
	};
}

test('each change is told, once', async () => {
	const { heard, show } = open();
	await show(false);
	await show(true);
	await show(true);
	await show(false);
	expect(heard).toEqual([true, false]);
});

test('what changed while a word was on its way is told after it, in order', async () => {
	const { heard, flip, settle } = open();
	flip(true);
	flip(false);
	flip(true);
	flip(false);
	await settle();
	expect(heard.at(-1)).toBe(false);
});

test('a socket that opens says in its address how things are, and no word more is needed', async () => {
	const { away, heard, show, failing } = open();
	expect(away.query()).toBe('');
	failing(true);
	await show(true);
	expect(away.query()).toBe('?away=1');
	failing(false);
	await show(true);
	expect(heard).toEqual([]);
	await show(false);
	expect(heard).toEqual([false]);
});

test('a word that did not arrive is said again, as things are by then', async () => {
	const { heard, show, failing, wait } = open();
	await show(true);
	failing(true);
	await show(false);
	failing(false);
	await wait(1_000);
	expect(heard).toEqual([true, false]);
});

test('nothing is said after the line has ended', async () => {
	const { away, heard, show } = open();
	away.stop();
	await show(true);
	expect(heard).toEqual([]);
});
