/** What was missed, answered later and found again, through the procedures and on both databases. */
import { randomFillSync } from 'node:crypto';
import { isTrackedEnvelope } from '@trpc/server';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SessionActor } from '../../server/actor/front.ts';
import type { Letter } from '../../server/mail/letter.ts';
import type { Postman } from '../../server/mail/smtp.ts';
import { greet } from '../../server/rpc/visitor-hello.ts';
import { createOutboxStore } from '../../server/store/outbox.ts';
import { createVisitorTokens } from '../../server/visitor/token.ts';
import { closeCodes } from '../../shared/close-codes.ts';
import type { Entry } from '../../shared/entry.ts';
import { BatonError } from '../../shared/errors.ts';
import {
	type AccountId,
	clientIdOf,
	makeVisitorId,
	noSeq,
	type SessionId,
	type SiteId,
	type VisitorId,
} from '../../shared/ids.ts';
import type { MissedNews } from '../../shared/missed-list.ts';
import { describeStores, type TestStore } from '../support/store.ts';
import { type Estate, openEstate } from './support/estate.ts';
import { memberContext } from './support/member-context.ts';

const fill = (bytes: Uint8Array<ArrayBuffer>) => randomFillSync(bytes);
const facts = { country: 'LV', device: 'mobile', browser: '', system: '' } as const;
const page = { url: 'https://shop.example/cups', title: 'Cups' };
const dayMs = 24 * 60 * 60_000;
let ids = 0;
const freshId = () => clientIdOf(`missed-${String(ids++).padStart(6, '0')}`);

