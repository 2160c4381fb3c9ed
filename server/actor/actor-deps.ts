/** What one session needs of the house. */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { SessionActor } from './front.ts';
import type { Holders } from './holder.ts';
import type { Neighbours } from './ownership.ts';
import type { AlertDesk, Journal, Phrases, Responder, SiteLimits } from './ports.ts';

export interface ActorDeps extends Holders {
	readonly clock: Clock;
	readonly log: Log;
	readonly journal: Journal;
	readonly responder: Responder;
	readonly phrases: Phrases;
	readonly siteLimits: SiteLimits;
	/** Where other processes may be on the same database. */
	readonly neighbours?: Neighbours | undefined;
	/** Absent: nobody is told of anything. */
	readonly alerts?: AlertDesk | undefined;
	/** The card may look different now. */
	readonly touched: (actor: SessionActor) => void;
}
