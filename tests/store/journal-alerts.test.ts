/** Alerts stand and fall with the entries that they tell of: one statement, one fence (I14, I17). */
import { beforeAll, expect, test } from 'vitest';
import type { Commit, SessionFacts } from '../../server/actor/ports.ts';
import type { Telling } from '../../server/session/alerts.ts';
import { type SiteId, seqOf } from '../../shared/ids.ts';
import { describeStores, type TestStore } from '../support/store.ts';
import { commitOf, makeSite, newSession, openJournal, said, storedSession } from './transcripts.ts';

const tellingOf = (seq: number): Telling => ({ kind: 'message', seq: seqOf(seq), why: null });

function telling(commit: Commit): Commit {
	return { ...commit, alerts: commit.entries.map(({ seq }) => tellingOf(seq)) };
}

async function alertsOf({ db }: TestStore, { id }: SessionFacts): Promise<readonly number[]> {
	const rows = await db.selectFrom('alerts').select('seq').where('session_id', '=', id).orderBy('seq').execute();
	return rows.map(({ seq }) => seq);
}

describeStores('alerts in the journal', (store) => {
	let siteId: SiteId;
	beforeAll(async () => {
		siteId = await makeSite(store());
	});

	test('I17: they are written with the entries of a new session and of one that goes on', async () => {
		const journal = openJournal(store());
		const session = newSession(siteId);
		await journal.commit(telling(commitOf({ session, entries: [said(1), said(2)] })));
		expect(await alertsOf(store(), session)).toEqual([1, 2]);
		await journal.commit({ ...commitOf({ session, entries: [said(3), said(4)] }), alerts: [tellingOf(4)] });
		expect(await alertsOf(store(), session)).toEqual([1, 2, 4]);
		const row = await store()
			.db.selectFrom('alerts')
			.selectAll()
			.where('session_id', '=', session.id)
			.executeTakeFirst();
		expect(row).toMatchObject({ at: 1_790_000_000_001, page: 'https://shop.example/cenas', country: 'LV', why: null });
	});

	test('I14: a fenced writer tells nobody, and others of its batch do', async () => {
		const journal = openJournal(store());
		const [lost, kept] = [await storedSession(journal, siteId), await storedSession(journal, siteId)];
		await journal.claim(lost.id);
		const outcomes = await Promise.all([
			journal.commit(telling(commitOf({ session: lost, entries: [said(2)] }))),
			journal.commit(telling(commitOf({ session: kept, entries: [said(2)] }))),
		]);
		expect(outcomes.map(({ kind }) => kind)).toEqual(['fenced', 'committed']);
		expect(await alertsOf(store(), lost)).toEqual([]);
		expect(await alertsOf(store(), kept)).toEqual([2]);
	});

	test('I13: a conflict tells nobody, and the same commit again tells nobody twice', async () => {
		const journal = openJournal(store());
		const session = await storedSession(journal, siteId);
		const again = telling(commitOf({ session, entries: [said(2, 'c1')] }));
		expect(await journal.commit(again)).toEqual({ kind: 'conflict' });
		expect(await alertsOf(store(), session)).toEqual([]);
		const once = telling(commitOf({ session, entries: [said(2, 'c2')] }));
		const outcomes = await Promise.all([journal.commit(once), journal.commit(once)]);
		expect(outcomes.map(({ kind }) => kind)).toEqual(['committed', 'conflict']);
		expect(await alertsOf(store(), session)).toEqual([2]);
	});
});
