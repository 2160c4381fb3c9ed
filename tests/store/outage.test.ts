/** A database that is down, cut off or silent: typed faults within a bound, nothing lost or twice, and it heals by itself. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { SessionFacts } from '../../server/actor/ports.ts';
import type { Log } from '../../server/log.ts';
import { type OpenDatabase, openDatabase } from '../../server/store/database.ts';
import { createSessionIndex } from '../../server/store/sessions.ts';
import type { SiteId } from '../../shared/ids.ts';
import { testPostgres } from '../support/postgres.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { commitOf, makeSite, newSession, openJournal, said, storedSession, transcriptOf } from './transcripts.ts';

/** In every commit on the wire, and in nothing else. */
const statement = '"client_id":';
let direct: TestStore;
let siteId: SiteId;
let proxy: TcpProxy;
let database: OpenDatabase;
let journal: ReturnType<typeof openJournal>;
let session: SessionFacts;

beforeAll(async () => {
	direct = await openTestStore('postgres');
	siteId = await makeSite(direct);
});
afterAll(() => direct.close());

beforeEach(async () => {
	proxy = await createTcpProxy((await testPostgres()).port);
	const url = new URL(direct.url ?? '');
	url.port = String(proxy.port);
	database = await openDatabase({ kind: 'postgres', url: url.href });
	journal = openJournal(database);
	session = await storedSession(journal, siteId);
});
afterEach(async () => {
	await database.close();
	await proxy.close();
});

/** The read-back and retry that a caller makes after an unknown outcome, until it knows. */
async function settle(entries: ReturnType<typeof said>[]): Promise<void> {
	const position = await journal.position(session.id);
	if (position?.lastSeq === entries.at(-1)?.seq) return;
	expect(await journal.commit(commitOf({ session, entries }))).toEqual({ kind: 'committed' });
}

for (const when of ['before', 'after'] as const) {
	test(`cut ${when} the server got the statement: the outcome is unknown, and a read-back tells`, async () => {
		const cut = proxy.cutAt(statement, when);
		const entries = [said(2, 'c2'), said(3, 'c3')];
		const outcome = journal.commit(commitOf({ session, entries }));
		await expect(outcome).rejects.toMatchObject({ name: 'StoreFault', outcome: 'unknown' });
		await cut;
		expect(await journal.position(session.id)).toEqual({ lastSeq: when === 'before' ? 1 : 3, epoch: 1 });
		await settle(entries);
		expect(await transcriptOf(journal, session.id)).toEqual([said(1, 'c1'), ...entries]);
	});
}

test('the same entries again after an unknown outcome that was a success: a conflict, and nothing twice', async () => {
	const cut = proxy.cutAt(statement, 'after');
	const commit = commitOf({ session, entries: [said(2)] });
	await expect(journal.commit(commit)).rejects.toMatchObject({ outcome: 'unknown' });
	await cut;
	expect(await journal.commit(commit)).toEqual({ kind: 'conflict' });
	expect(await transcriptOf(journal, session.id)).toHaveLength(2);
});

test('a new session whose making was cut after the server got it: there once, and the repetition is a conflict', async () => {
	const cut = proxy.cutAt(statement, 'after');
	const made = commitOf({ session: newSession(siteId), entries: [said(1)] });
	await expect(journal.commit(made)).rejects.toMatchObject({ outcome: 'unknown' });
	await cut;
	expect(await journal.commit(made)).toEqual({ kind: 'conflict' });
	expect(await journal.position(made.session.id)).toEqual({ lastSeq: 1, epoch: 1 });
});

test('down: every call is refused at once; up again: everything works, and the process lives', async () => {
	const index = createSessionIndex(database);
	await proxy.down();
	const begun = performance.now();
	const calls = [
		() => journal.commit(commitOf({ session, entries: [said(2)] })),
		() => journal.claim(session.id),
		() => journal.position(session.id),
		() => index.toWake(),
		() => journal.read(session.id, said(1).seq, 10),
	];
	// What was idle in the pool may be found dead only when it is used: that one call is unknown, the next one refused.
	await Promise.allSettled(calls.map((call) => call()));
	for (const call of calls) await expect(call()).rejects.toMatchObject({ name: 'StoreFault', outcome: 'refused' });
	expect(performance.now() - begun).toBeLessThan(5_000);
	await proxy.up();
	await settle([said(2)]);
	expect(await transcriptOf(journal, session.id)).toHaveLength(2);
	expect((await index.toWake()).map((woken) => woken.id)).toContain(session.id);
});

