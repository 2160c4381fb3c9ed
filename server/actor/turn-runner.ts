/** The one running turn of an actor: opened and shut by the statechart, started by the gate after the commit (R0). */
import { maySee } from '../../shared/audience.ts';
import type { Entry } from '../../shared/entry.ts';
import type { OpenTurn, SessionState } from '../../shared/fold.ts';
import { type Seq, seqOf } from '../../shared/ids.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { SessionEvent } from '../session/events.ts';
import type { TurnSlot } from './life.ts';
import type { Phrases, Responder, ResponsePart, SessionFacts } from './ports.ts';
import { createTurn, type Turn, type TurnEnd, type TurnText } from './turn.ts';

/** What a responder gets to read: the newest entries. */
const contextEntries = 200;

export interface TurnRunner extends TurnSlot {
	/** Text published so far; empty without a turn. */
	readonly published: string;
	/** The turn that runs, if its `turn-started` is committed; gone the moment it is shut. */
	shown(state: SessionState): TurnText | null;
	/**
	 * The number of the turn that the transcript says runs here, as a level for readers: it changes with a commit, in one
	 * step with the entries. Between shutting and that commit whoever wakes a feed would else show more than others saw (I23).
	 */
	answering(state: SessionState): Seq | null;
	/** Shuts it, and it is nobody's any more: its life ended without a commit. */
	drop(): void;
	/** Calls the provider for a turn that was opened and is not started yet. */
	start(): void;
}

export interface TurnRunnerDeps {
	readonly clock: Clock;
	readonly log: Log;
	readonly responder: Responder;
	readonly phrases: Phrases;
	readonly session: () => SessionFacts;
	readonly state: () => SessionState;
	readonly read: (after: Seq, limit: number) => readonly Entry[] | Promise<readonly Entry[]>;
	/** The event is made when its turn comes: the words in it are not ours and may throw (I26). */
	readonly tell: (make: () => SessionEvent) => void;
	/** More text was published. */
	readonly published: () => void;
	/** What no end of a turn can say. */
	readonly failed: (error: unknown) => void;
}

export function createTurnRunner(deps: TurnRunnerDeps): TurnRunner {
	let turn: Turn | null = null;
	/** The last one that was opened here. */
	let opened: Seq | null = null;

	function eventOf({ turn: number, gen }: OpenTurn, end: TurnEnd): SessionEvent {
		switch (end.type) {
			case 'completed':
				return { type: 'turn.completed', turn: number, gen, sources: end.sources, asks: end.asks };
			case 'failed': {
				const apology = deps.phrases.apology(deps.session().language);
				return { type: 'turn.failed', turn: number, gen, why: end.why, apology };
			}
			default:
				return unreachable(end);
		}
	}

	async function* respond(signal: AbortSignal): AsyncIterable<ResponsePart> {
		const { id, siteId, language } = deps.session();
		const { lastSeq, answered } = deps.state();
		const entries = await deps.read(seqOf(Math.max(0, lastSeq - contextEntries)), contextEntries);
		if (signal.aborted) return;
		// What was written while the store was read is for the next turn.
		const transcript = entries.filter((entry) => entry.seq <= lastSeq && maySee('member', entry));
		yield* deps.responder.respond({ siteId, sessionId: id, language, transcript, answered, signal });
	}

	function shut(): void {
		turn?.close();
		turn = null;
	}

	return {
		get published() {
			return turn?.text ?? '';
		},
		open(next) {
			opened = next.turn;
			const { clock, log, published, failed } = deps;
			turn = createTurn(next, {
				clock,
				log,
				published,
				ended: (end) => deps.tell(() => eventOf(next, end)),
				failed,
			});
		},
		shut,
		drop() {
			shut();
			opened = null;
		},
		answering: ({ turn: stands }) => (stands?.turn === opened ? opened : null),
		shown: (state) => (turn !== null && state.turn?.turn === turn.turn ? turn : null),
		start: () => turn?.start(respond),
	};
}
