/** The whole matrix: which cells there are, which of them can be reached, and why the others can't. */
import type { Place } from '../../server/session/machine.ts';
import { type Cells, cellKey } from './coverage.ts';
import {
	type CrashPoint,
	crashPoints,
	type Entrance,
	type EventName,
	entrances,
	eventKey,
	findReach,
	places,
	standKey,
} from './coverage-places.ts';

export interface Cell {
	readonly key: string;
	readonly place: Place;
	readonly event: EventName;
	readonly point: CrashPoint;
	readonly entrance: Entrance;
	/** Null: it can be reached. */
	readonly unreachable: string | null;
}

/** All combinations, with the reason where one can't be. */
export function allCells(): readonly Cell[] {
	const { stands, accepts, refuses, events } = findReach();
	const reasonOf = (place: Place, event: EventName, point: CrashPoint, entrance: Entrance): string | null => {
		if (!stands.has(standKey(place, entrance))) return 'no event leads to this state by this entrance';
		const accepted = accepts.get(eventKey(place, event, entrance));
		if (point === 'activation') {
			if (event !== 'resumed') return 'while it is taken up, a session is told of nothing but that';
			return place === 'generating' ? 'a turn does not outlive its process' : null;
		}
		if (accepted === undefined) return `refused: ${refuses.get(eventKey(place, event, entrance)) ?? 'unknown'}`;
		if (point !== 'none' && !accepted.writes) return 'writes nothing by itself: held until the next event';
		return null;
	};
	return places.flatMap((place) =>
		events.flatMap((event) =>
			crashPoints.flatMap((point) =>
				entrances.map((entrance) => ({
					key: cellKey(place, event, point, entrance),
					place,
					event,
					point,
					entrance,
					unreachable: reasonOf(place, event, point, entrance),
				})),
			),
		),
	);
}

export const reachableCells = (): ReadonlySet<string> =>
	new Set(allCells().flatMap(({ key, unreachable }) => (unreachable === null ? [key] : [])));

export interface Covered {
	readonly reachable: number;
	readonly hits: number;
	/** Reachable, and no run came by. */
	readonly empty: readonly string[];
	/** Hit, although nothing should lead there: the derivation is wrong, or the product is. */
	readonly strange: readonly string[];
}

export function coverageOf(hits: Cells): Covered {
	const reachable = reachableCells();
	return {
		reachable: reachable.size,
		hits: [...hits.values()].reduce((sum, count) => sum + count, 0),
		empty: [...reachable].filter((key) => !hits.has(key)),
		strange: [...hits.keys()].filter((key) => !reachable.has(key)),
	};
}
