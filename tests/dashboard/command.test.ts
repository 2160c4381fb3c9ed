import { TRPCClientError } from '@trpc/client';
import { expect, test } from 'vitest';
import { command } from '../../dashboard/session/command.ts';
import type { ClientId } from '../../shared/ids.ts';
import { createManualClock } from '../net/support/manual-clock.ts';

const lost = new Error('the socket went away');
const refused = (retryable: boolean) =>
	TRPCClientError.from({
		error: { code: -32_000, message: 'no', data: { baton: { code: 'store.unavailable', retryable } } },
	});

/** Each attempt meets the next of these; then it is answered. */
async function give(thrown: readonly unknown[]) {
	const clock = createManualClock();
	const ids: ClientId[] = [];
	const answer = command(clock, async (clientId) => {
		ids.push(clientId);
		if (ids.length <= thrown.length) throw thrown[ids.length - 1];
		return 'done';
	}).catch((error: unknown) => error);
	for (let second = 0; second < 40; second += 1) {
		await new Promise<void>((resolve) => setImmediate(resolve));
		clock.advance(1_000);
	}
	return { ids, answer: await answer };
}

test('a command whose outcome is unknown is asked again under the same client id (I13)', async () => {
	const { ids, answer } = await give([lost, refused(true)]);
	expect(answer).toBe('done');
	expect(ids).toHaveLength(3);
	expect(new Set(ids).size).toBe(1);
});

test('a refusal for good is told at once', async () => {
	const no = refused(false);
	const { ids, answer } = await give([no]);
	expect(answer).toBe(no);
	expect(ids).toHaveLength(1);
});

test('after half a minute the person is told, not kept waiting', async () => {
	const { ids, answer } = await give(Array.from({ length: 100 }, () => lost));
	expect(answer).toBe(lost);
	expect(ids.length).toBeGreaterThan(10);
});

test('two intents are two commands', async () => {
	const [first, second] = [await give([]), await give([])];
	expect(first.ids[0]).not.toBe(second.ids[0]);
});
