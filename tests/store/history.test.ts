/** How the history is read: what the database is asked stays small however much is stored, and whether it knows its tables or not. */
import { CompiledQuery, type RootOperationNode, sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { HistoryWish } from '../../server/rpc/ports.ts';
import { createHistoryStore } from '../../server/store/history.ts';
import { makeSessionId, type SiteId } from '../../shared/ids.ts';
import { storeSessions } from '../bounds/stored.ts';
import { describeStores, type TestStore } from '../support/store.ts';
import { makeSite } from './transcripts.ts';

const after = { at: Date.now(), id: makeSessionId((bytes) => bytes.fill(0)) };

describeStores('the plans of the history', (store: () => TestStore) => {
	let siteId: SiteId;
	beforeAll(async () => {
		siteId = await makeSite(store());
		await storeSessions(store(), siteId, { left: 4_000, open: 0 }, Date.now());
	});

	/** Of each statement that a list takes. */
	async function plansOf(wish: HistoryWish): Promise<readonly string[]> {
		const { db } = store();
		const asked: RootOperationNode[] = [];
		const overheard = db.withPlugin({
			transformQuery({ node }) {
				asked.push(node);
				return node;
			},
			transformResult: async ({ result }) => result,
		});
		await createHistoryStore(overheard).list(siteId, wish, after, 30);
		const plans: string[] = [];
		for (const node of asked) {
			const { sql: text, parameters } = db.getExecutor().compileQuery(node, { queryId: 'plan' });
			const explained = await db.executeQuery<{ readonly 'QUERY PLAN': string }>(
				CompiledQuery.raw(`explain ${text}`, [...parameters]),
			);
			plans.push(explained.rows.map((row) => row['QUERY PLAN']).join('\n'));
		}
		return plans;
	}

	// Tests run without autovacuum, as the embedded database always does.
	test.each([
		['without statistics', false],
		['with statistics', true],
	])('come from the index by time and read no other session’s entries, %s', async (_, known) => {
		if (known) await sql`analyze`.execute(store().db);
		for (const wish of [
			{ kind: 'all', find: '' },
			{ kind: 'human', find: '' },
			{ kind: 'all', find: 'needle' },
			{ kind: 'human', find: 'needle' },
		] as const) {
			const [places = '', rows = ''] = await plansOf(wish);
			expect(places).toContain(known ? 'Backward using sessions_opened' : 'sessions_opened');
			expect(rows).toContain('entries_pkey');
			for (const whole of ['Seq Scan on entries', 'hashed', 'Hash', 'entries_control']) {
				expect(rows).not.toContain(whole);
			}
		}
	});
});
