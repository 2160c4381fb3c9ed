/** What every journal must do, whatever database is under it. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { StoreFault } from '../../server/actor/ports.ts';
import { createSessionIndex } from '../../server/store/sessions.ts';
import {
	clientIdOf,
	epochOf,
	genOf,
	memberIdOf,
	noSeq,
	type SiteId,
	seqOf,
	sessionIdOf,
	siteIdOf,
} from '../../shared/ids.ts';
import type { TestStore } from '../support/store.ts';
import {
	anyTranscript,
	commitOf,
	makeSite,
	newSession,
	openJournal,
	openProjection,
	said,
	storedSession,
	transcriptOf,
} from './transcripts.ts';

const committed = { kind: 'committed' };
const conflict = { kind: 'conflict' };
const fenced = { kind: 'fenced' };
const nowhere = sessionIdOf('session_0000000000000000000000');

export function journalContract(store: () => TestStore): void {
	let siteId: SiteId;
	beforeAll(async () => {
		siteId = await makeSite(store());
	});

	describe('what is written can be read', () => {
		test('entries of every kind come back exactly as they were, in pages', async () => {
			const journal = openJournal(store());
			await fc.assert(
				fc.asyncProperty(anyTranscript, async (commits) => {
					const session = newSession(siteId);
					for (const entries of commits) {
						expect(await journal.commit(commitOf({ session, entries }))).toEqual(committed);
					}
					const entries = commits.flat();
					expect(await transcriptOf(journal, session.id)).toEqual(entries);
					const middle = seqOf(entries.length >> 1);
					expect(await journal.read(session.id, middle, 2)).toEqual(entries.slice(middle, middle + 2));
				}),
				{ numRuns: 30 },
			);
		});

		test('a claim gives back what the session was made with', async () => {
			const journal = openJournal(store());
			const previousId = nowhere;
			const session = newSession(siteId, {
				previousId,
				page: null,
				facts: { country: null, device: 'tablet', browser: '', system: '' },
			});
			await journal.commit(commitOf({ session, entries: [said(1)] }));
			const { projection } = commitOf({ session, entries: [said(1)] });
			expect(await journal.claim(session.id)).toEqual({ session, epoch: 2, projection });
			expect(await createSessionIndex(store()).load(session.id)).toEqual(session);
		});

		test('a session that is not there is null, and has no entries', async () => {
			const journal = openJournal(store());
			const index = createSessionIndex(store());
			const visitorId = newSession(siteId).visitorId;
			expect(await journal.claim(nowhere)).toBeNull();
			expect(await journal.position(nowhere)).toBeNull();
			expect(await journal.find(nowhere, clientIdOf('c1'))).toBeNull();
			expect(await journal.read(nowhere, noSeq, 10)).toEqual([]);
			expect(await index.load(nowhere)).toBeNull();
			expect(await index.latestOf(siteId, visitorId)).toBeNull();
		});

		test('I13: the entry of a client id is found within its session only', async () => {
			const journal = openJournal(store());
			const [one, other] = [await storedSession(journal, siteId, 3), await storedSession(journal, siteId)];
			expect(await journal.find(one.id, clientIdOf('c2'))).toEqual(said(2, 'c2'));
			expect(await journal.find(other.id, clientIdOf('c2'))).toBeNull();
		});
	});

	describe('I12: entries are dense', () => {
		test('a commit that does not continue the transcript is a conflict and writes nothing', async () => {
			const journal = openJournal(store());
			const session = await storedSession(journal, siteId, 3);
			for (const entries of [[said(5)], [said(3)], [said(2), said(3), said(4)]]) {
				expect(await journal.commit(commitOf({ session, entries }))).toEqual(conflict);
			}
			expect(await transcriptOf(journal, session.id)).toHaveLength(3);
			expect(await journal.commit(commitOf({ session, entries: [said(4)] }))).toEqual(committed);
		});

		test('entries with a hole, a first entry other than 1 and an empty commit are refused before they are sent', async () => {
			const batches: number[] = [];
			const journal = openJournal(store(), ({ rows }) => batches.push(rows));
			const session = newSession(siteId);
			for (const entries of [[said(1), said(3)], [said(2)], [said(2), said(1)], []]) {
				const refusal = journal.commit(commitOf({ session, entries, create: true }));
				await expect(refusal).rejects.toMatchObject({ name: 'StoreFault', outcome: 'refused' });
			}
			expect(batches).toEqual([]);
		});
	});

	describe('I14: only the owner writes', () => {
		test('a writer with an older epoch writes nothing, neither entries nor projection', async () => {
			const journal = openJournal(store());
			const session = await storedSession(journal, siteId);
			const claimed = await journal.claim(session.id);
			expect(claimed?.epoch).toBe(2);
			const left = { ...openProjection, mode: 'left' as const, wakeAt: null };
			expect(await journal.commit(commitOf({ session, entries: [said(2)], projection: left }))).toEqual(fenced);
			expect(await journal.position(session.id)).toEqual({ lastSeq: 1, epoch: 2 });
			expect(await transcriptOf(journal, session.id)).toEqual([said(1, 'c1')]);
			expect(await createSessionIndex(store()).latestOf(siteId, session.visitorId)).toMatchObject({ left: false });
			expect(await journal.commit(commitOf({ session, epoch: 2, entries: [said(2)] }))).toEqual(committed);
		});

		test('a session whose row is gone is fenced, and a site that is gone takes its sessions along', async () => {
			const gone = await makeSite(store());
			const journal = openJournal(store());
			const session = await storedSession(journal, gone);
			await store().db.deleteFrom('sites').where('id', '=', gone).execute();
			expect(await transcriptOf(journal, session.id)).toEqual([]);
			expect(await journal.commit(commitOf({ session, entries: [said(2)] }))).toEqual(fenced);
		});

		test('two owners that race for many sessions: what was acknowledged is there, dense and once', async () => {
			const [first, second] = [openJournal(store()), openJournal(store())];
			const sessions = await Promise.all(Array.from({ length: 20 }, () => storedSession(first, siteId)));
			let fencedCount = 0;
			await Promise.all(
				sessions.map(async (session, n) => {
					const acknowledged = [said(1, 'c1')];
					const robbed = (async () => {
						for (let seq = 2; ; seq++) {
							const entry = said(seq, `first${seq}`);
							const outcome = await first.commit(commitOf({ session, entries: [entry] }));
							if (outcome.kind !== 'committed') return outcome;
							acknowledged.push(entry);
						}
					})();
					// Each session is claimed at another moment of the other owner's work.
					for (let i = 0; i < n % 7; i++) await second.position(session.id);
					const claimed = await second.claim(session.id);
					const last = (await second.position(session.id))?.lastSeq ?? noSeq;
					const entry = said(last + 1, 'second');
					const taken = await second.commit(commitOf({ session, epoch: claimed?.epoch ?? 0, entries: [entry] }));
					expect(taken).toEqual(committed);
					expect(await robbed).toEqual(fenced);
					fencedCount++;
					expect(await transcriptOf(second, session.id)).toEqual([...acknowledged, entry]);
				}),
			);
			expect(fencedCount).toBe(20);
		});
	});

	describe('I13: a client id is stored once', () => {
		test('a repeated one in a big batch hits its own session only and leaves no hole', async () => {
			const journal = openJournal(store());
			const sessions = await Promise.all(Array.from({ length: 120 }, () => storedSession(journal, siteId, 2)));
			const outcomes = await Promise.all(
				sessions.map((session, i) => {
					const clientId = i === 17 || i === 101 ? 'c1' : 'c3';
					return journal.commit(commitOf({ session, entries: [said(3, clientId), said(4)] }));
				}),
			);
			expect(outcomes).toEqual(sessions.map((_, i) => (i === 17 || i === 101 ? conflict : committed)));
			for (const [i, session] of sessions.entries()) {
				const length = i === 17 || i === 101 ? 2 : 4;
				expect(await journal.position(session.id)).toEqual({ lastSeq: length, epoch: 1 });
				const seqs = (await transcriptOf(journal, session.id)).map((entry) => entry.seq);
				expect(seqs).toEqual(Array.from({ length }, (_, at) => at + 1));
			}
		});

		test('the same one twice in a commit is a conflict; in two sessions it is none', async () => {
			const journal = openJournal(store());
			const [one, two, twice] = [newSession(siteId), newSession(siteId), newSession(siteId)];
			const outcomes = await Promise.all([
				journal.commit(commitOf({ session: one, entries: [said(1, 'same')] })),
				journal.commit(commitOf({ session: twice, entries: [said(1, 'same'), said(2, 'same')] })),
				journal.commit(commitOf({ session: two, entries: [said(1, 'same')] })),
			]);
			expect(outcomes).toEqual([committed, conflict, committed]);
			expect(await journal.position(twice.id)).toBeNull();
		});

		test('two makers of one session: the second one is a conflict, and the first one stays', async () => {
			const [first, second] = [openJournal(store()), openJournal(store())];
			const session = newSession(siteId);
			const bystander = newSession(siteId);
			const outcomes = await Promise.all([
				first.commit(commitOf({ session, entries: [said(1, 'a')] })),
				second.commit(commitOf({ session, entries: [said(1, 'b')] })),
				second.commit(commitOf({ session: bystander, entries: [said(1)] })),
			]);
			expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['committed', 'committed', 'conflict']);
			expect(outcomes[2]).toEqual(committed);
			const winner = outcomes[0]?.kind === 'committed' ? 'a' : 'b';
			expect(await transcriptOf(first, session.id)).toEqual([said(1, winner)]);
			expect(await first.commit(commitOf({ session, entries: [said(1, 'c')] }))).toEqual(conflict);
		});
	});

	describe('group commit', () => {
		test('what waits together is written by one statement', async () => {
			const sizes: number[] = [];
			const journal = openJournal(store(), ({ commits }) => sizes.push(commits));
			await Promise.all(Array.from({ length: 300 }, () => storedSession(journal, siteId)));
			expect(sizes).toEqual([300]);
		});

		test('a batch holds at most 500 rows', async () => {
			const sizes: number[] = [];
			const journal = openJournal(store(), ({ rows }) => sizes.push(rows));
			await Promise.all(Array.from({ length: 300 }, () => storedSession(journal, siteId, 3)));
			expect(sizes.reduce((sum, rows) => sum + rows)).toBe(900);
			expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
		});

		test('a hundred commits of one session are written in order; the next one is refused', async () => {
			const journal = openJournal(store());
			const session = newSession(siteId);
			const entries = Array.from({ length: 100 }, (_, i) => said(i + 1, `c${i}`));
			const outcomes = entries.map((entry) => journal.commit(commitOf({ session, entries: [entry] })));
			const refusal = journal.commit(commitOf({ session, entries: [said(101)] }));
			await expect(refusal).rejects.toMatchObject({ name: 'StoreFault', outcome: 'refused' });
			expect(new Set((await Promise.all(outcomes)).map((outcome) => outcome.kind))).toEqual(new Set(['committed']));
			expect(await transcriptOf(journal, session.id)).toEqual(entries);
		});

		test('data that the database can not hold is refused alone', async () => {
			const journal = openJournal(store());
			const sessions = Array.from({ length: 9 }, () => newSession(siteId));
			const hostile = ['\u0000', 'half a character: \ud83d'];
			const outcomes = await Promise.allSettled(
				sessions.map((session, i) =>
					journal.commit(commitOf({ session, entries: [said(1, undefined, hostile[i] ?? 'ok')] })),
				),
			);
			expect(outcomes.map((outcome) => outcome.status)).toEqual(
				sessions.map((_, i) => (i < 2 ? 'rejected' : 'fulfilled')),
			);
			const fault = outcomes[0]?.status === 'rejected' ? outcomes[0].reason : null;
			expect(fault).toBeInstanceOf(StoreFault);
			expect(fault).toMatchObject({ outcome: 'refused' });
		});

		test('a session of a site that does not exist is refused', async () => {
			const journal = openJournal(store());
			const session = newSession(siteIdOf(crypto.randomUUID()));
			const refusal = journal.commit(commitOf({ session, entries: [said(1)] }));
			await expect(refusal).rejects.toMatchObject({ name: 'StoreFault', outcome: 'refused' });
		});

		test('stop waits for what is out and refuses what comes after', async () => {
			const journal = openJournal(store());
			const session = newSession(siteId);
			const outcomes = [
				journal.commit(commitOf({ session, entries: [said(1)] })),
				journal.commit(commitOf({ session, entries: [said(2)] })),
			];
			await journal.stop();
			await expect(journal.commit(commitOf({ session, entries: [said(3)] }))).rejects.toMatchObject({
				outcome: 'refused',
			});
			expect(await transcriptOf(journal, session.id)).toHaveLength(2);
			expect(await Promise.all(outcomes)).toEqual([committed, committed]);
			await journal.stop();
		});
	});

	describe('the projection', () => {
		test('it follows the commits, and sessions to wake come earliest first without those that left', async () => {
			const own = await makeSite(store());
			const journal = openJournal(store());
			const index = createSessionIndex(store());
			const wakes = [300, 100, null, 200] as const;
			const sessions = await Promise.all(wakes.map(() => storedSession(journal, own)));
			const holderId = memberIdOf(crypto.randomUUID());
			for (const [i, session] of sessions.entries()) {
				const wakeAt = wakes[i] ?? null;
				const mode = wakeAt === null ? ('left' as const) : ('taken-over' as const);
				const moved = { mode, gen: genOf(7), holderId, messages: 5, lastAt: 50 + i, openedAt: 40, wakeAt };
				const projection = { ...openProjection, ...moved };
				await journal.commit(commitOf({ session, entries: [said(2)], projection }));
			}
			const mine = (await index.toWake()).filter((woken) => woken.siteId === own);
			expect(mine.map((woken) => woken.id)).toEqual([sessions[1]?.id, sessions[3]?.id, sessions[0]?.id]);
			const row = await store()
				.db.selectFrom('sessions')
				.selectAll()
				.where('id', '=', sessions[0]?.id ?? nowhere)
				.executeTakeFirst();
			expect(row).toMatchObject({
				mode: 'taken-over',
				gen: 7,
				holder_id: holderId,
				messages: 5,
				last_at: 50,
				opened_at: 40,
				wake_at: 300,
				epoch: epochOf(1),
				last_seq: 2,
			});
		});

		test('the newest session of a visitor on a site, whether it left and when it was last written', async () => {
			const journal = openJournal(store());
			const index = createSessionIndex(store());
			const older = newSession(siteId);
			const newer = newSession(siteId, {
				visitorId: older.visitorId,
				previousId: older.id,
				createdAt: older.createdAt + 1,
			});
			for (const session of [newer, older]) await journal.commit(commitOf({ session, entries: [said(1)] }));
			const left = { ...openProjection, mode: 'left' as const, lastAt: 77, wakeAt: null };
			await journal.commit(commitOf({ session: newer, entries: [said(2)], projection: left }));
			expect(await index.latestOf(siteId, older.visitorId)).toEqual({ id: newer.id, lastAt: 77, left: true });
			expect(await index.latestOf(await makeSite(store()), older.visitorId)).toBeNull();
		});
	});
}
