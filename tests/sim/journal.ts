/**
 * Transcripts in memory, with the meaning of `store/journal-statement.ts`: epoch fence, dense numbers, one entry a client
 * id, all or nothing. What is written is text, as in a database: nobody shares objects with it.
 */
import type {
	Commit,
	CommitOutcome,
	Journal,
	LateAnswers,
	SessionFacts,
	SessionIndex,
} from '../../server/actor/ports.ts';
import { earlierOf } from '../../server/store/missed.ts';
import type { Entry } from '../../shared/entry.ts';
import { type Epoch, epochOf, type SessionId, seqOf } from '../../shared/ids.ts';
import { toWakeOf } from '../support/to-wake.ts';

export interface Row {
	readonly session: SessionFacts;
	readonly epoch: Epoch;
	readonly entries: readonly Entry[];
	readonly projection: Commit['projection'];
}

export interface MemoryJournal {
	readonly journal: Journal;
	readonly index: SessionIndex;
	readonly late: LateAnswers;
	readonly rows: ReadonlyMap<SessionId, Row>;
	transcript(id: SessionId): readonly Entry[];
}

export interface JournalWatch {
	/** In the moment of the write. */
	readonly written?: (row: Row, fresh: readonly Entry[], before: readonly Entry[]) => void;
	readonly fenced?: (commit: Commit) => void;
}

/** As it comes out of a column of JSON; frozen, so that whoever would change it is found out. */
function stored(entry: Entry): Entry {
	// What went in is an entry, and text keeps all of it.
	return Object.freeze(JSON.parse(JSON.stringify(entry)) as Entry);
}

export function createMemoryJournal(watch: JournalWatch = {}): MemoryJournal {
	const rows = new Map<SessionId, Row>();

	function write(commit: Commit): CommitOutcome {
		const { session, epoch, create, entries, projection } = commit;
		const row = rows.get(session.id);
		if (create && row !== undefined) return { kind: 'conflict' };
		if (!create && row?.epoch !== epoch) {
			watch.fenced?.(commit);
			return { kind: 'fenced' };
		}
		const known = row?.entries ?? [];
		if ((known.at(-1)?.seq ?? 0) + 1 !== entries[0]?.seq) return { kind: 'conflict' };
		for (const { clientId } of entries) {
			if (clientId !== undefined && known.some((entry) => entry.clientId === clientId)) return { kind: 'conflict' };
		}
		const fresh = entries.map(stored);
		const next = { session: row?.session ?? session, epoch, entries: [...known, ...fresh], projection };
		rows.set(session.id, next);
		watch.written?.(next, fresh, known);
		return { kind: 'committed' };
	}

	return {
		rows,
		transcript: (id) => rows.get(id)?.entries ?? [],
		journal: {
			commit: async (commit) => write(commit),
			async claim(id) {
				const row = rows.get(id);
				if (row === undefined) return null;
				const epoch = epochOf(row.epoch + 1);
				rows.set(id, { ...row, epoch });
				return { session: row.session, epoch, projection: row.projection };
			},
			read: async (id, after, limit) =>
				(rows.get(id)?.entries ?? []).filter((entry) => entry.seq > after).slice(0, limit),
			find: async (id, clientId) => rows.get(id)?.entries.find((entry) => entry.clientId === clientId) ?? null,
			async position(id) {
				const row = rows.get(id);
				return row === undefined ? null : { lastSeq: row.entries.at(-1)?.seq ?? seqOf(0), epoch: row.epoch };
			},
		},
		index: {
			async latestOf(siteId, visitorId) {
				const mine = [...rows.values()].filter(
					({ session }) => session.siteId === siteId && session.visitorId === visitorId,
				);
				const row = mine.sort((a, b) => b.session.createdAt - a.session.createdAt)[0];
				if (row === undefined) return null;
				return { id: row.session.id, lastAt: row.projection.lastAt, left: row.projection.mode === 'left' };
			},
			load: async (id) => rows.get(id)?.session ?? null,
			toWake: async (last) => toWakeOf(rows.values(), last),
		},
		late: {
			async unseen(siteId, visitorId) {
				const mine = [...rows.values()].filter(
					({ session }) => session.siteId === siteId && session.visitorId === visitorId,
				);
				const openedAt = Math.max(0, ...mine.map(({ projection }) => projection.openedAt));
				const answers = mine
					.flatMap(({ session, entries }) => entries.flatMap((entry) => earlierOf(session.id, entry)))
					.filter(({ of }) => of.at > openedAt)
					.sort((a, b) => a.of.at - b.of.at || a.of.seq - b.of.seq);
				return { answers, awaited: mine.some(({ projection }) => projection.missed?.resolved === null) };
			},
		},
	};
}
