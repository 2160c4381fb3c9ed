/** What is written down is sent, once where nothing dies, and nobody is in another's way. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sent } from '../../server/outbox/ports.ts';
import { createOutboxStore } from '../../server/store/outbox.ts';
import type { SessionId } from '../../shared/ids.ts';
import { makeSite, openJournal, storedSession } from '../store/transcripts.ts';
import { describeStores } from '../support/store.ts';
import { down, draftOf, gone, openPost, type Post, sent, until } from './fixture.ts';

describeStores('the outbox', (store) => {
	let post: Post | null = null;
	const begin = (...values: Parameters<typeof openPost> extends [unknown, ...infer R] ? R : never): Post => {
		post = openPost(store(), ...values);
		post.outbox.start();
		return post;
	};
	beforeEach(() => store().clear());
	/** One that is stored. */
	async function chat(): Promise<SessionId> {
		const journal = openJournal(store());
		const { id } = await storedSession(journal, await makeSite(store()));
		await journal.stop();
		return id;
	}
	afterEach(async () => {
		await post?.outbox.stop();
		post = null;
	});

	test('what is enqueued goes out at once, and a known key is left alone', async () => {
		const { outbox, tried, states } = begin(() => sent);
		const draft = draftOf({ key: 'once' });
		await outbox.enqueue([draft, draftOf()]);
		await until(async () => (await states()).every((state) => state === 'sent 1'));
		await outbox.enqueue([draft, { ...draft, payload: { text: 'Other' } }]);
		await post?.pass(10_000);
		expect(tried).toHaveLength(2);
		expect(tried[0]?.delivery).toMatchObject({ target: 'hook-1', attempt: 1, payload: { text: 'Hello' } });
	});

	test('a receiver that is down is tried ten times within about a day, then given up and still in the log', async () => {
		const { outbox, tried, pass, states } = begin(() => down);
		await outbox.enqueue([draftOf()]);
		await pass(30 * 60 * 60_000, 10 * 60_000);
		expect(await states()).toEqual(['failed 10']);
		const waits = tried.slice(1).map(({ at }, i) => at - (tried[i]?.at ?? 0));
		expect(waits.every((wait, i) => i === 0 || wait >= (waits[i - 1] ?? 0))).toBe(true);
		const hours = (tried.at(-1)?.at ?? 0) / 3_600_000;
		expect(hours).toBeGreaterThan(20);
		expect(hours).toBeLessThan(28);
		expect(await outbox.log({ siteId: null, target: 'hook-1' }, 10)).toMatchObject([
			{ state: 'failed', attempts: 10, error: 'Connection refused', about: 'test' },
		]);
		await pass(32 * 24 * 60 * 60_000, 24 * 60 * 60_000);
		expect(await outbox.log({ siteId: null, target: 'hook-1' }, 10)).toEqual([]);
	}, 60_000);

	test('one that recovers gets all that waited, in seconds', async () => {
		let says: Sent = down;
		const { outbox, pass, states } = begin(() => says);
		await outbox.enqueue([draftOf(), draftOf(), draftOf()]);
		await pass(15 * 60_000);
		expect((await states()).every((state) => state.startsWith('waiting'))).toBe(true);
		says = sent;
		await outbox.enqueue([draftOf()]);
		await pass(70_000);
		expect((await states()).every((state) => state.startsWith('sent'))).toBe(true);
	});

	test('what will never arrive is tried once, and what is too late not at all', async () => {
		const { outbox, tried, pass, states } = begin(({ target }) => (target === 'gone' ? gone : down));
		await outbox.enqueue([draftOf({ target: 'gone' }), draftOf({ target: 'phone', expiresAfterMs: 60_000 })]);
		await pass(120_000);
		expect(await states('gone')).toEqual(['failed 1']);
		expect(await states('phone')).toEqual(['failed 3']);
		expect(tried).toHaveLength(4);
	});

	test('of a chat that is erased nothing is kept, sent or not', async () => {
		const { outbox, pass } = begin(({ target }) => (target === 'away' ? down : sent));
		const [erased, stays] = [await chat(), await chat()];
		const draft = (id: SessionId, target: string) =>
			draftOf({ key: `webhook:${target}:${id}/4/message`, target, payload: { text: `words of ${id}` } });
		await outbox.enqueue([erased, stays].flatMap((id) => [draft(id, 'there'), draft(id, 'away')]));
		await pass(10_000);
		await createOutboxStore(store().db).forget([erased]);
		const rows = await store().db.selectFrom('deliveries').select(['key', 'payload']).execute();
		expect(rows).toHaveLength(2);
		expect(JSON.stringify(rows)).toContain(stays);
		expect(JSON.stringify(rows)).not.toContain(erased);
	});

	test('an alert that was being told while its chat was erased brings nothing of it back', async () => {
		const { outbox, tried } = begin(() => sent);
		const [erased, stays] = [await chat(), await chat()];
		await store().db.deleteFrom('sessions').where('id', '=', erased).execute();
		const drafts = [erased, stays].map((id) => draftOf({ key: `webhook:there:${id}/4/message`, payload: { of: id } }));
		await outbox.enqueue(drafts);
		await until(() => tried.length > 0);
		const rows = await store().db.selectFrom('deliveries').select('payload').execute();
		expect(rows).toEqual([{ payload: { of: stays } }]);
	});

	test('a receiver is asked again no sooner than it said', async () => {
		const busy: Sent = { kind: 'failed', error: 'Too many', again: true, retryAfterMs: 300_000 };
		const { outbox, tried, pass } = begin(() => busy);
		await outbox.enqueue([draftOf(), draftOf()]);
		await pass(299_000);
		expect(tried).toHaveLength(1);
		await pass(20_000);
		expect(tried.length).toBeGreaterThan(1);
	});

	test('receivers that hang keep nobody waiting, and have one attempt each at a time', async () => {
		const { outbox, tried, pass, states } = begin(({ target }) => (target.startsWith('dead') ? null : sent));
		const dead = Array.from({ length: 40 }, (_, i) => draftOf({ target: `dead-${i % 20}` }));
		await outbox.enqueue(dead);
		await pass(200_000);
		const before = tried.length;
		await outbox.enqueue(Array.from({ length: 30 }, () => draftOf({ target: 'alive' })));
		await until(async () => (await states('alive')).every((state) => state === 'sent 1'));
		expect(tried.slice(before).filter(({ delivery }) => delivery.target === 'alive')).toHaveLength(30);
		const hanging = tried.filter(({ signal }) => !signal.aborted && signal !== undefined);
		const targets = hanging
			.filter(({ delivery }) => delivery.target !== 'alive')
			.map(({ delivery }) => delivery.target);
		expect(new Set(targets).size).toBe(targets.length);
	});

	test('an attempt that lasts too long is aborted and counts as failed', async () => {
		const { outbox, tried, pass, states } = begin(() => null);
		await outbox.enqueue([draftOf()]);
		await pass(35_000);
		expect(tried[0]?.signal.aborted).toBe(true);
		expect(await states()).toEqual(['waiting 1']);
		expect(await outbox.log({ siteId: null, target: 'hook-1' }, 1)).toMatchObject([
			{ error: 'No answer within 30 seconds.' },
		]);
	});

	test('two processes on one database do not send one delivery twice', async () => {
		const opened = begin(() => null);
		const other = opened.another();
		other.start();
		await opened.outbox.enqueue(Array.from({ length: 20 }, (_, i) => draftOf({ target: `hook-${i}` })));
		await other.enqueue([]);
		await until(() => opened.tried.length === 20);
		for (const { answer } of opened.tried) answer(sent);
		await opened.pass(60_000);
		expect(opened.tried).toHaveLength(20);
		await other.stop();
	});

	test('a process that stops aborts what is under way; it is due again and not counted', async () => {
		const opened = begin(() => null);
		await opened.outbox.enqueue([draftOf()]);
		await until(() => opened.tried.length === 1);
		const stopped = opened.outbox.stop();
		await until(() => opened.tried[0]?.signal.aborted === true);
		await stopped;
		expect(await opened.states()).toEqual(['waiting 0']);
		const next = opened.another();
		next.start();
		await until(() => opened.tried.length === 2);
		opened.tried[1]?.answer(sent);
		await until(async () => (await opened.states())[0] === 'sent 1');
		await next.stop();
	});

	test('a process that died with a delivery in hand: another one sends it when its time is over', async () => {
		const opened = begin(() => sent);
		await opened.outbox.stop();
		await opened.outbox.enqueue([draftOf()]);
		const now = opened.clock.now();
		const due = { now, until: now + 40_000, limit: 5, channels: ['webhook'] as const, without: [] };
		expect(await opened.store.takeDue(due)).toHaveLength(1);
		const next = opened.another();
		next.start();
		await opened.pass(35_000);
		expect(opened.tried).toHaveLength(0);
		await opened.pass(15_000);
		expect(opened.tried).toHaveLength(1);
		await next.stop();
	});

	test('an outcome that could not be stored is stored later, and nothing is sent twice', async () => {
		let refusals = 3;
		const opened = begin(
			() => sent,
			[],
			(real) => ({
				...real,
				ended: (...values) => (refusals-- > 0 ? Promise.reject(new Error('disk full')) : real.ended(...values)),
			}),
		);
		await opened.outbox.enqueue([draftOf()]);
		await until(() => opened.tried.length === 1);
		await opened.pass(60_000);
		expect(await opened.states()).toEqual(['sent 1']);
		expect(opened.tried).toHaveLength(1);
	});

	test('I30: what comes for a receiver with a thousand waiting is given up in the log', async () => {
		const opened = begin(() => null);
		await opened.outbox.enqueue(Array.from({ length: 1_000 }, () => draftOf()));
		await opened.outbox.enqueue([draftOf({ key: 'one more' })]);
		const [newest] = (await opened.outbox.log({ siteId: null, target: 'hook-1' }, 2_000)).filter(
			({ state }) => state === 'failed',
		);
		expect(newest).toMatchObject({ error: 'Too much waits for this receiver.' });
	});

	describe('by hand', () => {
		test('a test is one attempt with its answer, and it is in the log', async () => {
			const { outbox } = begin(() => down);
			expect(await outbox.sendNow(draftOf())).toEqual(down);
			expect(await outbox.log({ siteId: null, target: 'hook-1' }, 5)).toMatchObject([
				{ state: 'failed', attempts: 1, error: 'Connection refused' },
			]);
		});

		test('what was given up is sent again from the beginning; another target does not have it', async () => {
			let says: Sent = gone;
			const { outbox, states } = begin(() => says);
			await outbox.enqueue([draftOf()]);
			await until(async () => (await states())[0] === 'failed 1');
			const [view] = await outbox.log({ siteId: null, target: 'hook-1' }, 1);
			says = sent;
			expect(await outbox.resend({ target: 'hook-2', id: view?.id ?? '' })).toBe(false);
			expect(await outbox.resend({ target: 'hook-1', id: 'no such thing' })).toBe(false);
			expect(await outbox.resend({ target: 'hook-1', id: view?.id ?? '' })).toBe(true);
			await until(async () => (await states())[0] === 'sent 1');
		});

		test('what is too large for a delivery is refused before anything is stored', async () => {
			const { outbox, states } = begin(() => sent);
			const large = draftOf({ payload: { text: 'x'.repeat(33_000) } });
			await expect(outbox.enqueue([draftOf(), large])).rejects.toMatchObject({ code: 'input.invalid' });
			expect(await states()).toEqual([]);
		});
	});
});
