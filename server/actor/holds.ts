/** Who is at work on which session: it is not forgotten under their hands. */
import type { SessionActor } from './front.ts';

export interface Held {
	readonly actor: SessionActor;
	/** Calling it again does nothing. */
	release(): void;
}

export interface Holds {
	keep(actor: SessionActor): Held;
	keeps(actor: SessionActor): boolean;
}

/** @param released somebody let go of it; perhaps nobody holds it now. */
export function createHolds(released: (actor: SessionActor) => void): Holds {
	const holds = new Map<SessionActor, number>();
	return {
		keep(actor) {
			holds.set(actor, (holds.get(actor) ?? 0) + 1);
			let kept = true;
			return {
				actor,
				release() {
					if (!kept) return;
					kept = false;
					const left = (holds.get(actor) ?? 1) - 1;
					if (left > 0) holds.set(actor, left);
					else holds.delete(actor);
					released(actor);
				},
			};
		},
		keeps: (actor) => holds.has(actor),
	};
}
