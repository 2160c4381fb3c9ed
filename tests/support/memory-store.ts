/** The journal and its index in memory, for tests that need thousands of runs. What it says of a commit is what `store/journal.ts` says. */
import {
	type Commit,
	type CommitOutcome,
	type Journal,
	type Projection,
	type SessionFacts,
	type SessionIndex,
	StoreFault,
} from '../../server/actor/ports.ts';
import type { Entry } from '../../shared/entry.ts';
import { type Epoch, epochOf, type SessionId, seqOf } from '../../shared/ids.ts';
import { toWakeOf } from './to-wake.ts';

interface Row {
	session: SessionFacts;
	epoch: Epoch;
	entries: Entry[];
	projection: Projection;
}

/** What the next commit meets: nothing written and said so; written, but the answer is lost; neither written nor answered. */
export type CommitFault = 'refused' | 'written-unknown' | 'lost-unknown';

export interface MemoryStore {
	readonly journal: Journal;
	readonly index: SessionIndex;
	/** The transcript as stored. */
	transcript(id: SessionId): readonly Entry[];
	readonly ids: readonly SessionId[];
	/** Commits to come meet these, in order. */
	readonly faults: CommitFault[];
	/** Commits wait for this before they are answered. */
	hold: Promise<void> | null;
	/** Sessions are claimed only after this. */
	slowClaim: Promise<void> | null;
	/** No commit is taken. */
	refusing: boolean;
	/** Nothing is answered, nothing is written. */
	down: boolean;
	readonly commits: number;
}

export function createMemoryStore(): MemoryStore {
	const rows = new Map<SessionId, Row>();
	const faults: CommitFault[] = [];
	let commits = 0;

	function write(commit: Commit): CommitOutcome {
		const { session, epoch, create, entries, projection } = commit;
		const row = rows.get(session.id);
		if (create && row !== undefined) return { kind: 'conflict' };
		if (!create && (row === undefined || row.epoch !== epoch)) return { kind: 'fenced' };
		const known = row?.entries ?? [];
		const ids = new Set(known.map((entry) => entry.clientId).filter((id) => id !== undefined));
		for (const { clientId } of entries) {
			if (clientId === undefined) continue;
			if (ids.has(clientId)) return { kind: 'conflict' };
			ids.add(clientId);
		}
		if ((known.at(-1)?.seq ?? 0) + 1 !== entries[0]?.seq) return { kind: 'conflict' };
		rows.set(session.id, {
			session,
			epoch,
			entries: [...known, ...entries.map((entry) => structuredClone(entry))],
			projection,
		});
		return { kind: 'committed' };
	}

	function up(): void {
		if (store.down) throw new StoreFault('refused', null);
	}

	const store: MemoryStore = {
		faults,
		hold: null,
		slowClaim: null,
		refusing: false,
		down: false,
		get commits() {
			return commits;
		},
		get ids() {
			return [...rows.keys()];
		},
		transcript: (id) => rows.get(id)?.entries ?? [],
		journal: {
			async commit(commit) {
				commits += 1;
				if (store.hold !== null) await store.hold;
				await Promise.resolve();
				up();
				const fault = faults.shift();
				if (fault === 'refused' || store.refusing) throw new StoreFault('refused', null);
				if (fault === 'lost-unknown') throw new StoreFault('unknown', null);
				const outcome = write(commit);
				if (fault === 'written-unknown') throw new StoreFault('unknown', null);
				return outcome;
			},
			async claim(id) {
				if (store.slowClaim !== null) await store.slowClaim;
				up();
				const row = rows.get(id);
				if (row === undefined) return null;
				row.epoch = epochOf(row.epoch + 1);
				return { session: row.session, epoch: row.epoch, projection: row.projection };
			},
			async read(id, after, limit) {
				up();
				return (rows.get(id)?.entries ?? []).filter((entry) => entry.seq > after).slice(0, limit);
			},
			async find(id, clientId) {
				up();
				return rows.get(id)?.entries.find((entry) => entry.clientId === clientId) ?? null;
			},
			async position(id) {
				up();
				const row = rows.get(id);
				return row === undefined ? null : { lastSeq: row.entries.at(-1)?.seq ?? seqOf(0), epoch: row.epoch };
			},
		},
		index: {
			async latestOf(siteId, visitorId) {
				up();
				const mine = [...rows.values()].filter(
					({ session }) => session.siteId === siteId && session.visitorId === visitorId,
				);
				const row = mine.sort((a, b) => b.session.createdAt - a.session.createdAt)[0];
				return row === undefined
					? null
					: { id: row.session.id, lastAt: row.projection.lastAt, left: row.projection.mode === 'left' };
			},
			async load(id) {
				up();
				return rows.get(id)?.session ?? null;
			},
			async toWake(last) {
				up();
				return toWakeOf(rows.values(), last);
			},
		},
	};
	return store;
}
