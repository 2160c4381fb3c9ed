/** Reading back while the write is still on its way. */
import type { CompiledQuery } from 'kysely';
import { expect, test, vi } from 'vitest';
import { silentLog } from '../../server/log.ts';
import { createJournal } from '../../server/store/journal.ts';
import { createManualClock } from '../net/support/manual-clock.ts';
import { openTestStore } from '../support/store.ts';
import { commitOf, makeSite, newSession, said } from './transcripts.ts';

test('a position waits for the statement that was answered as unknown: it may still write (I11)', async () => {
	const store = await openTestStore('pglite');
	let letGo = (): void => {};
	const held = new Promise<void>((resolve) => {
		letGo = resolve;
	});
	let asked = 0;
	const db = store.journalDb;
	// The one statement of a batch is raw; it reaches the database late.
	const journalDb = new Proxy(db, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name, target);
			if (name !== 'executeQuery') return typeof value === 'function' ? value.bind(target) : value;
			return async (query: CompiledQuery) => {
				asked += 1;
				await held;
				return target.executeQuery(query);
			};
		},
	});
	const clock = createManualClock();
	const journal = createJournal({ database: { ...store, journalDb }, clock, log: silentLog });
	const session = newSession(await makeSite(store));
	const commit = journal
		.commit(commitOf({ session, create: true, entries: [said(1)] }))
		.catch((fault: unknown) => fault);
	await vi.waitUntil(() => asked === 1);
	clock.advance(3_000);
	expect(await commit).toMatchObject({ outcome: 'unknown' });
	const position = journal.position(session.id);
	letGo();
	expect(await position).toMatchObject({ lastSeq: 1 });
	await journal.stop();
	await store.close();
}, 60_000);