test('silent: commits are answered within about two seconds, also those behind them, and it heals by itself', async () => {
	const others = await Promise.all([storedSession(journal, siteId), storedSession(journal, siteId)]);
	proxy.mute();
	const begun = performance.now();
	const commits = [session, ...others].map((each) => journal.commit(commitOf({ session: each, entries: [said(2)] })));
	const behind = journal.commit(commitOf({ session, entries: [said(3)] }));
	const results = await Promise.allSettled([...commits, behind]);
	const took = performance.now() - begun;
	const outcomes = results.map((result) => (result.status === 'rejected' ? result.reason.outcome : 'written'));
	// The one behind is refused unsent; on a busy machine it may have been sent before the line was given up.
	expect([outcomes.slice(0, 3), outcomes[3] === 'written']).toEqual([['unknown', 'unknown', 'unknown'], false]);
	expect(took).toBeGreaterThan(1_900);
	// A busy machine is late; one that waits for the system's own patience takes minutes.
	expect(took).toBeLessThan(10_000);
	// Connections that went silent are given up one by one: a read-back ends too, although nobody speaks yet.
	await expect(journal.position(session.id)).rejects.toMatchObject({ name: 'StoreFault' });
	proxy.speak();
	await expect
		.poll(() => journal.position(session.id).catch(() => null), { timeout: 10_000 })
		.toMatchObject({ lastSeq: 1 });
	await settle([said(2)]);
	if (outcomes[3] === 'refused') expect(await transcriptOf(journal, session.id)).toHaveLength(2);
}, 40_000);

test('while the database fails and comes back under load, what was acknowledged is there, dense and once', async () => {
	const sessions = await Promise.all(Array.from({ length: 12 }, () => storedSession(journal, siteId)));
	let writing = true;
	const writers = sessions.map(async (each) => {
		const acknowledged = [said(1, 'c1')];
		while (writing) {
			const entry = said(acknowledged.length + 1, `c${acknowledged.length + 1}`);
			try {
				const outcome = await journal.commit(commitOf({ session: each, entries: [entry] }));
				if (outcome.kind !== 'committed') return expect.unreachable(`the only writer met ${outcome.kind}`);
				acknowledged.push(entry);
			} catch {
				// Read back until the database is there again.
				const position = await vi.waitUntil(() => journal.position(each.id).catch(() => null), { timeout: 10_000 });
				if (position.lastSeq === entry.seq) acknowledged.push(entry);
				else expect(position.lastSeq).toBe(entry.seq - 1);
			}
		}
		return acknowledged;
	});
	for (let outage = 0; outage < 6; outage++) {
		await proxy.cutAt(statement, outage % 2 === 0 ? 'after' : 'before');
		if (outage % 3 !== 2) continue;
		await proxy.down();
		await proxy.up();
	}
	writing = false;
	const acknowledged = await Promise.all(writers);
	for (const [i, each] of sessions.entries()) {
		expect(await transcriptOf(journal, each.id)).toEqual(acknowledged[i]);
	}
}, 30_000);

test('an idle connection that the server ends is a log line, not the end of the process', async () => {
	const heard = Promise.withResolvers<string>();
	const log: Log = { debug() {}, info() {}, error() {}, warn: (_fields, message) => heard.resolve(message) };
	const own = await openDatabase({ kind: 'postgres', url: direct.url ?? '', log });
	try {
		await openJournal(own).position(session.id);
		const server = await testPostgres();
		await server.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1`, [
			new URL(direct.url ?? '').pathname.slice(1),
		]);
		expect(await heard.promise).toBe('a database connection was lost');
		expect(
			await vi.waitUntil(() =>
				openJournal(own)
					.position(session.id)
					.catch(() => null),
			),
		).toMatchObject({ lastSeq: 1 });
	} finally {
		await own.close();
	}
});

test('a connection that ends between two statements of a transaction fails the transaction, not the process', async () => {
	const server = await testPostgres();
	const transaction = database.db.transaction().execute(async (open) => {
		const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(open);
		await server.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
		const gone = () => server.query('select 1 from pg_stat_activity where pid = $1', [rows[0]?.pid]);
		await vi.waitUntil(async () => (await gone()).length === 0);
		await sql`select 1`.execute(open);
	});
	await expect(transaction).rejects.toThrow();
	expect(await journal.position(session.id)).toMatchObject({ lastSeq: 1 });
});

test('down at the start: one sentence with the host, without the password', async () => {
	await proxy.down();
	const url = `postgres://baton:secret-word@127.0.0.1:${proxy.port}/nothing`;
	const start = openDatabase({ kind: 'postgres', url });
	await expect(start).rejects.toThrow(
		`The database 127.0.0.1:${proxy.port} can not be reached (connect ECONNREFUSED 127.0.0.1:${proxy.port}): start it, or correct DATABASE_URL.`,
	);
	await proxy.up();
	await expect(openDatabase({ kind: 'postgres', url })).rejects.toThrow(/\(database "nothing" does not exist\)/);
	await expect(openDatabase({ kind: 'postgres', url })).rejects.not.toThrow(/secret-word/);
});
