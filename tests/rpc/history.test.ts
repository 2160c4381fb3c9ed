/** All chats of a site, sought and read through the procedures, on both databases. */
import { randomFillSync } from 'node:crypto';
import { TRPCError } from '@trpc/server';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SessionFacts } from '../../server/actor/ports.ts';
import type { EntryBody } from '../../shared/entry.ts';
import { BatonError } from '../../shared/errors.ts';
import { clientIdOf, makeSessionId, makeVisitorId, noSeq, seqOf } from '../../shared/ids.ts';
import type { Plan, Role } from '../../shared/plans.ts';
import { newSession } from '../store/transcripts.ts';
import { describeStores, type TestStore } from '../support/store.ts';
import { type Estate, openEstate } from './support/estate.ts';
import {
	anna,
	answered,
	asked,
	idsOf,
	missedAt,
	newestFirst,
	openHistoryHouse,
	recent,
	released,
	tookOver,
} from './support/history-house.ts';

const fill = (bytes: Uint8Array<ArrayBuffer>) => randomFillSync(bytes);
/** All that a client could tell one refusal from another by. */
async function refusalOf(call: Promise<unknown>): Promise<unknown> {
	const thrown: unknown = await call.then(() => null).catch((error: unknown) => error);
	if (!(thrown instanceof TRPCError) || !(thrown.cause instanceof BatonError)) throw new Error('no typed refusal');
	return { code: thrown.code, message: thrown.message, cause: thrown.cause.code, detail: thrown.cause.detail };
}

