import { TRPCClientError } from '@trpc/client';
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../shared/live/failure.ts';
import { follow } from '../../shared/live/follow.ts';
import { createManualClock } from '../net/support/manual-clock.ts';

interface Opened {
	readonly input: { readonly lastEventId?: string };
	readonly handlers: {
		readonly onData: (event: { readonly id: string; readonly data: string }) => void;
		readonly onError: (error: unknown) => void;
		readonly onComplete: () => void;
	};
	ended: boolean;
}

const refusal = (code: string, retryable: boolean, retryAfterMs?: number) =>
	new TRPCClientError(code, {
		result: { error: { code: -32_000, message: code, data: { baton: { code, retryable, retryAfterMs } } } } as never,
	});

function followed() {
	const clock = createManualClock();
	const opened: Opened[] = [];
	const events: string[] = [];
	const ends: Failure[] = [];
	const stop = follow<string>({
		clock,
		subscribe(input, handlers) {
			const one: Opened = { input, handlers, ended: false };
			opened.push(one);
			return {
				unsubscribe() {
					one.ended = true;
				},
			};
		},
		onEvent: (event) => events.push(event),
		onEnd: (failure) => ends.push(failure),
	});
	return { clock, opened, events, ends, stop };
}

describe('a feed that is followed (I19, I20)', () => {
	test('comes back after a refusal that may be repeated, when it was told to, with its cursor', () => {
		const { clock, opened, events, ends } = followed();
		opened[0]?.handlers.onData({ id: 'a:1', data: 'one' });
		opened[0]?.handlers.onError(refusal('store.unavailable', true, 3_000));
		clock.advance(2_999);
		expect(opened).toHaveLength(1);
		clock.advance(1);
		expect(opened[1]?.input).toEqual({ lastEventId: 'a:1' });
		opened[1]?.handlers.onData({ id: 'a:2', data: 'two' });
		expect(events).toEqual(['one', 'two']);
		expect(ends).toEqual([]);
	});

	test.each([
		['a lost line', () => new TRPCClientError('WebSocket closed')],
		['a refusal without a time', () => refusal('overload', true)],
	])('comes back after a pause from %s', (_, error) => {
		const { clock, opened, ends } = followed();
		opened[0]?.handlers.onError(error());
		expect(opened).toHaveLength(1);
		clock.advance(10_000);
		expect(opened).toHaveLength(2);
		expect(ends).toEqual([]);
	});

	test('a stream that the server ended is taken up again, and never in a loop', () => {
		const { clock, opened } = followed();
		opened[0]?.handlers.onComplete();
		expect(opened).toHaveLength(1);
		clock.advance(10_000);
		expect(opened).toHaveLength(2);
	});

	test('a refusal for good ends it, once', () => {
		const { clock, opened, ends } = followed();
		opened[0]?.handlers.onError(refusal('plan.required', false));
		clock.advance(60_000);
		expect(opened).toHaveLength(1);
		expect(ends).toEqual([expect.objectContaining({ kind: 'refused' })]);
	});

	test('nothing comes after it was stopped', () => {
		const { clock, opened, events, stop } = followed();
		opened[0]?.handlers.onError(refusal('store.unavailable', true, 1_000));
		stop();
		clock.advance(60_000);
		expect(opened).toHaveLength(1);
		opened[0]?.handlers.onData({ id: 'a:1', data: 'late' });
		expect(events).toEqual([]);
	});
});
