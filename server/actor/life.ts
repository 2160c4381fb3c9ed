/**
 * One activation of a session: the running statechart, what it wrote and what of that is committed. A life that can't
 * commit, or that throws, is thrown away whole; the next one folds the transcript anew.
 */
import { type AnyActorRef, createActor, fromCallback } from 'xstate';
import type { Entry } from '../../shared/entry.ts';
import { emptyState, fold, type OpenTurn, type SessionState } from '../../shared/fold.ts';
import { type Epoch, epochOf, type SessionId } from '../../shared/ids.ts';
import type { StampedEvent } from '../session/events.ts';
import { sessionMachine, type TurnInput } from '../session/machine.ts';
import type { Journal, Projection } from './ports.ts';

/** Entries that an actor keeps at hand for its feeds; older ones come from the store. */
export const tailLength = 64;

export interface Life {
	readonly epoch: Epoch;
	/** No row exists yet: the first commit makes it. */
	create: boolean;
	/** `opened` waits here for the first other entry: opening a widget costs no row. */
	held: readonly Entry[];
	/** The newest committed entries. */
	tail: readonly Entry[];
	/** Whether the event is legal now. */
	can(event: StampedEvent): boolean;
	/** The fold of everything written, committed or not. */
	written(): SessionState;
	/** Takes one step and returns what it wrote. Throws what the statechart threw. */
	send(event: StampedEvent): readonly Entry[];
	/** Shuts a running turn too. */
	end(): void;
}

export interface TurnSlot {
	open(turn: OpenTurn): void;
	shut(): void;
}

/** What must be kept of a life that is put to rest, besides the fold. */
export interface Resting {
	readonly epoch: Epoch;
	readonly create: boolean;
	readonly held: readonly Entry[];
}

interface Start extends Omit<Resting, 'held'> {
	readonly held?: readonly Entry[] | undefined;
	/** The fold of everything that is committed or held. */
	readonly state: SessionState;
	readonly tail: readonly Entry[];
}

/** Whose turn an invocation opens and shuts. By owner, so that one machine serves all sessions: a copy each costs 30 KB. */
const slots = new WeakMap<AnyActorRef, TurnSlot>();

const machine = sessionMachine.provide({
	actors: {
		turn: fromCallback<StampedEvent, TurnInput>(({ input: { turn, owner } }) => {
			const slot = slots.get(owner);
			if (turn === null || slot === undefined) throw new Error('a turn was entered without a session of its own');
			slot.open(turn);
			return () => slot.shut();
		}),
	},
});

export function startLife({ state, tail, epoch, create, held = [] }: Start, slot: TurnSlot): Life {
	const wrote: Entry[] = [];
	let fault: { readonly error: unknown } | null = null;
	const actor = createActor(machine, { input: { state } });
	// A collector may only push: a throwing handler is an uncaught exception of the process.
	actor.on('wrote', ({ entries }) => {
		try {
			wrote.push(...entries);
		} catch (error) {
			fault = { error };
		}
	});
	// Without an error observer XState throws in a timer, at process level.
	actor.subscribe({
		error: (error) => {
			fault = { error };
		},
	});
	const rethrow = (): void => {
		if (fault !== null) throw fault.error;
	};
	slots.set(actor, slot);
	actor.start();
	// A statechart that could not begin stands in no state and would refuse everything without a word.
	rethrow();

	return {
		epoch,
		create,
		held,
		tail,
		can: (event) => actor.getSnapshot().can(event),
		written: () => actor.getSnapshot().context,
		send(event) {
			wrote.length = 0;
			actor.send(event);
			rethrow();
			return [...wrote];
		},
		end: () => {
			actor.stop();
		},
	};
}

/** A session that has no row yet. */
export const newLife = (slot: TurnSlot): Life =>
	startLife({ state: emptyState, tail: [], epoch: epochOf(1), create: true }, slot);

const page = 500;

/** Folds what the store has above `from`. */
export async function foldOn(
	journal: Journal,
	id: SessionId,
	from: SessionState,
	passed: (entries: readonly Entry[]) => void = () => {},
): Promise<SessionState> {
	let state = from;
	for (;;) {
		const after = state.lastSeq;
		const entries = await journal.read(id, after, page);
		// I12: on a transcript with a hole nothing may be built.
		if (entries.some((entry, i) => entry.seq !== after + i + 1)) throw new Error('the transcript has a hole');
		state = fold(state, entries);
		passed(entries);
		if (entries.length < page) return state;
	}
}

/**
 * Takes ownership and folds the transcript. Null: no such session. A turn that did not end is a failed attempt (I17).
 * @param claimed told before the fold, which may throw: all that is known of the session then.
 */
export async function foldLife(
	journal: Journal,
	id: SessionId,
	slot: TurnSlot,
	claimed: (projection: Projection) => void,
): Promise<Life | null> {
	const row = await journal.claim(id);
	if (row === null) return null;
	if (!Number.isSafeInteger(row.epoch)) throw new Error('a claim without an epoch');
	claimed(row.projection);
	let tail: readonly Entry[] = [];
	const state = await foldOn(journal, id, emptyState, (entries) => {
		tail = [...tail, ...entries].slice(-tailLength);
	});
	return startLife({ state: { ...state, turn: null, sinceTurn: null }, tail, epoch: row.epoch, create: false }, slot);
}
