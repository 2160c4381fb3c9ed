/** The words of the statechart: everything that can happen to a session. Time and what a turn published are stamped on by the actor. */

import type { AskWhy, FailWhy, LeftWhy, ReleaseWhy, Source } from '../../shared/entry.ts';
import type { ClientId, Gen, MemberId, Seq, SessionId } from '../../shared/ids.ts';

export interface Agent {
	readonly memberId: MemberId;
	/** Frozen into the entries; empty: "Agent" in the reader's language. */
	readonly name: string;
}

/** A late answer that the visitor has not seen, in an older session of theirs. */
export interface EarlierAnswer {
	readonly agent: Agent;
	readonly text: string;
	readonly of: { readonly sessionId: SessionId; readonly seq: Seq; readonly at: number };
}

export type SessionEvent =
	/** The panel was opened, or a message came after `left`. */
	| { readonly type: 'visitor.opened'; readonly earlier?: readonly EarlierAnswer[] | undefined }
	| { readonly type: 'visitor.said'; readonly clientId: ClientId; readonly text: string }
	| { readonly type: 'visitor.asked'; readonly clientId: ClientId; readonly why: AskWhy }
	| { readonly type: 'visitor.wentBackToAi'; readonly clientId: ClientId }
	| { readonly type: 'visitor.leftAddress'; readonly clientId: ClientId; readonly email: string }
	| { readonly type: 'visitor.left'; readonly why: LeftWhy }
	/** Members' commands carry the gen they saw (I3). */
	| { readonly type: 'agent.tookOver'; readonly agent: Agent; readonly gen: Gen; readonly clientId: ClientId }
	| {
			readonly type: 'agent.said';
			readonly agent: Agent;
			readonly gen: Gen;
			readonly clientId: ClientId;
			readonly text: string;
	  }
	| { readonly type: 'agent.released'; readonly agent: Agent; readonly gen: Gen; readonly clientId: ClientId }
	| { readonly type: 'agent.kept'; readonly agent: Agent; readonly gen: Gen; readonly clientId: ClientId }
	/** A private instruction to the AI, from whoever may take the session over, or from who holds it. */
	| {
			readonly type: 'agent.whispered';
			readonly agent: Agent;
			readonly gen: Gen;
			readonly clientId: ClientId;
			readonly text: string;
	  }
	/** Into a session that has left. */
	| {
			readonly type: 'agent.answeredLate';
			readonly agent: Agent;
			readonly gen: Gen;
			readonly clientId: ClientId;
			readonly text: string;
	  }
	| {
			readonly type: 'agent.resolved';
			readonly agent: Agent;
			readonly gen: Gen;
			readonly clientId: ClientId;
			/** False: taken back. */
			readonly done: boolean;
	  }
	/** The holder looks at no dashboard any more. `deadline`: wall clock, ms. `away`: they said that they would be back. */
	| { readonly type: 'agent.lost'; readonly deadline: number; readonly away?: true | undefined }
	| { readonly type: 'agent.back' }
	/** Control returns without the agent's word: a deadline rang, or their authority ended. */
	| { readonly type: 'control.returned'; readonly gen: Gen; readonly why: Exclude<ReleaseWhy, 'left' | 'visitor'> }
	| {
			readonly type: 'turn.completed';
			readonly turn: Seq;
			readonly gen: Gen;
			readonly sources: readonly Source[];
			/** The answer asks for a human: a rule or a typed tool call, never prose. */
			readonly asks: AskWhy | null;
	  }
	| {
			readonly type: 'turn.failed';
			readonly turn: Seq;
			readonly gen: Gen;
			readonly why: FailWhy;
			/** The apology in the visitor's language, chosen by the caller. */
			readonly apology: string;
	  }
	/** After activation: an unanswered visitor message gets its turn, or its apology. */
	| { readonly type: 'resumed'; readonly apology: string };

/** An event as the machine gets it. */
export type StampedEvent = SessionEvent & {
	/** Wall clock, ms. */
	readonly at: number;
	/** What the running turn has published so far, cut at a code point; empty without one (I6). */
	readonly published: string;
};
