/** What a member wants to hear of while no dashboard of theirs is open, and when. */
import type { AlertKind } from './alert.ts';
import type { SiteId } from './ids.ts';
import type { Role } from './plans.ts';

export const memberAlertKinds = ['human-asked', 'ai-failed', 'missed'] as const satisfies readonly AlertKind[];
export type MemberAlertKind = (typeof memberAlertKinds)[number];

export interface AlertHours {
	/** IANA name. */
	readonly zone: string;
	/** 0 Monday … 6 Sunday: the days on which they begin. */
	readonly days: readonly number[];
	/** Minutes since midnight. `to` before `from`: over midnight; equal: the whole day. */
	readonly from: number;
	readonly to: number;
}

export interface AlertPreferences {
	readonly mail: boolean;
	readonly push: boolean;
	readonly kinds: readonly MemberAlertKind[];
	readonly sites: 'all' | readonly SiteId[];
	/** Null: at any time. */
	readonly hours: AlertHours | null;
	/** Only while nobody who could take over has a dashboard open. */
	readonly onlyUnattended: boolean;
}

/** Who may answer hears of what needs an answer; who only looks on asks for it. */
export function defaultAlertPreferences(role: Role): AlertPreferences {
	const answers = role !== 'viewer';
	return {
		mail: answers,
		push: answers,
		kinds: ['human-asked', 'missed'],
		sites: 'all',
		hours: null,
		onlyUnattended: true,
	};
}

/** What the page of a member's alerts shows. */
export interface AlertsView {
	readonly preferences: AlertPreferences;
	readonly address: string;
	/** The server has a mail server to send with. */
	readonly mailReady: boolean;
	readonly pushReady: boolean;
	/** The newest first. */
	readonly log: readonly AlertLogEntry[];
}

export interface AlertLogEntry {
	readonly id: string;
	readonly about: string;
	readonly state: 'waiting' | 'sent' | 'failed';
	readonly error: string;
	/** Wall clock, ms. */
	readonly at: number;
}

/** How a test went: the mail server's own words where it refused. */
export type AlertTest = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** The chat that a link from a mail takes over. */
export interface TakeOverView {
	readonly sessionId: string;
	readonly siteId: SiteId;
	readonly state: 'free' | 'yours' | 'held' | 'left';
	/** Display name of who has it; empty: none set. */
	readonly holder: string;
	readonly country: string | null;
	readonly page: string;
	/** The last message, shortened; empty: none. */
	readonly text: string;
}
