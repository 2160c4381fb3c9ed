/** Sessions that were missed, read from the projection; what is written of them comes with the journal's commits. */
import { type Kysely, sql } from 'kysely';
import type { Entry } from '../../shared/entry.ts';
import type { SessionId, SiteId } from '../../shared/ids.ts';
import type { MissedNews, MissedRow } from '../../shared/missed-list.ts';
import type { LateAnswers } from '../actor/ports.ts';
import type { EarlierAnswer } from '../session/events.ts';
import { faulting } from './journal-faults.ts';
import { entryOf } from './journal-rows.ts';
import type { Database } from './schema.ts';

/** What comes after this row is asked for. */
export interface MissedCursor {
	readonly open: boolean;
	readonly at: number;
	readonly id: SessionId;
}

export interface MissedStore extends LateAnswers {
	list(siteId: SiteId, after: MissedCursor | null, limit: number): Promise<readonly MissedRow[]>;
	/** Null: no such session, or nobody missed it. */
	one(id: SessionId): Promise<MissedRow | null>;
	news(siteId: SiteId): Promise<MissedNews>;
}

/** As many late answers as a visitor is shown at once; the rest stays where it is. */
const mostEarlier = 20;

export function createMissedStore(db: Kysely<Database>): MissedStore {
	const open = sql<boolean>`(s.resolved_at is null)`;
	const rows = () =>
		db
			.selectFrom('sessions as s')
			.leftJoin('entries as q', (join) =>
				join.onRef('q.session_id', '=', 's.id').onRef('q.seq', '=', 's.missed_question').on('q.kind', '=', 'message'),
			)
			.leftJoin('members as m', 'm.id', 's.resolved_by')
			.select([
				's.id',
				's.gen',
				's.mode',
				's.facts',
				's.page',
				's.language',
				's.missed_at',
				's.missed_why',
				's.contact',
				's.late_at',
			])
			.select(['s.resolved_at', 'm.display_name', sql<string | null>`q.body->>'text'`.as('question')])
			.where('s.missed_at', 'is not', null);

	function rowOf(row: Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number]): MissedRow {
		return {
			id: row.id,
			gen: row.gen,
			facts: row.facts,
			page: row.page,
			language: row.language,
			// The two are written together, and asked for above.
			missedAt: row.missed_at ?? 0,
			why: row.missed_why ?? 'unanswered',
			question: row.question ?? '',
			contact: row.contact,
			answeredAt: row.late_at,
			resolved: row.resolved_at === null ? null : { at: row.resolved_at, name: row.display_name ?? '' },
			left: row.mode === 'left',
		};
	}

	return {
		list: (siteId, after, limit) =>
			faulting(async () => {
				const all = rows().where('s.site_id', '=', siteId);
				const rest =
					after === null
						? all
						: all.where(sql<boolean>`(${open}, s.missed_at, s.id) < (${after.open}, ${after.at}::bigint, ${after.id})`);
				const found = await rest
					.orderBy(open, 'desc')
					.orderBy('s.missed_at', 'desc')
					.orderBy('s.id', 'desc')
					.limit(limit)
					.execute();
				return found.map(rowOf);
			}),
		one: (id) =>
			faulting(async () => {
				const row = await rows().where('s.id', '=', id).executeTakeFirst();
				return row === undefined ? null : rowOf(row);
			}),
		news: (siteId) =>
			faulting(async () => {
				const { open, last } = await db
					.selectFrom('sessions')
					.select(({ fn }) => [fn.countAll<number>().as('open'), fn.max('missed_at').as('last')])
					.where('site_id', '=', siteId)
					.where('missed_at', 'is not', null)
					.where('resolved_at', 'is', null)
					.executeTakeFirstOrThrow();
				return { open: Number(open), stamp: `${open}.${last ?? 0}` };
			}),
		unseen: (siteId, visitorId) =>
			faulting(async () => {
				const mine = await db
					.selectFrom('sessions')
					.select(['id', 'opened_at', 'late_at', 'missed_at', 'resolved_at'])
					.where('site_id', '=', siteId)
					.where('visitor_id', '=', visitorId)
					.execute();
				const openedAt = Math.max(0, ...mine.map((one) => one.opened_at));
				const late = mine.filter((one) => (one.late_at ?? 0) > openedAt).map((one) => one.id);
				const answers = late.length === 0 ? [] : await answersIn(late, openedAt);
				const awaited = mine.some((one) => one.missed_at !== null && one.resolved_at === null);
				return { answers, awaited };
			}),
	};

	async function answersIn(ids: readonly SessionId[], after: number): Promise<readonly EarlierAnswer[]> {
		const found = await db
			.selectFrom('entries')
			.select(['session_id', 'seq', 'gen', 'at', 'kind', 'client_id', 'body'])
			.where('session_id', 'in', ids)
			.where('kind', '=', 'late-answer')
			.where('at', '>', after)
			.orderBy('at')
			.orderBy('seq')
			.limit(mostEarlier)
			.execute();
		return found.flatMap((row) => earlierOf(row.session_id, entryOf(row)));
	}
}

/** As it is brought along into the session that the visitor opens now; what was itself brought along is no answer of there. */
export function earlierOf(sessionId: SessionId, entry: Entry): readonly EarlierAnswer[] {
	if (entry.kind !== 'late-answer' || entry.of !== undefined || entry.memberId === undefined) return [];
	const { memberId, name, text, seq, at } = entry;
	return [{ agent: { memberId, name }, text, of: { sessionId, seq, at } }];
}
