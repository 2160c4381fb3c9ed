/**
 * Sending beyond an open dashboard: what is to be sent is written down first, and sent until it arrives or is given up.
 * Types only; owned by the outbox, implemented by channels (mail, webhooks, push) and by whoever decides who is told.
 */
import type { AlertKind, AlertWhy } from '../../shared/alert.ts';
import type { MemberId, Seq, SessionId, SiteId } from '../../shared/ids.ts';

export const channelKinds = ['mail', 'webhook', 'push'] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** What a delivery tells of, for delivery logs. */
export type About = AlertKind | 'test' | 'late-answer' | 'password-reset';

/** Something to be sent once. */
export interface Draft {
	/** The same key twice is one delivery (I17). */
	readonly key: string;
	readonly channel: ChannelKind;
	/** Who gets it, in the channel's own words: a mail address, a webhook's id, a push subscription's id. */
	readonly target: string;
	/** It goes with its site; null: the house's own, such as a password link. */
	readonly siteId: SiteId | null;
	readonly about: About;
	/** Plain JSON of at most 32 KiB; the channel parses it with a schema of its own. */
	readonly payload: object;
	/** Given up when it is this old, ms: a phone that buzzes an hour late helps nobody. Null: only after its last attempt. */
	readonly expiresAfterMs: number | null;
}

/** A draft on its way. */
export interface Delivery extends Omit<Draft, 'key' | 'expiresAfterMs'> {
	readonly id: string;
	/** Wall clock, ms, of `enqueue`. */
	readonly createdAt: number;
	/** 1, 2, 3 … */
	readonly attempt: number;
}

export type Sent =
	| { readonly kind: 'sent' }
	/** `error`: one line for the owner, the receiver's own words where it has some; never a secret. */
	| {
			readonly kind: 'failed';
			readonly error: string;
			/** False: it will never arrive (unknown address, subscription gone). */
			readonly again: boolean;
			readonly retryAfterMs?: number | undefined;
	  };

export interface Channel {
	readonly kind: ChannelKind;
	/** One attempt. Never rejects for what a receiver does; aborted when the attempt has lasted too long or the process stops. */
	send(delivery: Delivery, signal: AbortSignal): Promise<Sent>;
}

export interface DeliveryView {
	readonly id: string;
	readonly about: About;
	readonly createdAt: number;
	readonly state: 'waiting' | 'sent' | 'failed';
	readonly attempts: number;
	/** Of the last attempt; empty: none failed. */
	readonly error: string;
	/** Next attempt, or when it ended. Wall clock, ms. */
	readonly at: number;
}

/** Rejects with `BatonError` only. */
export interface Outbox {
	/** Resolves once it is stored: from then on it is sent, whatever happens to this process. Known keys are left alone. */
	enqueue(drafts: readonly Draft[]): Promise<void>;
	/** One attempt now, past the queue, its outcome kept in the log: a test button that shows the real error. */
	sendNow(draft: Draft): Promise<Sent>;
	/** Newest first, at most `limit`; `siteId` undefined: of any site, and the house's own. */
	log(
		of: { readonly siteId: SiteId | null | undefined; readonly target: string },
		limit: number,
	): Promise<readonly DeliveryView[]>;
	/** Due again at once, with all its attempts. False: there is no such delivery with this target. */
	resend(of: { readonly target: string; readonly id: string }): Promise<boolean>;
}

/** One entry of a transcript as it is told to the outside. Written down with the entry itself, in one statement. */
export interface Alert {
	/** Unique for ever: session, seq and kind. */
	readonly key: string;
	readonly kind: AlertKind;
	readonly siteId: SiteId;
	readonly siteName: string;
	readonly sessionId: SessionId;
	readonly seq: Seq;
	/** Wall clock, ms. */
	readonly at: number;
	/** ISO 3166-1 alpha-2, or null. */
	readonly country: string | null;
	/** The page that the visitor was on; empty: unknown. */
	readonly page: string;
	/** Who did it or wrote it; `name` as frozen into the entry, empty for visitor and AI. */
	readonly by: {
		readonly author: 'visitor' | 'ai' | 'agent' | 'house';
		readonly name: string;
		readonly memberId: MemberId | null;
	};
	/** Why, for `human-asked`, `ai-failed`, `released` and `missed`. */
	readonly why: AlertWhy | null;
	/** The message, else the visitor's last one; empty: none. */
	readonly text: string;
}

