/** Between the run and its neighbours: two chats that behave, in a thread of their own. */

export interface NeighboursAt {
	readonly base: string;
	readonly siteKey: string;
	/** Of an owner of that site. */
	readonly cookie: string;
}

export type NeighbourCommand = 'mark' | 'stop';

export interface Spread {
	readonly count: number;
	readonly p50: number;
	readonly p99: number;
	readonly max: number;
}

/** After `mark`: what was measured since the last one. After `stop`: all that they noticed. */
export type NeighbourReport =
	| { readonly type: 'ready' }
	| { readonly type: 'marked'; readonly acks: Spread }
	| {
			readonly type: 'stopped';
			readonly acks: Spread;
			readonly faults: readonly string[];
			readonly acknowledged: number;
			readonly answers: number;
			readonly pieces: number;
			/** What was acknowledged, to be looked for in the database. */
			readonly stored: readonly {
				readonly sessionId: string;
				readonly clientId: string;
				readonly seq: number;
				readonly text: string;
			}[];
	  };