describeStores('missed and answered later', (store: () => TestStore) => {
	let estate: Estate;
	const letters: Letter[] = [];
	let mailFails = false;
	/** Members get letters of their own. */
	const mine = () => letters.filter(({ to }) => to === 'visitor@example.com');

	beforeAll(async () => {
		const outbox = createOutboxStore(store().db);
		const postman: Postman = {
			async send(letter) {
				letters.push(letter);
				return { kind: 'sent' };
			},
		};
		const add: typeof outbox.add = async (...drafts) => {
			if (mailFails) throw new BatonError('store.unavailable', { retryAfterMs: 1_000 });
			return outbox.add(...drafts);
		};
		estate = await openEstate(store(), { postman, store: { ...outbox, add } });
	});
	afterEach(async () => {
		letters.length = 0;
		mailFails = false;
		await estate.clear();
	});
	afterAll(() => estate.app.stop());

	async function house() {
		const accountId: AccountId = await estate.account('pro');
		const memberId = await estate.member(accountId, 'agent');
		const loginId = await estate.login(memberId);
		await estate.know();
		const { id: siteId } = await estate.app.sites.create(accountId, { address: 'shop.example' });
		// A caller is a proxy: nothing can be spread from it.
		const { missed, me } = estate.app.routers.member.createCaller(memberContext(loginId));
		return { siteId, memberId, missed, me };
	}

	const open = (siteId: SiteId, visitorId = makeVisitorId(fill)): Promise<SessionActor> =>
		estate.app.directory.open({ siteId, visitorId, language: 'lv', facts, page });

	async function ask(actor: SessionActor): Promise<void> {
		const told = await actor.tell({ type: 'visitor.asked', clientId: freshId(), why: 'button' });
		expect(told).toMatchObject({ ok: true });
	}
	const leave = (actor: SessionActor) => actor.tell({ type: 'visitor.left', why: 'visitor' });

	/** Somebody who asked for a person and went away. */
	async function missedOn(siteId: SiteId, { text, email }: { text?: string; email?: string } = {}) {
		const actor = await open(siteId);
		if (text !== undefined) await actor.tell({ type: 'visitor.said', clientId: freshId(), text });
		await ask(actor);
		if (email !== undefined) await actor.tell({ type: 'visitor.leftAddress', clientId: freshId(), email });
		await leave(actor);
		return { id: actor.session.id, visitorId: actor.session.visitorId };
	}

	const entriesOf = (id: SessionId): Promise<readonly Entry[]> => estate.stores.journal.read(id, noSeq, 100);

	test('who asked and left is listed with why, the question and the address; who was answered is not', async () => {
		const { siteId, missed } = await house();
		const { id } = await missedOn(siteId, { text: 'Do you engrave?', email: 'visitor@example.com' });
		const silent = await missedOn(siteId);
		const happy = await open(siteId);
		await leave(happy);
		const { rows, next } = await missed.list({ siteId });
		expect(next).toBeNull();
		expect(new Set(rows.map((row) => row.id))).toEqual(new Set([id, silent.id]));
		expect(rows.find((row) => row.id === id)).toMatchObject({
			why: 'button',
			question: 'Do you engrave?',
			contact: 'visitor@example.com',
			resolved: null,
			answeredAt: null,
			left: true,
			facts,
			page,
		});
		expect(rows.find((row) => row.id === silent.id)).toMatchObject({ question: '', contact: null });
	});

	test('open ones come first, newest first in each, page by page without a gap', async () => {
		const { siteId, missed } = await house();
		const all = [];
		for (let i = 0; i < 33; i += 1) all.push(await missedOn(siteId));
		const done = all.slice(0, 3);
		for (const { id } of done) {
			const { row } = await missed.read({ sessionId: id });
			await missed.resolve({ sessionId: id, gen: row.gen, clientId: freshId() });
		}
		const first = await missed.list({ siteId });
		const second = await missed.list({ siteId, cursor: first.next ?? '' });
		expect(second.next).toBeNull();
		const rows = [...first.rows, ...second.rows];
		expect(rows).toHaveLength(33);
		expect(new Set(rows.map((row) => row.id)).size).toBe(33);
		expect(rows.map((row) => row.resolved !== null)).toEqual(rows.map((_, i) => i >= 30));
		for (const part of [rows.slice(0, 30), rows.slice(30)]) {
			expect(part.map((row) => row.missedAt)).toEqual(part.map((row) => row.missedAt).toSorted((a, b) => b - a));
		}
		// Each is refused, and by the schema: nothing that is no place reaches the store.
		for (const cursor of ['nonsense', '', '\ud800', `2.1.${done[0]?.id}`, `${first.next} `]) {
			await expect(missed.list({ siteId, cursor })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
		}
	});

	test('the count is told within about a second of each change, and says when the list differs', async () => {
		const { siteId, missed } = await house();
		const feed = (await missed.feed({ siteId }))[Symbol.asyncIterator]();
		const told = async (): Promise<MissedNews> => {
			const { value }: { value?: unknown } = await feed.next();
			if (!isTrackedEnvelope(value)) throw new Error('the feed told nothing that is tracked');
			// An envelope says nothing of what is in it.
			return value[1] as MissedNews;
		};
		expect((await told()).open).toBe(0);
		const { id } = await missedOn(siteId);
		const after = performance.now();
		expect((await told()).open).toBe(1);
		expect(performance.now() - after).toBeLessThan(5_000);
		const { row } = await missed.read({ sessionId: id });
		await missed.resolve({ sessionId: id, gen: row.gen, clientId: freshId() });
		expect((await told()).open).toBe(0);
		await missed.unresolve({ sessionId: id, gen: row.gen, clientId: freshId() });
		expect((await told()).open).toBe(1);
		await feed.return?.(undefined);
	});

	test('a late answer is its own kind: no gen moves, no control changes, the item is resolved; and it is read back', async () => {
		const { siteId, missed, me } = await house();
		await me.updateProfile({ displayName: 'Anna' });
		const { id } = await missedOn(siteId, { text: 'Do you engrave?' });
		const before = await missed.read({ sessionId: id });
		const input = { sessionId: id, gen: before.row.gen, clientId: freshId(), text: 'Yes.' };
		const ack = await missed.answer(input);
		expect(ack.gen).toBe(before.row.gen);
		// I13: the same command again is the same answer.
		expect(await missed.answer(input)).toEqual(ack);
		const { row, entries, more } = await missed.read({ sessionId: id });
		expect(more).toBe(false);
		expect(entries.at(-1)).toMatchObject({ kind: 'late-answer', name: 'Anna', text: 'Yes.', seq: ack.seq });
		expect(row).toMatchObject({ gen: before.row.gen, left: true, resolved: { name: 'Anna' } });
		expect(row.answeredAt).not.toBeNull();
		const rest = await missed.read({ sessionId: id, after: ack.seq - 1 });
		expect(rest.entries.map((entry) => entry.seq)).toEqual([ack.seq]);
		expect(mine()).toEqual([]);
	});

	test('nothing is read that was not missed, and no live session is answered later; a stale gen is told (I3)', async () => {
		const { siteId, missed } = await house();
		const live = await open(siteId);
		await ask(live);
		const command = { sessionId: live.session.id, gen: live.state.gen, clientId: freshId() };
		await expect(missed.read({ sessionId: live.session.id })).rejects.toMatchObject({ message: 'not-found' });
		await expect(missed.answer({ ...command, text: 'Too early' })).rejects.toMatchObject({
			message: 'session.illegal',
		});
		const seen = live.state.gen;
		await leave(live);
		await expect(missed.answer({ ...command, gen: seen, clientId: freshId(), text: 'Stale' })).rejects.toMatchObject({
			message: 'control.stale',
		});
	});

	test('with an address it is handed to the mail once for each answer; where that fails, asking again mends it', async () => {
		const { siteId, missed } = await house();
		const { id } = await missedOn(siteId, { text: 'Do you engrave?', email: 'visitor@example.com' });
		const { row, sendsMail } = await missed.read({ sessionId: id });
		expect(sendsMail).toBe(true);
		const input = { sessionId: id, gen: row.gen, clientId: freshId(), text: 'Yes.' };
		mailFails = true;
		await expect(missed.answer(input)).rejects.toMatchObject({ message: 'store.unavailable' });
		expect((await missed.read({ sessionId: id })).row.resolved).not.toBeNull();
		mailFails = false;
		expect(await missed.answer(input)).toMatchObject({ gen: row.gen });
		await missed.answer(input);
		await expect.poll(() => mine().length, { timeout: 20_000 }).toBe(1);
		const [letter] = mine();
		expect(letter).toMatchObject({ to: 'visitor@example.com', subject: expect.stringContaining('shop.example') });
		for (const part of ['Yes.', '> Do you engrave?', page.url]) expect(letter?.text).toContain(part);
		expect((await entriesOf(id)).filter((entry) => entry.kind === 'late-answer')).toHaveLength(1);
	});

	async function codeOf(siteId: SiteId, visitorId: VisitorId): Promise<number> {
		const tokens = createVisitorTokens(Buffer.alloc(32, 7));
		const codes: number[] = [];
		const connection = {
			id: 'v1',
			writable: () => Promise.resolve(),
			close: (code: number) => void codes.push(code),
			closed: new AbortController().signal,
		};
		await greet(
			{ directory: estate.app.directory, tokens, fillRandom: fill },
			{
				siteId,
				connection,
				connectionParams: { hello: 'resume', token: tokens.mint({ siteId, visitorId }) },
				factsOf: () => facts,
				mayStart: () => true,
				languages: [],
			},
		);
		return codes[0] ?? 0;
	}

	test('a browser that comes back is told whether an answer waits, may still come, or neither; opening makes it seen', async () => {
		const { siteId, missed } = await house();
		const { id, visitorId } = await missedOn(siteId);
		expect(await codeOf(siteId, makeVisitorId(fill))).toBe(closeCodes.notLive);
		expect(await codeOf(siteId, visitorId)).toBe(closeCodes.awaited);
		const { row } = await missed.read({ sessionId: id });
		await missed.answer({ sessionId: id, gen: row.gen, clientId: freshId(), text: 'Yes.' });
		expect(await codeOf(siteId, visitorId)).toBe(closeCodes.answered);
		const back = await open(siteId, visitorId);
		expect(back.session.id).toBe(id);
		await leave(back);
		expect(await codeOf(siteId, visitorId)).toBe(closeCodes.notLive);
	});

	test('after more than a day the answer is brought along into the new session, once, with where it is from', async () => {
		const { siteId, missed } = await house();
		const { id, visitorId } = await missedOn(siteId, { text: 'Do you engrave?' });
		const { row } = await missed.read({ sessionId: id });
		const { seq } = await missed.answer({ sessionId: id, gen: row.gen, clientId: freshId(), text: 'Yes.' });
		await longAgo(id);
		const second = await open(siteId, visitorId);
		expect(second.session).toMatchObject({ previousId: id });
		const written = await entriesOf(second.session.id);
		expect(written.map((entry) => entry.kind)).toEqual(['opened', 'late-answer']);
		expect(written[1]).toMatchObject({ text: 'Yes.', of: { sessionId: id, seq } });
		expect(second.state).toMatchObject({ mode: 'ai-responding', messages: 1, missed: null });
		await leave(second);
		await longAgo(second.session.id);
		const third = await open(siteId, visitorId);
		expect(third.session.id).not.toBe(second.session.id);
		expect(third.state.messages).toBe(0);
		await leave(third);
	});

	/** As if all of it had happened two days before. */
	async function longAgo(id: SessionId): Promise<void> {
		const ago = 2 * dayMs;
		await estate.db
			.updateTable('sessions')
			.set({
				last_at: sql`last_at - ${ago}::bigint`,
				opened_at: sql`opened_at - ${ago}::bigint`,
				late_at: sql`late_at - ${ago}::bigint`,
			})
			.where('id', '=', id)
			.execute();
		await estate.db
			.updateTable('entries')
			.set({ at: sql`at - ${ago}::bigint` })
			.where('session_id', '=', id)
			.execute();
	}

	test('who comes back and is taken over is no longer missed; an AI that answers after all closes a question only', async () => {
		const { siteId, memberId, missed } = await house();
		const { id, visitorId } = await missedOn(siteId);
		const back = await open(siteId, visitorId);
		await back.tell({ type: 'visitor.said', clientId: freshId(), text: 'Hello again' });
		expect((await missed.list({ siteId })).rows).toMatchObject([{ id, left: false, resolved: null }]);
		const agent = { memberId, name: 'Anna' };
		await back.tell({ type: 'agent.tookOver', agent, gen: back.state.gen, clientId: freshId() });
		expect((await missed.list({ siteId })).rows).toMatchObject([{ id, left: false, resolved: {} }]);
		await leave(back);
	});

	test('I29 another account’s missed session is one that does not exist, and its visitors’ addresses are nobody else’s', async () => {
		const [mine, other] = [await house(), await house()];
		const { id } = await missedOn(mine.siteId, { email: 'visitor@example.com' });
		await expect(other.missed.list({ siteId: mine.siteId })).rejects.toMatchObject({ message: 'not-found' });
		await expect(other.missed.read({ sessionId: id })).rejects.toMatchObject({ message: 'not-found' });
		const command = { sessionId: id, gen: 3, clientId: freshId() };
		await expect(other.missed.answer({ ...command, text: 'Hi' })).rejects.toMatchObject({ message: 'not-found' });
		await expect(other.missed.resolve(command)).rejects.toMatchObject({ message: 'not-found' });
		expect((await other.missed.list({ siteId: other.siteId })).rows).toEqual([]);
	});
});
