/** All sessions of a site, newest visit first, read from the projection and, where something is sought, from the transcripts. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { cutText, previewUnits } from '../../shared/fold.ts';
import type { HistoryRow } from '../../shared/history.ts';
import type { SessionId } from '../../shared/ids.ts';
import type { HistoryPlace, HistorySessions, HistoryWish } from '../rpc/ports.ts';
import { faulting } from './journal-faults.ts';
import type { Database } from './schema.ts';

/**
 * Sessions looked through in one statement. No index serves the search (one over every message would make each commit dearer),
 * and an embedded database does nothing else meanwhile.
 */
const lookedThrough = 200;

/** Without regard to case and accents. In this order: where the database's locale knows ASCII only, "Ē" is an E by then. */
const plain = (text: RawBuilder<unknown>): RawBuilder<string> => sql`lower(unaccent(${text}))`;

const sessionPrefix = 'session_';

/**
 * Of the session `s`; null: nobody took over. A filter, not a condition: that one invites the index over all changes of control, which
 * is by time and is read whole for each session.
 */
const agents = sql<readonly string[] | null>`(
	select json_agg(t.body->>'name' order by t.seq) filter (where t.kind = 'took-over') from entries t
	where t.session_id = s.id)`;

export function createHistoryStore(db: Kysely<Database>): HistorySessions {
	const rows = () =>
		db
			.selectFrom('sessions as s')
			.select(['s.id', 's.mode', 's.facts', 's.page', 's.opened_at', 's.last_at', 's.messages', 's.contact'])
			.select(['s.missed_at', 's.resolved_at'])
			.select([
				// Long text is cut here already: thirty whole messages are more than a list needs.
				sql<string | null>`(
					select left(q.body->>'text', ${sql.lit(previewUnits + 1)}) from entries q
					where q.session_id = s.id and q.kind = 'message' and q.body->>'author' = 'visitor'
					order by q.seq limit 1)`.as('first'),
				agents.as('agents'),
			]);

	function rowOf(row: Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number]): HistoryRow {
		const first = row.first ?? '';
		return {
			id: row.id,
			facts: row.facts,
			page: row.page,
			openedAt: row.opened_at,
			lastAt: row.last_at,
			messages: row.messages,
			first: first.length > previewUnits ? `${cutText(first, previewUnits - 1)}…` : first,
			agents: [...new Set(row.agents ?? [])],
			missed: row.missed_at === null ? null : { resolved: row.resolved_at !== null },
			contact: row.contact,
			live: row.mode !== 'left',
		};
	}

	/** What of the looked-through is meant. Null: all of it. */
	function meant({ kind, find }: HistoryWish): RawBuilder<boolean> | null {
		const conditions: RawBuilder<boolean>[] = [];
		if (kind === 'human') conditions.push(sql`${agents} is not null`);
		if (find !== '') {
			const sought = plain(sql`${find}::text`);
			// No `like`: its wildcards are letters to whoever types them, and `unaccent` makes "%" of "％" behind any escape.
			const holds = (text: RawBuilder<unknown>) => sql`strpos(${plain(text)}, ${sought}) > 0`;
			const places = [
				holds(sql`s.contact`),
				// A value that is looked up, not `exists`: without statistics (an embedded database gathers none) that one is
				// answered by reading every entry of the house first.
				sql`(
					select true from entries e
					where e.session_id = s.id and e.kind in ('message', 'late-answer', 'whisper') and ${holds(sql`e.body->>'text'`)}
					limit 1) is true`,
			];
			// Else each id would begin with "session", a word that a visitor may have used.
			if (find.startsWith(sessionPrefix)) places.unshift(sql`starts_with(s.id, ${find})`);
			conditions.push(sql`(${sql.join(places, sql` or `)})`);
		}
		return conditions.length === 0 ? null : sql<boolean>`${sql.join(conditions, sql` and `)}`;
	}

	return {
		list: (siteId, wish, after, most) =>
			faulting(async () => {
				const condition = meant(wish);
				// One more than asked for tells whether others follow.
				const within = condition === null ? most + 1 : lookedThrough;
				const place = sql`(s.opened_at, s.id)`;
				let all = db.selectFrom('sessions as s').select(['s.id', 's.opened_at']).where('s.site_id', '=', siteId);
				if (wish.kind === 'missed') all = all.where('s.missed_at', 'is not', null);
				if (after !== null) all = all.where(sql<boolean>`${place} < (${after.at}::bigint, ${after.id})`);
				const looked = await all.orderBy('s.opened_at', 'desc').orderBy('s.id', 'desc').limit(within).execute();
				if (looked.length === 0) return { rows: [], next: null };
				let found = rows().where(
					's.id',
					'in',
					looked.map(({ id }) => id),
				);
				if (condition !== null) found = found.where(condition);
				const kept = await found
					.orderBy('s.opened_at', 'desc')
					.orderBy('s.id', 'desc')
					.limit(most + 1)
					.execute();
				const part = kept.slice(0, most);
				const last = kept.length > most ? part.at(-1) : looked.length === within ? looked.at(-1) : undefined;
				return { rows: part.map(rowOf), next: last === undefined ? null : placeOf(last) };
			}),
		one: (id) =>
			faulting(async () => {
				const row = await rows().where('s.id', '=', id).executeTakeFirst();
				return row === undefined ? null : rowOf(row);
			}),
	};
}

const placeOf = ({ opened_at: at, id }: { readonly opened_at: number; readonly id: SessionId }): HistoryPlace => ({
	at,
	id,
});
