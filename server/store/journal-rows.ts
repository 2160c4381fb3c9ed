/** Entries and sessions as rows, and back. A row gives back exactly the entry that was written. */
import type { Selectable } from 'kysely';
import type { Entry } from '../../shared/entry.ts';
import type { Commit, Projection, SessionFacts } from '../actor/ports.ts';
import type { Database } from './schema.ts';

export type EntryRow = Pick<Selectable<Database['entries']>, 'seq' | 'gen' | 'at' | 'kind' | 'client_id' | 'body'>;

export function entryOf({ seq, gen, at, kind, client_id, body }: EntryRow): Entry {
	const frame = client_id === null ? { seq, gen, at, kind } : { seq, gen, at, kind, clientId: client_id };
	// The row was written from an `Entry` by `entryRowsOf`; nobody else writes it.
	return { ...body, ...frame } as Entry;
}

/** As the statement takes them: JSON with the columns' names. */
export function entryRowsOf({ session, entries }: Commit): readonly object[] {
	return entries.map(({ seq, gen, at, kind, clientId, ...body }) => ({
		session_id: session.id,
		seq,
		gen,
		at,
		kind,
		client_id: clientId ?? null,
		body,
	}));
}

/** What can't be read from the transcript any more when it is told: the page that the visitor is on. */
export function alertRowsOf({ session, entries, alerts = [] }: Commit): readonly object[] {
	const first = entries[0]?.seq ?? 0;
	return alerts.map(({ seq, kind, why }) => ({
		session_id: session.id,
		seq,
		kind,
		at: entries[seq - first]?.at ?? session.createdAt,
		why,
		page: session.page?.url ?? '',
		country: session.facts.country,
	}));
}

/** @param owner the process that writes, where there may be several */
export function sessionRowOf({ session, epoch, create, entries, projection }: Commit, owner: string | null): object {
	const moving = {
		id: session.id,
		made: create,
		epoch,
		first_seq: entries[0]?.seq,
		last_seq: entries.at(-1)?.seq,
		mode: projection.mode,
		gen: projection.gen,
		holder_id: projection.holderId,
		messages: projection.messages,
		last_at: projection.lastAt,
		opened_at: projection.openedAt,
		wake_at: projection.wakeAt,
	};
	if (!create) return moving;
	return {
		...moving,
		owner,
		site_id: session.siteId,
		visitor_id: session.visitorId,
		previous_id: session.previousId,
		language: session.language,
		facts: session.facts,
		page: session.page,
		created_at: session.createdAt,
	};
}

/** Named, not `*`: a prepared statement must give the same columns while a newer version adds some. */
export const factColumns = [
	'id',
	'site_id',
	'visitor_id',
	'previous_id',
	'language',
	'facts',
	'page',
	'created_at',
] as const satisfies readonly (keyof Database['sessions'])[];

export function factsOf(row: Pick<Selectable<Database['sessions']>, (typeof factColumns)[number]>): SessionFacts {
	return {
		id: row.id,
		siteId: row.site_id,
		visitorId: row.visitor_id,
		previousId: row.previous_id,
		language: row.language,
		facts: row.facts,
		page: row.page,
		createdAt: row.created_at,
	};
}

export const projectionColumns = [
	'mode',
	'gen',
	'holder_id',
	'messages',
	'last_at',
	'opened_at',
	'wake_at',
] as const satisfies readonly (keyof Database['sessions'])[];

export function projectionOf(
	row: Pick<Selectable<Database['sessions']>, (typeof projectionColumns)[number]>,
): Projection {
	return {
		mode: row.mode,
		gen: row.gen,
		holderId: row.holder_id,
		messages: row.messages,
		lastAt: row.last_at,
		openedAt: row.opened_at,
		wakeAt: row.wake_at,
	};
}
