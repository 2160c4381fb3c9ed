import { expect, test } from 'vitest';
import { describeStores } from '../support/store.ts';

describeStores('the database', (store) => {
	test('bigint columns come back as numbers and jsonb columns as values', async () => {
		const { db } = store();
		const row = { id: '0199a000-0000-7000-8000-000000000001', plan: 'pro', created_at: 1_790_000_000_123 } as never;
		await db.insertInto('accounts').values(row).execute();
		const rows = await db.selectFrom('accounts').selectAll().execute();
		expect(rows).toEqual([row]);
	});
});
