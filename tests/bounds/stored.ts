/** What a house has after years: a hundred thousand sessions, nearly all of them over. */
import { sql } from 'kysely';
import type { OpenDatabase } from '../../server/store/database.ts';

export interface StoredCounts {
	readonly left: number;
	/** Asked for a human, and waiting for the visitor when the process ended: five minutes of grace are still to come. */
	readonly open: number;
}

/** Two or three entries each; `now`: wall clock, ms. */
export async function storeSessions(
	{ db }: OpenDatabase,
	siteId: string,
	counts: StoredCounts,
	now: number,
): Promise<void> {
	const { left, open } = counts;
	const id = sql`'session_' || lpad(n::text, 22, '0')`;
	await sql`
		insert into sessions (
			id, site_id, visitor_id, language, facts, page, created_at, epoch, last_seq, mode, gen, holder_id, messages,
			last_at, opened_at, wake_at
		)
		select ${id}, ${siteId}::uuid, 'visitor_' || n, 'en',
			'{"country":"LV","device":"desktop","browser":"Firefox 144","system":"Linux"}'::jsonb, null, ${now - 60_000}::bigint,
			1, case when n <= ${left} then 3 else 2 end, case when n <= ${left} then 'left' else 'ai-responding' end, case when n <= ${left} then 2 else 1 end, null, 0,
			${now - 60_000}::bigint, ${now - 60_000}::bigint, case when n <= ${left} then null else ${now + 120_000}::bigint end
		from generate_series(1, ${left + open}::integer) n`.execute(db);
	const entry = (seq: number, kind: string, body: object) => sql`
		select ${id}, ${seq}::integer, 1, ${now - 60_000}::bigint, ${kind}, null, ${JSON.stringify(body)}::jsonb`;
	await sql`
		insert into entries (session_id, seq, gen, at, kind, client_id, body)
		${entry(1, 'opened', { reopened: false })} from generate_series(1, ${left + open}::integer) n
		union all ${entry(2, 'asked-for-human', { why: 'button' })} from generate_series(1, ${left + open}::integer) n
		union all
		select ${id}, 3, 2, ${now - 60_000}::bigint, 'left', null, '{"why":"visitor"}'::jsonb
		from generate_series(1, ${left}::integer) n`.execute(db);
}
