/** The lives of one session, one after the other: folded from the store, put to rest, thrown away. One at a time. */
import type { Entry } from '../../shared/entry.ts';
import { emptyState, type SessionState } from '../../shared/fold.ts';
import type { Epoch, Seq, SessionId } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import { foldLife, foldOn, type Life, newLife, type Resting, startLife, type TurnSlot, tailLength } from './life.ts';
import type { Journal, Projection } from './ports.ts';

export interface Lives {
	/** The life that runs; null: none, or it is at rest. */
	readonly running: Life | null;
	/** Committed state, and the `opened` that is held in memory. */
	readonly state: SessionState;
	/** What the row said at the last claim. */
	readonly stored: Projection | null;
	readonly resting: boolean;
	/** Under which this process may write; null: it does not own the session. */
	readonly epoch: Epoch | null;
	/** Another process owns it: the state is what that one has written, as of the last look. */
	readonly following: boolean;
	/** A visit that has left and was never written down: nothing but a new opening wakes it. */
	readonly traceless: boolean;
	/** The running life, or the next one. Null: no such session. */
	ready(): Promise<Life | null>;
	/** After the commit, or without one where everything is held. */
	settle(life: Life, after: SessionState, held: readonly Entry[], committed: readonly Entry[]): void;
	/** Throws the life away: what it wrote and could not commit never happened. */
	discard(): void;
	/** Its numbers were never written: who comes back begins where the store stands. */
	forget(): void;
	/** Gives the session up to its owner, and reads on in what that one writes (I16). Nothing is claimed. */
	follow(): Promise<void>;
	/** Lets the statechart and the tail go: the next event starts it again from the fold. */
	rest(): void;
	/** I16: all that was committed, and nothing else: what the machine has written ahead is not in the tail yet. */
	read(after: Seq, limit: number): readonly Entry[] | Promise<readonly Entry[]>;
}

export interface LivesDeps {
	readonly clock: Clock;
	readonly journal: Journal;
	readonly id: SessionId;
	readonly slot: TurnSlot;
	/** The session is new: it has no row until its first commit. */
	readonly fresh: boolean;
	/** A commit may have been lost: the store says whether there is a row. */
	readonly unsure: () => boolean;
	/** The state was folded anew. */
	readonly woke: (state: SessionState) => void;
}

export function createLives({ clock, journal, id, slot, fresh, unsure, woke }: LivesDeps): Lives {
	let life: Life | null = null;
	let resting: Resting | null = null;
	let state = emptyState;
	let stored: Projection | null = null;
	let hasRow = !fresh;
	/** The fold of what another process has written. */
	let followed: SessionState | null = null;
	/** The visit was opened, and a life that could not write it down was thrown away. */
	let openedUnwritten = false;

	function remember(projection: Projection): void {
		stored = projection;
	}

	function wakeUp(from: Resting): Life {
		life = startLife({ ...from, state, tail: [] }, slot);
		resting = null;
		return life;
	}

	async function foldAnew(): Promise<Life | null> {
		const folded = hasRow || unsure() ? await foldLife(journal, id, slot, remember) : null;
		life = folded ?? (hasRow ? null : newLife(slot));
		if (life === null) return null;
		followed = null;
		const opening = { type: 'visitor.opened', at: clock.now(), published: '' } as const;
		if (openedUnwritten && life.can(opening)) life.held = life.send(opening);
		openedUnwritten = false;
		state = life.written();
		woke(state);
		return life;
	}

	function end(): void {
		const ended = life;
		life = null;
		resting = null;
		ended?.end();
	}

	return {
		get running() {
			return life;
		},
		get state() {
			return state;
		},
		get stored() {
			return stored;
		},
		get resting() {
			return resting !== null;
		},
		get epoch() {
			return (life ?? resting)?.epoch ?? null;
		},
		get following() {
			return followed !== null;
		},
		get traceless() {
			return !hasRow && state.mode === 'left';
		},
		ready: async () => life ?? (resting === null ? foldAnew() : wakeUp(resting)),
		settle(current, after, held, committed) {
			current.held = held;
			current.tail = [...current.tail, ...committed].slice(-tailLength);
			state = after;
			if (committed.length === 0) return;
			current.create = false;
			hasRow = true;
		},
		discard() {
			try {
				openedUnwritten ||= ((life ?? resting)?.held.length ?? 0) > 0;
				end();
			} finally {
				// Whatever ending it did: it is ahead of the store, and nothing may go on from there.
				life = null;
				resting = null;
			}
		},
		forget: end,
		async follow() {
			end();
			hasRow = true;
			openedUnwritten = false;
			followed ??= emptyState;
			followed = await foldOn(journal, id, followed);
			state = followed;
		},
		rest() {
			if (life === null) return;
			const { epoch, create, held } = life;
			end();
			resting = { epoch, create, held };
		},
		read(after, limit) {
			const tail = life?.tail ?? [];
			const held = (life ?? resting)?.held;
			// What is held in memory has numbers, and is not committed.
			const from = tail[0]?.seq ?? (held === undefined ? null : state.lastSeq - held.length + 1);
			if (from === null || after < from - 1) return journal.read(id, after, limit);
			return tail.filter((entry) => entry.seq > after).slice(0, limit);
		},
	};
}