describeStores('the history of a site', (store: () => TestStore) => {
	let estate: Estate;
	beforeAll(async () => {
		estate = await openEstate(store());
	});
	afterEach(() => estate.clear());
	afterAll(() => estate.app.stop());

	const house = (plan: Plan = 'pro', role: Role = 'viewer') => openHistoryHouse(estate, plan, role);
	const visit = (siteId: SessionFacts['siteId'], visitorId = makeVisitorId(fill)) =>
		estate.app.directory.open({ ...newSession(siteId), visitorId });
	let said = 0;
	async function say(actor: Awaited<ReturnType<typeof visit>>, text: string) {
		said += 1;
		const clientId = clientIdOf(`history-${said}`);
		expect(await actor.tell({ type: 'visitor.said', clientId, text })).toMatchObject({ ok: true });
	}

	test('newest visit first, page by page without hole or repeat, when several began in the same millisecond too', async () => {
		const { all, chat, list } = await house();
		const start = recent();
		const chats = await Promise.all(Array.from({ length: 65 }, (_, i) => chat([], start + Math.floor(i / 40))));
		expect(await all()).toEqual({ ids: newestFirst(chats), lengths: [30, 30, 5] });
		// Each is refused, and by the schema: nothing that is no place reaches the store.
		for (const cursor of ['nonsense', '', '\ud800', `1.1.${chats[0]?.session.id}`, `${(await list()).next} `]) {
			await expect(list({ cursor })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
		}
	});

	test('a page that is just full, and the last, is the last', async () => {
		const { all, chat } = await house();
		await Promise.all(Array.from({ length: 30 }, () => chat([])));
		for (const find of ['', 'session_']) expect((await all({ find })).lengths).toEqual([30]);
	});

	test('who comes back between two pages is at the top, and nobody else is left out or told twice', async () => {
		const { siteId, all, chat, list } = await house();
		const chats = await Promise.all(Array.from({ length: 40 }, (_, i) => chat([asked('Hello')], recent() + i)));
		const order = newestFirst(chats);
		const first = await list();
		const [told, untold] = [chats.at(-3), chats.at(3)];
		for (const back of [told, untold]) {
			const actor = await visit(siteId, back?.session.visitorId);
			expect(actor.session.id).toBe(back?.session.id);
			await say(actor, 'Hello again');
		}
		expect((await all({}, first)).ids).toEqual(order.filter((id) => id !== untold?.session.id));
		const top = [untold?.session.id, told?.session.id];
		expect((await all()).ids).toEqual([...top, ...order.filter((id) => !top.includes(id))]);
	});

	test('a row tells the chat: where, when, how it began, who came, what is owed, how to write back', async () => {
		const { siteId, chat, list } = await house();
		const beginning = 'ā'.repeat(138);
		const people = ['Anna', 'Bert', 'Anna', ''].flatMap((name) => [tookOver(name), released(name)]);
		const said = [asked(`${beginning}😀 and more`), answered('Labdien'), asked('second'), ...people];
		const contact = 'visitor@example.com';
		const at = recent();
		const marks = { messages: 3, contact, missed: missedAt(at) };
		const { session, openedAt, lastAt } = await chat(said, at, marks);
		const bare = await chat([], at - 1, { missed: missedAt(at, true) });
		const short = await chat([asked('x'.repeat(140))], at - 2);
		const { id, facts, page } = session;
		const { rows, next } = await list();
		expect(next).toBeNull();
		expect(rows[0]).toEqual({
			...{ id, facts, page, openedAt, lastAt, messages: 3, contact },
			...{ first: `${beginning}…`, agents: ['Anna', 'Bert', ''], missed: { resolved: false }, live: false },
		});
		expect(rows[1]).toMatchObject({ id: bare.session.id, first: '', agents: [], missed: { resolved: true } });
		expect(rows[2]).toMatchObject({ id: short.session.id, first: 'x'.repeat(140), missed: null, contact: null });
		const actor = await visit(siteId);
		// Nothing is stored of who has only looked.
		expect((await list()).rows).toHaveLength(3);
		await say(actor, 'Hello');
		expect((await list()).rows[0]).toMatchObject({ id: actor.session.id, first: 'Hello', live: true });
		await actor.tell({ type: 'visitor.left', why: 'visitor' });
		expect((await list()).rows[0]).toMatchObject({ id: actor.session.id, live: false });
	});

	test('those that a person took over, and those that were missed, are found by themselves and by what was said', async () => {
		const { chat, find, list } = await house();
		const missed = { missed: missedAt(recent()) };
		await chat([asked('one')], recent());
		await chat([asked('two'), tookOver('Anna')], recent() + 1);
		await chat([asked('three')], recent() + 2, missed);
		await chat([asked('four two'), tookOver('Anna')], recent() + 3, missed);
		const firsts = async (wish: Parameters<typeof list>[0]) => (await list(wish)).rows.map(({ first }) => first);
		expect(await firsts({ kind: 'human' })).toEqual(['four two', 'two']);
		expect(await firsts({ kind: 'missed' })).toEqual(['four two', 'three']);
		expect(await firsts({ kind: 'human', find: 'FOUR' })).toEqual(['four two']);
		expect(await firsts({ kind: 'missed', find: 'two' })).toEqual(['four two']);
		expect(await find('two')).toEqual(['four two', 'two']);
	});

	test('a search looks at what visitor, AI and agents wrote, whatever its case and accents; every sign is a letter', async () => {
		const { chat, find } = await house();
		const agent = { memberId: anna, name: 'Anna' };
		await chat([asked('A'), answered('Piegāde maksā trīs eiro')]);
		await chat([asked('B ŽELĒJA'), { kind: 'message', author: 'agent', text: 'Доставка ЗАВТРА', ...agent }]);
		await chat([asked('C 100% a_b c\\d'), { kind: 'late-answer', text: 'Rīt ﬁne', ...agent }]);
		await chat([asked('D'), { kind: 'whisper', text: 'Offer the voucher', ...agent }]);
		expect(await find('voucher')).toEqual(['D']);
		expect(await find('piegade')).toEqual(['A']);
		expect(await find('PIEGĀDE MAKSA')).toEqual(['A']);
		for (const text of ['želēja', 'zeleja', 'доставка завтра']) expect(await find(text)).toEqual(['B ŽELĒJA']);
		for (const text of ['0%', '0％', 'a_b', 'C\\D', 'rit', 'ﬁne'])
			expect(await find(text)).toEqual(['C 100% a_b c\\d']);
		// Nothing of these is written anywhere: wildcards would find it. Names, kinds and marks are no text either.
		for (const text of ['%%', '％％', '_', 'a%b', 'c\\', "'", '\\', 'Anna', 'message', 'session']) {
			const found = ['_', 'c\\', '\\'].includes(text) ? ['C 100% a_b c\\d'] : [];
			expect([text, await find(text)]).toEqual([text, found]);
		}
	});

	test('a search finds the address that was left, and the beginning of an id; nothing else is answered with nothing', async () => {
		const { chat, list } = await house();
		const { session } = await chat([], recent(), { contact: 'Liga.Berzina@example.com' });
		const other = await chat([]);
		const found = async (text: string) => idsOf((await list({ find: text })).rows);
		expect(await found('berziņa@EXAMPLE')).toEqual([session.id]);
		expect(await found(session.id)).toEqual([session.id]);
		expect(await found(other.session.id.slice(0, 15))).toEqual([other.session.id]);
		expect(await found(session.id.slice(8))).toEqual([]);
		expect(await list({ find: 'nobody said so' })).toMatchObject({ rows: [], next: null });
	});

	test('a search goes on by its cursor past the sessions that are looked through at once', async () => {
		const { all, chat } = await house();
		const sought = await chat([asked('needle'), tookOver('Anna')], recent() - 1);
		const { session } = await chat([asked('hay')]);
		await copy(session.id, 450);
		for (const wish of [{ find: 'needle' }, { kind: 'human' } as const]) {
			const { ids, lengths } = await all(wish);
			expect(ids).toEqual([sought.session.id]);
			expect(lengths.length).toBeGreaterThan(1);
		}
		const everything = await all({ find: 'hay' });
		expect(everything.ids).toHaveLength(451);
		expect(new Set(everything.ids).size).toBe(451);
	});

	async function copy(id: SessionFacts['id'], times: number): Promise<void> {
		const { db } = estate;
		const row = await db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
		const entries = await estate.stores.journal.read(id, noSeq, 10);
		const ids = Array.from({ length: times }, () => makeSessionId(fill));
		const json = { facts: JSON.stringify(row.facts), page: JSON.stringify(row.page) };
		await db
			.insertInto('sessions')
			.values(ids.map((copied) => ({ ...row, ...json, id: copied })))
			.execute();
		for (const { seq } of entries) {
			await sql`insert into entries (session_id, seq, gen, at, kind, body)
				select unnest(${ids}::text[]), seq, gen, at, kind, body from entries
				where session_id = ${id} and seq = ${seq}`.execute(db);
		}
	}

	test('a transcript is read part after part without waking its session, with what members see and nothing internal', async () => {
		const { siteId, chat, history } = await house();
		const turn: EntryBody = { kind: 'turn-started', answersUpTo: seqOf(2) };
		const kept: EntryBody = { kind: 'kept', memberId: anna };
		const talk = Array.from({ length: 58 }, (_, i) => [asked(`${i}`), turn]).flat();
		const { session } = await chat([...talk, tookOver('Anna'), kept]);
		const sessionId = session.id;
		const first = await history.read({ sessionId });
		expect(first).toMatchObject({ reached: 50, more: true, row: { id: sessionId, agents: ['Anna'], first: '0' } });
		const second = await history.read({ sessionId, after: first.reached });
		const third = await history.read({ sessionId, after: second.reached });
		expect(third).toMatchObject({ reached: 120, more: false });
		const entries = [first, second, third].flatMap((part) => part.entries);
		const stored = await estate.stores.journal.read(sessionId, noSeq, 1_000);
		expect(entries).toEqual(stored.filter(({ kind }) => kind !== 'turn-started'));
		expect(entries.map(({ kind }) => kind).slice(-3)).toEqual(['took-over', 'kept', 'left']);
		expect(await history.read({ sessionId, after: third.reached })).toMatchObject({ entries: [], more: false });
		expect(estate.app.directory.sessions(siteId)).toEqual([]);
	});

	test('I29 another account’s site and session are answered as those that do not exist', async () => {
		const [mine, other] = [await house('pro', 'owner'), await house('pro', 'owner')];
		const { session } = await mine.chat([asked('Our secret')]);
		const live = await visit(mine.siteId);
		await say(live, 'Another secret');
		const nowhere = await refusalOf(other.list({ siteId: mine.siteId, find: 'secret' }));
		expect(nowhere).toMatchObject({ message: 'not-found' });
		const noSite = crypto.randomUUID();
		expect(nowhere).toEqual(await refusalOf(other.list({ siteId: noSite, find: 'secret' })));
		const nobody = await refusalOf(other.history.read({ sessionId: makeSessionId(fill) }));
		expect(nobody).toMatchObject({ message: 'not-found' });
		for (const sessionId of [session.id, live.session.id]) {
			expect(await refusalOf(other.history.read({ sessionId }))).toEqual(nobody);
			expect((await mine.history.read({ sessionId })).row.id).toBe(sessionId);
		}
		for (const find of ['', 'secret', session.id]) expect(await other.list({ find })).toMatchObject({ rows: [] });
	});

	test('every role and every plan may read: it is no live monitoring', async () => {
		for (const plan of ['free', 'standard'] as const) {
			for (const role of ['viewer', 'agent', 'owner'] as const) {
				const { chat, list, history } = await house(plan, role);
				const { session } = await chat([asked('Hello')]);
				expect((await list()).rows).toMatchObject([{ id: session.id }]);
				expect((await history.read({ sessionId: session.id })).entries).toHaveLength(3);
			}
		}
	});

	test('a database that does not answer is a refusal that says so, and when to ask again', async () => {
		const { chat, list, history } = await house();
		const { session } = await chat([asked('Hello')]);
		const run = (statement: RawBuilder<unknown>) => statement.execute(estate.db);
		await run(sql`alter table entries rename to entries_away`);
		const refusal = { cause: { code: 'store.unavailable', detail: { retryAfterMs: 1_000 } } };
		try {
			await expect(list()).rejects.toMatchObject(refusal);
			await expect(list({ find: 'Hello' })).rejects.toMatchObject(refusal);
			await expect(history.read({ sessionId: session.id })).rejects.toMatchObject(refusal);
		} finally {
			await run(sql`alter table entries_away rename to entries`);
		}
		expect((await list()).rows).toHaveLength(1);
	});
});
