/**
 * Group commit: while one batch is being written the next one collects. Keeps each session's commits in order, one at a
 * time, and answers each within a bound, whatever the database does.
 */
import type { SessionId } from '../../shared/ids.ts';
import { type Commit, type CommitOutcome, StoreFault } from '../actor/ports.ts';
import type { Clock, Timer } from '../clock.ts';

/** SPEC section 10: bounded queue. */
const waitingPerSession = 100;
const rowsPerBatch = 500;
/** How long a commit waits for company while another batch is out and there is room for one more. */
const collectMs = 3;
/** A commit is answered within this. */
const answerMs = 2_000;

interface Pending {
	readonly commit: Commit;
	readonly dueAt: number;
	sent: boolean;
	/** Answered: by its batch, or before it because it took too long. */
	answered: boolean;
	resolve(outcome: CommitOutcome): void;
	reject(fault: StoreFault): void;
}

export interface Batches {
	add(commit: Commit): Promise<CommitOutcome>;
	/** Resolves when no statement with a commit of this session is out, also of one that was answered as unknown. */
	ended(id: SessionId): Promise<void>;
	/** Refuses what comes from now on; resolves when nothing is out. */
	stop(): Promise<void>;
}

export interface BatchesDeps {
	/** At most this many `write` at once; never two with the same session. */
	readonly lanes: number;
	readonly clock: Clock;
	/** One result for each commit, in order. */
	write(commits: readonly Commit[]): Promise<readonly (CommitOutcome | StoreFault)[]>;
}

export function createBatches({ lanes, clock, write }: BatchesDeps): Batches {
	/** Each session's commits; the first one is ready or being written. */
	const queues = new Map<SessionId, Pending[]>();
	/** The first of each queue that is not being written, longest waiting first. */
	const ready = new Set<Pending>();
	/** The batch that each session's first commit is being written with. */
	const sending = new Map<SessionId, Promise<void>>();
	/** All that have no answer, oldest first. */
	const open = new Set<Pending>();
	let readyRows = 0;
	let out = 0;
	let scheduled = false;
	let collecting = false;
	let overdue: Timer | null = null;
	let stopped = false;
	let onStopped: (() => void) | null = null;

	function makeReady(pending: Pending): void {
		ready.add(pending);
		readyRows += pending.commit.entries.length;
	}

	function takeReady(pending: Pending): void {
		ready.delete(pending);
		readyRows -= pending.commit.entries.length;
	}

	/** Its place in the session's queue is free: the next one may be written. */
	function leaveQueue(pending: Pending): void {
		const id = pending.commit.session.id;
		const queue = queues.get(id);
		if (queue === undefined) return;
		const wasFirst = queue[0] === pending;
		queue.splice(queue.indexOf(pending), 1);
		const next = queue[0];
		if (next === undefined) queues.delete(id);
		else if (wasFirst) makeReady(next);
	}

	function answer(pending: Pending, result: CommitOutcome | StoreFault): void {
		if (pending.answered) return;
		pending.answered = true;
		open.delete(pending);
		if (result instanceof StoreFault) pending.reject(result);
		else pending.resolve(result);
	}

	function schedule(): void {
		if (scheduled || out >= lanes || ready.size === 0) return;
		if (out > 0 && readyRows < rowsPerBatch) {
			if (collecting) return;
			collecting = true;
			clock.setTimer(collectMs, () => {
				collecting = false;
				if (out < lanes) flush();
			});
			return;
		}
		scheduled = true;
		// Once around the loop: everything that sockets have brought by now goes along.
		setImmediate(() => {
			scheduled = false;
			if (out < lanes) flush();
		});
	}

	function flush(): void {
		const batch: Pending[] = [];
		let rows = 0;
		for (const pending of ready) {
			rows += pending.commit.entries.length;
			if (batch.length > 0 && rows > rowsPerBatch) break;
			batch.push(pending);
			takeReady(pending);
			pending.sent = true;
		}
		if (batch.length > 0) {
			const sent = send(batch);
			for (const { commit } of batch) sending.set(commit.session.id, sent);
		}
		schedule();
	}

	async function send(batch: readonly Pending[]): Promise<void> {
		out++;
		const results = await write(batch.map((pending) => pending.commit)).catch((error: unknown) =>
			// A bug there must not leave callers without an answer.
			batch.map(() => new StoreFault('unknown', error)),
		);
		out--;
		for (const pending of batch) {
			sending.delete(pending.commit.session.id);
			leaveQueue(pending);
		}
		// The database works on what waits while this batch is told.
		schedule();
		batch.forEach((pending, i) => {
			const result = results[i] ?? new StoreFault('unknown', new Error('a batch gave too few results'));
			// Each in a turn of its own, in order: all at once, their acks and feeds would run in step and the first ack
			// would wait for the last session's readers.
			setImmediate(() => {
				answer(pending, result);
				finish();
			});
		});
	}

	/** A timer for the oldest: two seconds later most are answered, and it is set at most once in that time. */
	function watch(): void {
		const [oldest] = open;
		if (overdue !== null || oldest === undefined) return;
		overdue = clock.setTimer(Math.max(0, oldest.dueAt - clock.monotonic()), () => {
			overdue = null;
			const now = clock.monotonic();
			for (const pending of open) {
				if (pending.dueAt > now) break;
				if (pending.sent) {
					// Its batch is still out, and keeps its place in the queue until that has ended.
					answer(pending, new StoreFault('unknown', new Error('the database did not answer in time')));
					continue;
				}
				if (ready.has(pending)) takeReady(pending);
				leaveQueue(pending);
				answer(pending, new StoreFault('refused', new Error('the database is too slow')));
			}
			watch();
		});
	}

	function finish(): void {
		if (onStopped === null || out > 0 || open.size > 0 || queues.size > 0) return;
		overdue?.cancel();
		onStopped();
	}

	return {
		add(commit) {
			const id = commit.session.id;
			const queue = queues.get(id) ?? [];
			if (stopped) return Promise.reject(new StoreFault('refused', new Error('the journal is stopped')));
			if (queue.length >= waitingPerSession) {
				return Promise.reject(new StoreFault('refused', new Error('too many commits of this session wait')));
			}
			return new Promise((resolve, reject) => {
				const dueAt = clock.monotonic() + answerMs;
				const pending: Pending = { commit, dueAt, sent: false, answered: false, resolve, reject };
				open.add(pending);
				queue.push(pending);
				if (queue.length === 1) {
					queues.set(id, queue);
					makeReady(pending);
				}
				watch();
				schedule();
			});
		},
		ended: (id) => sending.get(id) ?? Promise.resolve(),
		stop() {
			stopped = true;
			return new Promise((resolve) => {
				onStopped = resolve;
				finish();
			});
		},
	};
}
