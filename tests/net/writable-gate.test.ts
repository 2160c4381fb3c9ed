import { expect, test } from 'vitest';
import { createWritableGate } from '../../server/net/writable-gate.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const never = () => new AbortController().signal;

function congested() {
	let buffered = 1;
	const gone: number[] = [];
	const gate = createWritableGate({ buffered: () => buffered, isOpen: () => true });
	for (const reader of [1, 2, 3]) void gate.wait(never()).then(() => gone.push(reader));
	return {
		gate,
		gone,
		hold(bytes: number) {
			buffered = bytes;
		},
	};
}

test('waiters go one a turn, and only while what the last one sent was taken (I24)', async () => {
	const { gate, gone, hold } = congested();
	hold(0);
	gate.drained();
	await turn();
	expect(gone).toEqual([1]);
	hold(1);
	await turn();
	await turn();
	expect(gone).toEqual([1]);
	hold(0);
	gate.drained();
	await turn();
	await turn();
	expect(gone).toEqual([1, 2, 3]);
});

test('nobody outlives the socket: whoever waits when it is shut goes', async () => {
	const { gate, gone } = congested();
	gate.shut();
	await turn();
	expect(gone).toEqual([1, 2, 3]);
	await gate.wait(never());
});

test('who gives up waiting is not let go in the place of another', async () => {
	const { gate, gone, hold } = congested();
	const abort = new AbortController();
	const impatient = gate.wait(abort.signal);
	abort.abort();
	await impatient;
	hold(0);
	gate.drained();
	for (let turns = 0; turns < 4; turns += 1) await turn();
	expect(gone).toEqual([1, 2, 3]);
});
