/** Arms a session's deadlines on the clock and says what they mean (I8); the durations themselves are in `alarms`. */
import type { Overdue } from '../../shared/card.ts';
import type { SessionState } from '../../shared/fold.ts';
import { durations } from '../../shared/limits.ts';
import type { Clock, Timer } from '../clock.ts';
import type { SessionEvent } from '../session/events.ts';
import { type Bases, basesAtActivation, type Dues, duesOf, nextBases } from './alarms.ts';

export interface Deadlines {
	readonly overdue: Overdue | null;
	/** A person was asked for, and none has come in time. */
	readonly unmet: boolean;
	/** The state was folded from the store: stored times count, clamped. */
	activated(state: SessionState): void;
	/** A live step changed the state: what changed, changed now. */
	stepped(before: SessionState, after: SessionState): void;
	/** Presence changed. */
	rearm(): void;
	stop(): void;
}

export interface DeadlineDeps {
	readonly clock: Clock;
	readonly idleReturnMs: () => number;
	/** Monotonic ms; null while a visitor's socket lives. */
	readonly visitorLostAt: () => number | null;
	/** `stands` is asked when the event's turn comes: what was under way when the deadline rang may have met it. */
	readonly tell: (event: SessionEvent, stands: () => boolean) => void;
	/** `overdue` changed by the clock alone. */
	readonly noticed: () => void;
}

export function createDeadlines(deps: DeadlineDeps, initial: SessionState): Deadlines {
	const { clock } = deps;
	const timers = new Map<keyof Dues, Timer>();
	let state = initial;
	let bases: Bases = basesAtActivation(initial, clock.now(), clock.monotonic(), 0);
	let overdue: Overdue | null = null;
	let unmet = false;
	let stopped = false;

	function arm(name: keyof Dues, due: number | null, ring: () => void): void {
		timers.get(name)?.cancel();
		timers.delete(name);
		if (due === null || stopped) return;
		timers.set(name, clock.setTimer(Math.max(0, due - clock.monotonic()), ring));
	}

	const duesNow = (): Dues => duesOf(state, bases, deps.visitorLostAt(), deps.idleReturnMs());

	/** A timer may ring a moment early, and only once: what is not over yet is armed again. */
	function isOver(name: keyof Dues): boolean {
		const due = duesNow()[name];
		const over = due !== null && due <= clock.monotonic();
		if (!over) rearm();
		return over;
	}

	function rearm(): void {
		const dues = duesNow();
		const { gen } = state;
		const ring = (name: keyof Dues, event: SessionEvent): void =>
			arm(name, dues[name], () => deps.tell(event, () => isOver(name)));
		ring('agentGone', { type: 'control.returned', gen, why: 'agent-gone' });
		ring('idleReturn', { type: 'control.returned', gen, why: 'idle' });
		ring('grace', { type: 'visitor.left', why: 'grace' });
		const now = clock.monotonic();
		const late = dues.idleAlarm !== null && dues.idleAlarm <= now;
		if (!late || dues.idleReturn === null) overdue = null;
		else overdue ??= { since: clock.now(), returnsAt: clock.now() + dues.idleReturn - now };
		unmet = dues.unmet !== null && dues.unmet <= now;
		arm('unmet', unmet ? null : dues.unmet, () => {
			rearm();
			deps.noticed();
		});
		arm('idleAlarm', late ? null : dues.idleAlarm, () => {
			rearm();
			deps.noticed();
		});
	}

	return {
		get overdue() {
			return overdue;
		},
		get unmet() {
			return unmet;
		},
		activated(folded) {
			state = folded;
			const longest = Math.max(durations.agentAwayMs, deps.idleReturnMs());
			bases = basesAtActivation(folded, clock.now(), clock.monotonic(), longest);
			rearm();
		},
		stepped(before, after) {
			state = after;
			bases = nextBases(before, after, bases, clock.monotonic());
			// Another message waits now, or another agent answers: the alarm begins anew.
			if (
				before.gen !== after.gen ||
				before.unanswered?.seq !== after.unanswered?.seq ||
				before.humanAt !== after.humanAt
			)
				overdue = null;
			rearm();
		},
		rearm,
		stop() {
			stopped = true;
			for (const timer of timers.values()) timer.cancel();
			timers.clear();
		},
	};
}

/** When a session must be activated again after a restart: its nearest stored deadline, else the time of this write. */
export function wakeAtOf(state: SessionState, idleReturnMs: number): number | null {
	if (state.mode === 'left') return null;
	const lost = state.holder?.lostDeadline ?? null;
	const idle =
		state.mode === 'taken-over' && state.unanswered !== null
			? Math.max(state.unanswered.at, state.humanAt) + idleReturnMs
			: null;
	if (lost === null && idle === null) return state.lastAt;
	return Math.min(lost ?? Number.POSITIVE_INFINITY, idle ?? Number.POSITIVE_INFINITY);
}
