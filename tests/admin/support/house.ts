/** A house with something in every table, and what it holds as one value that can be compared. */
import { sql } from 'kysely';
import { createDigester, type Digest } from '../../../server/admin/digest.ts';
import { readTable } from '../../../server/admin/snapshot.ts';
import { tablesOf } from '../../../server/admin/tables.ts';
import type { RawDatabase } from '../../../server/store/database.ts';
import { makeSite } from '../../store/transcripts.ts';

/** What a careless format would break: ends of lines, quotes, escapes, marks of every plane, and what looks like nothing. */
const awkward = 'a "b" \\ \\n \n\r\t\u2028 null {} [] , āžš 🧵 \u{10ffff}';

interface Size {
	readonly sessions: number;
	/** Entries in each. */
	readonly entries: number;
}

export async function fillHouse({ db }: RawDatabase, { sessions, entries }: Size): Promise<void> {
	const siteId = await makeSite({ db });
	const memberId = crypto.randomUUID();
	await sql`
		insert into members (id, account_id, email, password_hash, role, sound, language, theme, created_at, display_name)
		select ${memberId}::uuid, account_id, 'owner@example.com', 'hash', 'owner', 'all', 'lv', 'dark', 9007199254740991, ${awkward}
		from sites where id = ${siteId}::uuid`.execute(db);
	await sql`insert into logins (id, member_id, token_hash, created_at, seen_at, expires_at)
		values (gen_random_uuid(), ${memberId}::uuid, 'token', 1, 2, 3)`.execute(db);
	await sql`insert into links (token_hash, kind, member_id, expires_at) values ('link', 'reset', ${memberId}::uuid, 4)`.execute(
		db,
	);
	await sql`
		with article as (
			insert into articles (id, site_id, kind, title, body, created_at, updated_at)
			values (gen_random_uuid(), ${siteId}::uuid, 'text', ${awkward}, ${awkward}, 1, 2) returning id
		)
		insert into passages (article_id, position, site_id, text, terms)
		select id, 0, ${siteId}::uuid, ${awkward}, setweight(to_tsvector('simple', 'it''s a \\ parcel'), 'A') from article`.execute(
		db,
	);
	await sql`insert into site_words (site_id, word) values (${siteId}::uuid, 'parcel'), (${siteId}::uuid, '')`.execute(
		db,
	);
	await sql`
		insert into sessions (id, site_id, visitor_id, previous_id, language, facts, page, created_at, epoch, last_seq, mode, gen, messages, last_at, opened_at, wake_at)
		select 'session_' || n, ${siteId}::uuid, 'visitor_' || n, nullif('session_' || (n - 1), 'session_0'), 'en',
			'{"country":"LV","device":"mobile","browser":"","system":"é"}', case when n % 2 = 0 then '{"url":"https://shop.example/","title":"x"}'::jsonb end,
			1, 1, ${entries}::integer, 'left', 1, ${entries}::integer, 1, 1, null
		from generate_series(1, ${sessions}::integer) as n`.execute(db);
	await sql`
		insert into entries (session_id, seq, gen, at, kind, client_id, body)
		select 'session_' || n, seq, 1, 1790000000000 + seq, 'message', case when seq % 3 = 0 then 'client-' || seq end,
			jsonb_build_object('author', 'visitor', 'text', ${awkward}::text || repeat(md5(n::text || seq::text), 3))
		from generate_series(1, ${sessions}::integer) as n, generate_series(1, ${entries}::integer) as seq`.execute(db);
}

/** By table; equal if and only if every row is. */
export async function contentOf({ db }: RawDatabase): Promise<Readonly<Record<string, Digest>>> {
	const content: Record<string, Digest> = {};
	await db.transaction().execute(async (trx) => {
		for (const table of await tablesOf(trx)) {
			const digester = createDigester();
			await readTable(trx, table, (lines) => digester.add(lines));
			content[table.name] = digester.result();
		}
	});
	return content;
}
