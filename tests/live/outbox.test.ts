import { TRPCClientError } from '@trpc/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ack, Entry } from '../../shared/entry.ts';
import { type ErrorCode, wireErrorOf } from '../../shared/errors.ts';
import { type ClientId, clientIdOf, genOf, seqOf } from '../../shared/ids.ts';
import type { OutboxItem } from '../../shared/live/outbox.ts';
import { createOutbox, type OutboxStorage } from '../../shared/live/outbox-runner.ts';
import { createManualClock } from '../net/support/manual-clock.ts';
import { type Deferred, defer } from '../net/support/moments.ts';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const parseBody = (stored: unknown): string | null => (typeof stored === 'string' ? stored : null);
const refusal = (code: ErrorCode, retryAfterMs?: number) =>
	new TRPCClientError(code, {
		result: { error: { code: -32_000, message: code, data: { baton: wireErrorOf(code, { retryAfterMs }) } } },
	});
const lost = () => new TRPCClientError('WebSocket closed');
const ackAt = (seq: number): Ack => ({ seq: seqOf(seq), gen: genOf(1) });
const messageOf = (seq: number, clientId: ClientId, text: string): Entry => ({
	kind: 'message',
	author: 'visitor',
	text,
	clientId,
	seq: seqOf(seq),
	gen: genOf(1),
	at: seq,
});

function memory(): OutboxStorage & { text: string | null } {
	return {
		text: null,
		load() {
			return this.text;
		},
		save(text) {
			this.text = text;
		},
	};
}

function begin(storage = memory()) {
	const clock = createManualClock();
	const calls: { readonly item: OutboxItem<string>; readonly answer: Deferred<Ack> }[] = [];
	let ids = 0;
	const outbox = createOutbox<string>({
		clock,
		storage,
		parseBody,
		makeClientId: () => clientIdOf(`client-${ids++}-${calls.length}`),
		send(item) {
			const answer = defer<Ack>();
			calls.push({ item, answer });
			return answer.promise;
		},
	});
	const last = () => {
		const call = calls.at(-1);
		if (call === undefined) throw new Error('nothing was sent');
		return call;
	};
	const statuses = () => outbox.state.items.map(({ body, status }) => [body, status.kind]);
	return { clock, storage, calls, last, outbox, statuses };
}

describe('outbox', () => {
	test('one message at a time, in order, each after the ack of the one before', async () => {
		const { outbox, calls, last, statuses } = begin();
		outbox.connected(true);
		outbox.write('one');
		outbox.write('two');
		expect(calls.map(({ item }) => item.body)).toEqual(['one']);
		last().answer.resolve(ackAt(2));
		await settle();
		expect(calls.map(({ item }) => item.body)).toEqual(['one', 'two']);
		expect(statuses()).toEqual([
			['one', 'sent'],
			['two', 'sending'],
		]);
	});

	test('nothing is sent without a connection', () => {
		const { outbox, calls } = begin();
		outbox.write('one');
		expect(calls).toEqual([]);
		outbox.connected(true);
		expect(calls).toHaveLength(1);
	});

	test('a lost socket repeats under the same client id once there is a connection again', async () => {
		const { outbox, calls, last, statuses } = begin();
		outbox.connected(true);
		const clientId = outbox.write('one');
		outbox.connected(false);
		last().answer.reject(lost());
		await settle();
		expect(statuses()).toEqual([['one', 'sending']]);
		outbox.connected(true);
		expect(calls.map(({ item }) => item.clientId)).toEqual([clientId, clientId]);
	});

	test('a retryable refusal waits as long as it was told', async () => {
		const { outbox, calls, clock, last } = begin();
		outbox.connected(true);
		outbox.write('one');
		last().answer.reject(refusal('rate.limited', 7_000));
		await settle();
		clock.advance(6_999);
		expect(calls).toHaveLength(1);
		clock.advance(1);
		expect(calls).toHaveLength(2);
	});

	test('a refusal for good fails with its reason, and does not hold up the next one', async () => {
		const { outbox, calls, last, statuses } = begin();
		outbox.connected(true);
		const clientId = outbox.write('bad');
		outbox.write('good');
		last().answer.reject(refusal('input.invalid'));
		await settle();
		expect(statuses()).toEqual([
			['bad', 'failed'],
			['good', 'sending'],
		]);
		expect(outbox.state.items[0]?.status).toMatchObject({ error: { code: 'input.invalid' } });
		last().answer.resolve(ackAt(2));
		await settle();
		outbox.retry(clientId);
		expect(calls.at(-1)?.item.clientId).toBe(clientId);
	});

	test('I21: what the feed shows is sent, even if its ack was lost or turned into a refusal', async () => {
		const { outbox, last, statuses } = begin();
		outbox.connected(true);
		const clientId = outbox.write('one');
		outbox.seen([messageOf(2, clientId, 'one')]);
		expect(statuses()).toEqual([]);
		last().answer.reject(refusal('session.illegal'));
		await settle();
		expect(statuses()).toEqual([]);
	});

	test('an ack whose entry came first leaves nothing behind, with or without a client id on the entry', async () => {
		const { outbox, last, statuses } = begin();
		outbox.connected(true);
		outbox.write('back');
		outbox.seen([messageOf(5, clientIdOf('another-one'), 'x')]);
		last().answer.resolve(ackAt(4));
		await settle();
		expect(statuses()).toEqual([]);
	});

	test('unsent text survives a reload under its client id; acknowledged text is not kept', async () => {
		const storage = memory();
		const before = begin(storage);
		before.outbox.connected(true);
		before.outbox.write('one');
		const second = before.outbox.write('two');
		before.last().answer.resolve(ackAt(2));
		await settle();
		before.outbox.stop();
		const after = begin(storage);
		expect(after.statuses()).toEqual([['two', 'sending']]);
		after.outbox.connected(true);
		expect(after.last().item.clientId).toBe(second);
	});

	test.each(['', '{', '[1,null,{"clientId":1}]', '[{"clientId":"a","writtenAt":1,"body":7}]', 'null'])(
		'a stored %j is taken for nothing',
		(text) => {
			const storage = memory();
			storage.text = text;
			expect(begin(storage).outbox.state.items).toEqual([]);
		},
	);

	test('only a failed item can be taken back', async () => {
		const { outbox, last } = begin();
		outbox.connected(true);
		const clientId = outbox.write('one');
		expect(outbox.discard(clientId)).toBeNull();
		last().answer.reject(refusal('input.invalid'));
		await settle();
		expect(outbox.discard(clientId)?.body).toBe('one');
		expect(outbox.state.items).toEqual([]);
	});
});