/** Decides who is told of an alert. */
export interface AlertRoute {
	/** From memory: nothing is written down for a site of which nobody wants to hear. */
	wants(siteId: SiteId, kind: AlertKind): boolean;
	/** Asked once for each alert, after its commit; asked again if the process ended meanwhile (keys make that harmless). */
	draftsFor(alert: Alert): Promise<readonly Draft[]>;
}

/** The ways out that are set up here. */
export type Channels = { readonly [K in ChannelKind]?: Channel | undefined };

export interface TakenAlert {
	readonly alert: Alert;
	/** How often it was tried to find out who is told, this time included. */
	readonly attempts: number;
}

export interface TakenDelivery {
	readonly delivery: Delivery;
	/** Wall clock, ms; null: never too late. */
	readonly expiresAt: number | null;
}

export interface Receiver {
	readonly channel: ChannelKind;
	readonly target: string;
}

export type Ending =
	| { readonly state: 'sent'; readonly at: number }
	| { readonly state: 'failed'; readonly at: number; readonly error: string }
	| { readonly state: 'waiting'; readonly dueAt: number; readonly error: string }
	/** The process stops: as if it had not been tried. */
	| { readonly state: 'untried' };

/** A draft with the id that it gets unless its key is known. */
export type NewDelivery = Draft & { readonly id: string };

/**
 * What the outbox keeps. Times are the caller's wall clock, ms. What is taken is left alone by others until `until`: a
 * process that dies with it in hand gives it back so. Rejects with `BatonError` only.
 */
export interface OutboxStore {
	/** Oldest first. */
	takeAlerts(of: {
		readonly now: number;
		readonly until: number;
		readonly limit: number;
	}): Promise<readonly TakenAlert[]>;
	/** Stores what is to be sent and forgets these alerts, both or neither. */
	add(drafts: readonly NewDelivery[], told: readonly Alert[], now: number): Promise<void>;
	/** Who is told of it could not be found out: again then. */
	postpone(alert: Alert, until: number): Promise<void>;
	/** What is due, longest waiting first, one for each receiver that nobody is sending to. */
	takeDue(of: {
		readonly now: number;
		readonly until: number;
		readonly limit: number;
		readonly channels: readonly ChannelKind[];
		readonly without: readonly Receiver[];
	}): Promise<readonly TakenDelivery[]>;
	/** One that is attempted at once. Null: its key is known. */
	addTaken(draft: NewDelivery, now: number, until: number): Promise<TakenDelivery | null>;
	/** What waits for this receiver is due now: it answers again. */
	hasten(of: Receiver, now: number): Promise<void>;
	/** No other process is there: what was taken is nobody's. */
	untake(): Promise<void>;
	/** Nothing of these chats is kept, sent or not. */
	forget(sessions: readonly SessionId[]): Promise<void>;
	/** What came of an attempt; nothing if another process has taken it since. */
	ended(delivery: Delivery, ending: Ending): Promise<void>;
	/** Gives up what is too old now, and forgets what ended before `ended` or was never sent by `waiting`. */
	sweep(before: { readonly now: number; readonly ended: number; readonly waiting: number }): Promise<void>;
	log: Outbox['log'];
	resend(of: { readonly target: string; readonly id: string }, now: number): Promise<boolean>;
	/** When one receiver was told, since then; newest first. */
	toldSince(of: Receiver, since: number): Promise<readonly { readonly key: string; readonly at: number }[]>;
}
