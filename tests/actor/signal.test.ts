import { expect, test } from 'vitest';
import { createSignal } from '../../server/actor/signal.ts';
import { settle } from './world.ts';

const never = () => new AbortController().signal;

async function isOver(wait: Promise<void>): Promise<boolean> {
	let over = false;
	void wait.then(() => {
		over = true;
	});
	await settle();
	return over;
}

test('a wake-up between reading and sleeping is not lost (I20)', async () => {
	const signal = createSignal();
	const woken = signal.arm();
	signal.wake();
	expect(await isOver(woken(never()))).toBe(true);
});

test('who sleeps is woken by the next change, and only by one that came after the look', async () => {
	const signal = createSignal();
	signal.wake();
	const wait = signal.arm()(never());
	expect(await isOver(wait)).toBe(false);
	signal.wake();
	expect(await isOver(wait)).toBe(true);
});

test('who is aborted sleeps no longer', async () => {
	const signal = createSignal();
	const abort = new AbortController();
	const wait = signal.arm()(abort.signal);
	abort.abort();
	expect(await isOver(wait)).toBe(true);
});