/** A server that stores once per client id (I13), loses sockets at any point, and refuses now and then. */
type Fault = 'ok' | 'lost-before' | 'lost-after' | 'busy' | 'reload' | 'feed';
const faults = fc.constantFrom<Fault>('ok', 'ok', 'lost-before', 'lost-after', 'busy', 'reload', 'feed');

test('I11, I13, I21: whatever is lost on the way, each text is stored once, in order, and ends as sent', async () => {
	let repeats = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.string(), { minLength: 1, maxLength: 6 }),
			fc.array(faults, { maxLength: 30 }),
			async (texts, script) => {
				const storage = memory();
				const stored: Entry[] = [];
				let world = begin(storage);
				let answered = 0;
				const store = ({ clientId, body }: OutboxItem<string>): number => {
					const known = stored.find((entry) => entry.clientId === clientId);
					if (known !== undefined) repeats += 1;
					else stored.push(messageOf(stored.length + 1, clientId, body));
					return known?.seq ?? stored.length;
				};
				const check = (): void => {
					for (const { clientId, status } of world.outbox.state.items) {
						const isStored = stored.some((entry) => entry.clientId === clientId);
						if (status.kind === 'sent') expect(isStored).toBe(true);
						if (status.kind === 'failed') expect(isStored).toBe(false);
					}
				};
				const handle = async (fault: Fault): Promise<void> => {
					const call = world.calls[answered];
					if (fault === 'reload') {
						world.outbox.stop();
						world = begin(storage);
						answered = 0;
						world.outbox.connected(true);
					} else if (fault === 'feed') {
						world.outbox.seen(stored);
					} else if (call !== undefined) {
						answered += 1;
						if (fault === 'ok') call.answer.resolve(ackAt(store(call.item)));
						if (fault === 'busy') call.answer.reject(refusal('store.unavailable'));
						if (fault === 'lost-after') store(call.item);
						if (fault === 'lost-before' || fault === 'lost-after') {
							world.outbox.connected(false);
							call.answer.reject(lost());
							await settle();
							world.outbox.connected(true);
						}
					}
					await settle();
					world.clock.advance(30_000);
					check();
				};
				world.outbox.connected(true);
				for (const text of texts) world.outbox.write(text);
				for (const fault of script) await handle(fault);
				for (let i = 0; i <= texts.length + 1; i++) await handle('ok');
				world.outbox.seen(stored);
				expect(stored.map((entry) => entry.kind === 'message' && entry.text)).toEqual(texts);
				expect(world.outbox.state.items).toEqual([]);
				expect(storage.text).toBeNull();
			},
		),
		{ numRuns: 150 },
	);
	expect(repeats).toBeGreaterThan(20);
});
