/** The system's clock, which can also be moved on: minutes until a deadline pass at once, and everything due rings in order. */
import type { Clock } from '../../../server/clock.ts';

export interface MovingClock extends Clock {
	/** Both clocks go on by this much; whatever is due by then rings now. */
	advance(ms: number): void;
}

interface Alarm {
	readonly at: number;
	readonly ring: () => void;
	handle: NodeJS.Timeout;
}

export function createMovingClock(): MovingClock {
	const alarms = new Set<Alarm>();
	let moved = 0;
	const monotonic = (): number => performance.now() + moved;

	function wait(alarm: Omit<Alarm, 'handle'>): Alarm {
		const made: Alarm = { ...alarm, handle: setTimeout(() => ring(made), Math.max(0, alarm.at - monotonic())) };
		alarms.add(made);
		return made;
	}

	function drop(alarm: Alarm): void {
		clearTimeout(alarm.handle);
		alarms.delete(alarm);
	}

	function ring(alarm: Alarm): void {
		drop(alarm);
		alarm.ring();
	}

	function next(): Alarm | null {
		let first: Alarm | null = null;
		for (const alarm of alarms) if (first === null || alarm.at < first.at) first = alarm;
		return first;
	}

	return {
		now: () => Date.now() + Math.round(moved),
		monotonic,
		setTimer(ms, ring) {
			const alarm = wait({ at: monotonic() + ms, ring });
			return { cancel: () => drop(alarm) };
		},
		advance(ms) {
			const until = monotonic() + ms;
			for (let alarm = next(); alarm !== null && alarm.at <= until; alarm = next()) {
				moved += Math.max(0, alarm.at - monotonic());
				ring(alarm);
			}
			moved += Math.max(0, until - monotonic());
			// The system's own timers know nothing of it.
			for (const alarm of [...alarms]) {
				drop(alarm);
				alarm.handle = setTimeout(() => ring(alarm), Math.max(0, alarm.at - monotonic()));
				alarms.add(alarm);
			}
		},
	};
}
