/** I26: what hangs on a signal that a library got from us. */
import { addAbortListener } from 'node:events';
import { expect, test } from 'vitest';
import { createGuardedAbort } from '../../server/guarded-abort.ts';

const oops = new Error('oops');
const throwing = (): never => {
	throw oops;
};

function create() {
	const told: unknown[] = [];
	return { told, abort: createGuardedAbort((error) => told.push(error)) };
}

test('I26 what a listener throws is told, and the others hear the abort all the same', () => {
	const { abort, told } = create();
	const heard: string[] = [];
	abort.signal.addEventListener('abort', throwing);
	abort.signal.addEventListener('abort', { handleEvent: throwing });
	abort.signal.addEventListener('abort', (event) => heard.push(event.type));
	abort.signal.onabort = throwing;
	addAbortListener(abort.signal, () => throwing());
	abort.abort();
	expect(told).toEqual([oops, oops, oops, oops]);
	expect(heard).toEqual(['abort']);
	expect(abort.signal.aborted).toBe(true);
});

test('it is a signal like any other: heard once, taken away, replaced, and good enough for the platform', async () => {
	const { abort, told } = create();
	const heard: string[] = [];
	const twice = () => heard.push('twice');
	const gone = () => heard.push('gone');
	abort.signal.addEventListener('abort', twice);
	abort.signal.addEventListener('abort', twice);
	abort.signal.addEventListener('abort', gone);
	abort.signal.removeEventListener('abort', gone);
	abort.signal.onabort = gone;
	abort.signal.onabort = null;
	expect(abort.signal.onabort).toBeNull();
	const both = AbortSignal.any([abort.signal]);
	const fetching = fetch('data:,x', { signal: abort.signal }).catch((error: unknown) => error);
	abort.abort(oops);
	expect(heard).toEqual(['twice']);
	expect(both.reason).toBe(oops);
	expect(await fetching).toBe(oops);
	expect(told).toEqual([]);
});
