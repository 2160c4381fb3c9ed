/** What the run asks of the server's process, over the channel between parent and child; everything else goes over sockets. */
import type { MemberId, SessionId } from '../../../shared/ids.ts';
import type { Plan } from '../../../shared/plans.ts';
import type { BoundaryReport } from './boundary-watch.ts';

export type Ask =
	/** A login without the cost of a password; the cookie. */
	| { readonly ask: 'login'; readonly memberId: MemberId }
	/** As `npm run admin -- plan` does. */
	| { readonly ask: 'plan'; readonly plan: Plan }
	/** Waits until the sessions know that their holder is gone. */
	| { readonly ask: 'lost'; readonly sessions: readonly SessionId[] }
	/** Moves the injected clock on; answers how many of the sessions are held after it came to rest. */
	| { readonly ask: 'advance'; readonly ms: number; readonly sessions: readonly SessionId[] }
	| { readonly ask: 'report' }
	| { readonly ask: 'stop' };

export interface Answers {
	readonly login: string;
	readonly plan: null;
	readonly lost: null;
	readonly advance: number;
	readonly report: BoundaryReport;
	readonly stop: null;
}

export interface Asked {
	readonly id: number;
	readonly ask: Ask;
}

export interface Answered {
	readonly id: number;
	readonly value: unknown;
	readonly error?: string | undefined;
}

export interface Ready {
	readonly base: string;
}
