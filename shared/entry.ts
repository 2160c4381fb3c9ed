import type { ClientId, Gen, MemberId, Seq, SessionId } from './ids.ts';

/** An article that an AI answer was taken from, frozen into the entry. */
export interface Source {
	readonly title: string;
}

export type ReleaseWhy =
	/** The agent pressed "Leave chat". */
	| 'left'
	/** No dashboard socket of the holder for 30 s (I8). */
	| 'agent-gone'
	/** A visitor message stayed unanswered past the site's limit. */
	| 'idle'
	/** The visitor went back to the AI. */
	| 'visitor'
	/** The holder signed out, was disabled or demoted, or the plan lost monitoring. */
	| 'authority';

export type AskWhy =
	/** "Talk to a person". */
	| 'button'
	/** The visitor asked in words. */
	| 'words'
	/** The AI did not know and offered a human. */
	| 'unsure'
	/** A model asked for it with its typed tool call. */
	| 'model';

/** Why a session that has left is one that was missed. */
export type MissedWhy = AskWhy | 'ai-failed' | 'unanswered';
export type LeftWhy =
	/** "End chat". */
	| 'visitor'
	/** Nobody of theirs was connected for the grace. */
	| 'grace'
	/** A member has blocked the visitor. */
	| 'blocked';

export type FailWhy = 'timeout' | 'provider' | 'too-long' | 'restarts';

interface Frame {
	readonly seq: Seq;
	/** The control number in force once this entry stands; an interrupted text bears its old one. */
	readonly gen: Gen;
	/** Wall clock, ms since 1970: for people's eyes, never for order (I28). */
	readonly at: number;
	/** Set where the entry came from a repeatable command (I13). */
	readonly clientId?: ClientId | undefined;
}

/**
 * What an entry says. `memberId` is absent in what visitors get; names are frozen in.
 * Visitor and agents: opened, message, took-over, released, asked-for-human, ai-failed, left, left-address, late-answer.
 * Agents only: kept, agent-lost, agent-back, resolved, whisper. Internal: turn-started.
 */
export type EntryBody =
	| { readonly kind: 'opened'; readonly reopened: boolean }
	| { readonly kind: 'message'; readonly author: 'visitor'; readonly text: string }
	| {
			readonly kind: 'message';
			readonly author: 'ai';
			readonly text: string;
			readonly turn: Seq;
			/** Stored when a takeover, a fault or `left` cut the turn: exactly the published prefix; answers nothing (I6). */
			readonly interrupted: boolean;
			/** The last visitor message that this answers. */
			readonly answersUpTo: Seq;
			readonly sources: readonly Source[];
	  }
	| {
			readonly kind: 'message';
			readonly author: 'agent';
			readonly text: string;
			readonly memberId?: MemberId | undefined;
			readonly name: string;
	  }
	| {
			readonly kind: 'took-over';
			readonly memberId?: MemberId | undefined;
			readonly name: string;
			readonly entrance: 'button' | 'reply';
	  }
	| { readonly kind: 'released'; readonly name: string; readonly why: ReleaseWhy }
	| { readonly kind: 'asked-for-human'; readonly why: AskWhy }
	| {
			readonly kind: 'ai-failed';
			/** The apology, in the visitor's language. */
			readonly text: string;
			readonly why: FailWhy;
			readonly turn: Seq;
			readonly answersUpTo: Seq;
	  }
	| { readonly kind: 'left'; readonly why: LeftWhy }
	| { readonly kind: 'kept'; readonly memberId?: MemberId | undefined }
	/** A private instruction to the AI for its next answers; it changes no control and answers nothing. */
	| {
			readonly kind: 'whisper';
			readonly memberId?: MemberId | undefined;
			readonly name: string;
			readonly text: string;
	  }
	/** `deadline`: wall clock, ms; read only at activation, its remainder clamped to [0, duration]. */
	| {
			readonly kind: 'agent-lost';
			readonly deadline: number;
			/** Set where they said that they would be back: their phone shows another app. */
			readonly away?: true | undefined;
	  }
	| { readonly kind: 'agent-back' }
	| { readonly kind: 'turn-started'; readonly answersUpTo: Seq }
	/** Where a person may write to the visitor who was missed; the last one counts. */
	| { readonly kind: 'left-address'; readonly email: string }
	/** An agent's answer into a session that has left: no control, no change of gen (I4, I10). */
	| {
			readonly kind: 'late-answer';
			readonly memberId?: MemberId | undefined;
			readonly name: string;
			readonly text: string;
			/** Brought along from an older session of the visitor, who had not seen it there. */
			readonly of?: { readonly sessionId: SessionId; readonly seq: Seq; readonly at: number } | undefined;
	  }
	/** An agent's mark on a missed session; `done` false takes it back. */
	| { readonly kind: 'resolved'; readonly memberId?: MemberId | undefined; readonly done: boolean };

export type Entry = Frame & EntryBody;
export type EntryKind = EntryBody['kind'];
export type MessageEntry = Extract<Entry, { readonly kind: 'message' }>;

/** The ack of a command: sent only after its entries are committed (R0). */
export interface Ack {
	readonly seq: Seq;
	readonly gen: Gen;
}
