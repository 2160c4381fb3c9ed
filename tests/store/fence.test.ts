/** I14 where it is hardest: the claim commits while the old owner's statement is already running. */
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../server/store/database.ts';
import type { Database } from '../../server/store/schema.ts';
import type { SiteId } from '../../shared/ids.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { commitOf, makeSite, openJournal, said, storedSession, transcriptOf } from './transcripts.ts';

let store: TestStore;
let other: OpenDatabase;
let siteId: SiteId;

beforeAll(async () => {
	store = await openTestStore('postgres');
	other = await openDatabase({ kind: 'postgres', url: store.url ?? '' });
	siteId = await makeSite(store);
});
afterAll(async () => {
	await other.close();
	await store.close();
});

/** Resolves once a statement of the journal waits for a lock of somebody else. */
async function journalWaits(db: Kysely<Database>): Promise<void> {
	for (;;) {
		const { rows } = await sql`
			select 1 from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock' and query like '%with asked as%'`.execute(db);
		if (rows.length > 0) return;
	}
}

test('a claim that commits after the old owner has begun its write still fences it', async () => {
	const journal = openJournal(store);
	const session = await storedSession(journal, siteId);
	const bystander = await storedSession(journal, siteId);
	const outcomes = await other.db.transaction().execute(async (claiming) => {
		await sql`update sessions set epoch = epoch + 1 where id = ${session.id}`.execute(claiming);
		const both = [session, bystander].map((each) => journal.commit(commitOf({ session: each, entries: [said(2)] })));
		await journalWaits(other.db);
		return both;
	});
	expect(await Promise.all(outcomes)).toEqual([{ kind: 'fenced' }, { kind: 'committed' }]);
	expect(await journal.position(session.id)).toEqual({ lastSeq: 1, epoch: 2 });
	expect(await transcriptOf(journal, session.id)).toEqual([said(1, 'c1')]);
});

test('a claim waits for a write that is running, and then sees it', async () => {
	const [journal, successor] = [openJournal(store), openJournal(other)];
	const session = await storedSession(journal, siteId);
	for (let seq = 2; seq < 12; seq++) {
		const [outcome, claimed] = await Promise.all([
			journal.commit(commitOf({ session, epoch: seq - 1, entries: [said(seq)] })),
			successor.claim(session.id),
		]);
		const position = await successor.position(session.id);
		if (outcome.kind === 'fenced') await successor.commit(commitOf({ session, epoch: seq, entries: [said(seq)] }));
		expect(claimed?.epoch).toBe(seq);
		expect(position?.lastSeq).toBe(outcome.kind === 'fenced' ? seq - 1 : seq);
	}
	expect(await transcriptOf(successor, session.id)).toHaveLength(11);
});

test('a read-back waits for a write whose answer was lost', async () => {
	const journal = openJournal(store);
	const session = await storedSession(journal, siteId);
	const read = await other.db.transaction().execute(async (writing) => {
		await sql`update sessions set last_seq = 2 where id = ${session.id}`.execute(writing);
		const position = journal.position(session.id);
		const early = await Promise.race([position, sql`select pg_sleep(0.1)`.execute(store.db).then(() => 'waits')]);
		expect(early).toBe('waits');
		return [position];
	});
	expect(await read[0]).toEqual({ lastSeq: 2, epoch: 1 });
});

test('a row that somebody else holds for too long: a fault within its bound, and then the read-back is true', async () => {
	const journal = openJournal(store);
	const session = await storedSession(journal, siteId);
	const commit = commitOf({ session, entries: [said(2)] });
	await other.db.transaction().execute(async (holding) => {
		await sql`select from sessions where id = ${session.id} for update`.execute(holding);
		const begun = performance.now();
		await expect(journal.commit(commit)).rejects.toMatchObject({ name: 'StoreFault' });
		expect(performance.now() - begun).toBeLessThan(5_000);
	});
	// Refused by the server after 1.5 s; on a machine that is too busy for that, unknown, and then either may be true.
	const position = await journal.position(session.id);
	if (position?.lastSeq === 1) expect(await journal.commit(commit)).toEqual({ kind: 'committed' });
	expect(await transcriptOf(journal, session.id)).toHaveLength(2);
});

test('a server that ends the connection in the middle of a commit: unknown, and the read-back tells', async () => {
	const journal = openJournal(store);
	const session = await storedSession(journal, siteId);
	const commit = commitOf({ session, entries: [said(2)] });
	await other.db.transaction().execute(async (holding) => {
		await sql`select from sessions where id = ${session.id} for update`.execute(holding);
		const outcome = expect(journal.commit(commit)).rejects.toMatchObject({ outcome: 'unknown' });
		await journalWaits(other.db);
		await sql`
			select pg_terminate_backend(pid) from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock' and query like '%with asked as%'`.execute(
			other.db,
		);
		await outcome;
	});
	// The connection may still be on its way out of the pool: like the gate, ask again until somebody answers.
	expect(await vi.waitFor(() => journal.position(session.id), { timeout: 10_000 })).toEqual({ lastSeq: 1, epoch: 1 });
	expect(await vi.waitFor(() => journal.commit(commit), { timeout: 10_000 })).toEqual({ kind: 'committed' });
});

test('the journal never reads a whole table, even where its plans were made while the tables were empty', async () => {
	const fresh = await openTestStore('postgres');
	try {
		const journal = openJournal(fresh);
		const site = await makeSite(fresh);
		const sessions = await Promise.all(Array.from({ length: 20 }, () => storedSession(journal, site)));
		for (let seq = 2; seq < 12; seq++) {
			await Promise.all(sessions.map((session) => journal.commit(commitOf({ session, entries: [said(seq)] }))));
		}
		for (const { id } of sessions) await journal.claim(id);
		await fresh.journalDb.destroy();
		// A connection's counts are complete once it has ended.
		const scans = () =>
			sql<{ scans: number; rows: number }>`
				select seq_scan as scans, n_tup_ins as rows from pg_stat_user_tables where relname = 'sessions'`.execute(
				fresh.db,
			);
		await expect.poll(async () => (await scans()).rows[0]?.rows, { timeout: 10_000 }).toBe(20);
		expect((await scans()).rows[0]?.scans).toBe(0);
	} finally {
		await fresh.db.destroy();
	}
});
