/** Alerts that wait to be told, each with what its entry says of it. */
import { type Kysely, sql } from 'kysely';
import type { AlertKind, AlertWhy } from '../../shared/alert.ts';
import type { EntryBody } from '../../shared/entry.ts';
import type { Seq, SessionId, SiteId } from '../../shared/ids.ts';
import type { Alert, OutboxStore, TakenAlert } from '../outbox/ports.ts';
import { faulting } from './journal-faults.ts';
import { insertDeliveries } from './outbox-rows.ts';
import type { Database } from './schema.ts';

interface Row {
	readonly session_id: SessionId;
	readonly seq: Seq;
	readonly kind: AlertKind;
	readonly at: number;
	readonly why: AlertWhy | null;
	readonly page: string;
	readonly country: string | null;
	readonly attempts: number;
	readonly site_id: SiteId;
	readonly site_name: string;
	readonly entry_kind: EntryBody['kind'];
	readonly body: object;
	readonly said: string | null;
}

export function createAlertQueue(db: Kysely<Database>): Pick<OutboxStore, 'takeAlerts' | 'add' | 'postpone'> {
	return {
		takeAlerts: ({ now, until, limit }) =>
			faulting(async () => {
				const { rows } = await sql<Row>`
					with picked as materialized (
						select session_id, seq, kind from alerts where taken_until <= ${now}::bigint
						order by at, session_id, seq limit ${limit} for update skip locked
					), taken as (
						update alerts a set taken_until = ${until}::bigint, attempts = attempts + 1
						from picked p where a.session_id = p.session_id and a.seq = p.seq and a.kind = p.kind
						returning a.*
					)
					select t.session_id, t.seq, t.kind, t.at, t.why, t.page, t.country, t.attempts, s.site_id,
						w.name as site_name, e.kind as entry_kind, e.body, v.said
					from taken t
					join sessions s on s.id = t.session_id
					join sites w on w.id = s.site_id
					join entries e on e.session_id = t.session_id and e.seq = t.seq
					left join lateral (
						select m.body ->> 'text' as said from entries m
						where m.session_id = t.session_id and m.seq < t.seq and m.kind = 'message'
							and m.body ->> 'author' = 'visitor'
						order by m.seq desc limit 1
					) v on true
					order by t.at, t.session_id, t.seq`.execute(db);
				return rows.map(takenAlertOf);
			}),

		add: (drafts, told, now) =>
			faulting(() =>
				db.transaction().execute(async (trx) => {
					await insertDeliveries(trx, drafts, now, 0);
					if (told.length === 0) return;
					const keys = told.map(({ sessionId, seq, kind }) => ({ session_id: sessionId, seq, kind }));
					await sql`
						delete from alerts a
						using json_to_recordset(${JSON.stringify(keys)}::json) as k (session_id text, seq integer, kind text)
						where a.session_id = k.session_id and a.seq = k.seq and a.kind = k.kind`.execute(trx);
				}),
			),

		postpone: ({ sessionId, seq, kind }, until) =>
			faulting(async () => {
				await db
					.updateTable('alerts')
					.set({ taken_until: until })
					.where('session_id', '=', sessionId)
					.where('seq', '=', seq)
					.where('kind', '=', kind)
					.execute();
			}),
	};
}

function takenAlertOf(row: Row): TakenAlert {
	// The row was written from an entry by `entryRowsOf`; nobody else writes it.
	const entry = { ...row.body, kind: row.entry_kind } as EntryBody;
	const { kind, seq, at, country, page, why } = row;
	const alert: Alert = {
		key: `${row.session_id}/${seq}/${kind}`,
		kind,
		siteId: row.site_id,
		siteName: row.site_name,
		sessionId: row.session_id,
		seq,
		at,
		country,
		page,
		by: byOf(entry),
		why,
		text: entry.kind === 'message' ? entry.text : (row.said ?? ''),
	};
	return { alert, attempts: row.attempts };
}

function byOf(entry: EntryBody): Alert['by'] {
	const nobody = { name: '', memberId: null };
	switch (entry.kind) {
		case 'message':
			if (entry.author !== 'agent') return { author: entry.author, ...nobody };
			return { author: 'agent', name: entry.name, memberId: entry.memberId ?? null };
		case 'took-over':
			return { author: 'agent', name: entry.name, memberId: entry.memberId ?? null };
		case 'released':
			if (entry.why === 'visitor') return { author: 'visitor', ...nobody };
			return { author: entry.why === 'left' ? 'agent' : 'house', name: entry.name, memberId: null };
		case 'asked-for-human':
			return { author: entry.why === 'button' || entry.why === 'words' ? 'visitor' : 'ai', ...nobody };
		case 'left':
			return { author: entry.why === 'visitor' ? 'visitor' : 'house', ...nobody };
		case 'opened':
			return { author: 'visitor', ...nobody };
		default:
			return { author: 'ai', ...nobody };
	}
}
