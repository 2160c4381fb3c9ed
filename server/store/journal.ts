/** The transcript's store: appends in groups under the fence, reads in order. */

import { sql } from 'kysely';
import type { Epoch } from '../../shared/ids.ts';
import { type Commit, type CommitOutcome, type Journal, StoreFault } from '../actor/ports.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { OpenDatabase } from './database.ts';
import { createBatches } from './journal-batches.ts';
import { blamesOneRow, faulting, isDuplicate, storeFaultOf } from './journal-faults.ts';
import { entryOf, factColumns, factsOf, projectionColumns, projectionOf } from './journal-rows.ts';
import { appendBatch } from './journal-statement.ts';

export interface JournalDeps {
	readonly database: Pick<OpenDatabase, 'db' | 'journalDb' | 'journalLanes'>;
	readonly clock: Clock;
	readonly log: Log;
	/** This process, where others may be on the same database. */
	readonly processId?: string | undefined;
	/** Told of each statement that was tried: for the metrics. */
	readonly onBatch?:
		| ((batch: { readonly commits: number; readonly rows: number; readonly ms: number }) => void)
		| undefined;
}

/** `stop` refuses further commits and resolves once none is out; the database is closed after it. */
export function createJournal(deps: JournalDeps): Journal & { stop(): Promise<void> } {
	const { clock, log, onBatch, processId: owner = null } = deps;
	const { db, journalDb, journalLanes } = deps.database;
	const batches = createBatches({ lanes: journalLanes, clock, write });
	let down = false;

	function heard(fault: StoreFault | null): void {
		if ((fault !== null) === down) return;
		down = fault !== null;
		if (fault === null) log.info({}, 'the database answers again');
		else log.error({ cause: String(fault.cause), outcome: fault.outcome }, 'the database does not take commits');
	}

	async function write(commits: readonly Commit[]): Promise<readonly (CommitOutcome | StoreFault)[]> {
		const begun = clock.monotonic();
		try {
			const outcomes = await appendBatch(journalDb, commits, owner);
			heard(null);
			return outcomes;
		} catch (error) {
			if (commits.length > 1 && blamesOneRow(error)) {
				// Nothing was written. In halves, until the one to blame is alone: 18 statements instead of 500.
				const half = commits.length >> 1;
				return [...(await write(commits.slice(0, half))), ...(await write(commits.slice(half)))];
			}
			if (isDuplicate(error)) return commits.map(() => ({ kind: 'conflict' }));
			const fault = storeFaultOf(error);
			heard(fault);
			return commits.map(() => fault);
		} finally {
			const rows = commits.reduce((sum, commit) => sum + commit.entries.length, 0);
			onBatch?.({ commits: commits.length, rows, ms: clock.monotonic() - begun });
		}
	}

	return {
		commit(commit) {
			const wrong = faultIn(commit);
			if (wrong !== null) return Promise.reject(new StoreFault('refused', new Error(wrong)));
			return batches.add(commit);
		},

		claim(id) {
			return faulting(async () => {
				const row = await journalDb
					.updateTable('sessions')
					.set({ epoch: sql<Epoch>`epoch + 1`, owner })
					.where('id', '=', id)
					.returning([...factColumns, ...projectionColumns, 'epoch'])
					.executeTakeFirst();
				return row === undefined ? null : { session: factsOf(row), epoch: row.epoch, projection: projectionOf(row) };
			});
		},

		read(id, after, limit) {
			return faulting(async () => {
				const rows = await db
					.selectFrom('entries')
					.select(['seq', 'gen', 'at', 'kind', 'client_id', 'body'])
					.where('session_id', '=', id)
					.where('seq', '>', after)
					.orderBy('seq')
					.limit(limit)
					.execute();
				return rows.map(entryOf);
			});
		},

		find(id, clientId) {
			return faulting(async () => {
				const row = await db
					.selectFrom('entries')
					.select(['seq', 'gen', 'at', 'kind', 'client_id', 'body'])
					.where('session_id', '=', id)
					.where('client_id', '=', clientId)
					.executeTakeFirst();
				return row === undefined ? null : entryOf(row);
			});
		},

		position(id) {
			return faulting(async () => {
				await batches.ended(id);
				const row = await journalDb
					.selectFrom('sessions')
					.select(['last_seq', 'epoch', 'owner'])
					.where('id', '=', id)
					// A statement whose answer was lost may still be running: its row lock makes us wait for its end.
					.forShare()
					.executeTakeFirst();
				if (row === undefined) return null;
				const position = { lastSeq: row.last_seq, epoch: row.epoch };
				return row.owner === null ? position : { ...position, owner: row.owner };
			});
		},

		stop: () => batches.stop(),
	};
}

/** A caller's bug, told before it can spoil a batch. */
function faultIn({ create, entries }: Commit): string | null {
	const first = entries[0];
	if (first === undefined) return 'a commit without entries';
	if (create && first.seq !== 1) return 'a new session must begin with entry 1';
	const dense = entries.every((entry, i) => entry.seq === first.seq + i);
	return dense ? null : 'the entries of a commit are not dense';
}
