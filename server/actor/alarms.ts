/**
 * The deadlines of a session (SPEC section 2) as monotonic durations: a wall-clock jump ends none early (I28). A stored
 * time is read at activation only, its remainder clamped to [0, duration].
 */
import type { SessionState } from '../../shared/fold.ts';
import { durations } from '../../shared/limits.ts';

/** When the facts that deadlines count from came about, monotonic ms. */
export interface Bases {
	/** Last change of control. */
	readonly control: number;
	/** The oldest unanswered visitor message. */
	readonly unanswered: number;
	/** `took-over` or `kept`, whichever is later. */
	readonly human: number;
	/** The holder was lost, or went away. */
	readonly lost: number;
	/** A person was asked for. */
	readonly asked: number;
}

export interface Dues {
	/** (a) Agent gone: control returns. */
	readonly agentGone: number | null;
	/** (b) Visitor's grace: the session leaves. */
	readonly grace: number | null;
	/** (c) Idle: alarm, then control returns. */
	readonly idleAlarm: number | null;
	readonly idleReturn: number | null;
	/** Asked for, and nobody has come: the visitor is told. */
	readonly unmet: number | null;
}

/** How long a holder who is not there keeps control. */
const goneMs = ({ holder }: SessionState): number =>
	holder?.away === true ? durations.agentAwayMs : durations.agentGoneMs;

/** Bases after a live step: what changed, changed now. */
export function nextBases(before: SessionState, after: SessionState, bases: Bases, now: number): Bases {
	return {
		control: before.gen === after.gen ? bases.control : now,
		unanswered: before.unanswered?.seq === after.unanswered?.seq ? bases.unanswered : now,
		human: before.humanAt === after.humanAt && before.gen === after.gen ? bases.human : now,
		lost: (before.holder?.lostDeadline ?? null) === (after.holder?.lostDeadline ?? null) ? bases.lost : now,
		asked: before.needsHuman?.at === after.needsHuman?.at ? bases.asked : now,
	};
}

/** Bases at activation, from stored wall times: never in the future, never further back than `longest`. */
export function basesAtActivation(state: SessionState, wall: number, monotonic: number, longest: number): Bases {
	const since = (at: number): number => monotonic - Math.min(Math.max(0, wall - at), longest);
	const lostAt = (state.holder?.lostDeadline ?? wall + goneMs(state)) - goneMs(state);
	return {
		control: monotonic,
		unanswered: since(state.unanswered?.at ?? wall),
		human: since(state.humanAt),
		lost: since(lostAt),
		asked: since(state.needsHuman?.at ?? wall),
	};
}

/**
 * @param visitorLostAt monotonic ms at which the visitor's last socket went; null while one lives.
 */
export function duesOf(state: SessionState, bases: Bases, visitorLostAt: number | null, idleReturnMs: number): Dues {
	const live = state.mode !== 'left' && state.mode !== 'new';
	const human = state.mode === 'taken-over';
	const idleFrom = human && state.unanswered !== null ? Math.max(bases.unanswered, bases.human) : null;
	const graceMs = human || state.needsHuman !== null ? durations.visitorGraceHumanMs : durations.visitorGraceMs;
	return {
		agentGone: human && state.holder !== null && state.holder.lostDeadline !== null ? bases.lost + goneMs(state) : null,
		// A running turn delays `left` until its answer is stored.
		grace:
			live && visitorLostAt !== null && state.turn === null ? Math.max(visitorLostAt, bases.control) + graceMs : null,
		idleAlarm: idleFrom === null ? null : idleFrom + Math.min(durations.idleAlarmMs, idleReturnMs),
		idleReturn: idleFrom === null ? null : idleFrom + idleReturnMs,
		unmet: live && !human && state.needsHuman !== null ? bases.asked + durations.nobodyCameMs : null,
	};
}
