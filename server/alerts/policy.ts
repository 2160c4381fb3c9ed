/** Who is told, by which way, and how often. Pure. */

import type { AlertKind } from '../../shared/alert.ts';
import {
	type AlertHours,
	type AlertPreferences,
	defaultAlertPreferences,
	type MemberAlertKind,
	memberAlertKinds,
} from '../../shared/alert-preferences.ts';
import type { SiteId } from '../../shared/ids.ts';
import { type Plan, planMonitors, type Role, roleMay } from '../../shared/plans.ts';

/** A member as they stand at this moment. */
export interface Hearer {
	readonly role: Role;
	readonly disabled: boolean;
	readonly plan: Plan;
	/** Absent: they have chosen nothing yet. */
	readonly preferences?: AlertPreferences | undefined;
}

export interface Occasion {
	/** Of the member's own account. */
	readonly siteId: SiteId;
	readonly kind: AlertKind;
	/** Wall clock, ms. */
	readonly now: number;
	/** Somebody who could take over has a dashboard open. */
	readonly attended: boolean;
}

export interface Ways {
	readonly mail: boolean;
	readonly push: boolean;
}

export const preferencesOf = ({ preferences, role }: Hearer): AlertPreferences =>
	preferences ?? defaultAlertPreferences(role);

/** Asked when something happens, and again when it is sent: role, plan and house may have changed between. */
export const mayHear = ({ role, disabled, plan }: Hearer): boolean =>
	!disabled && roleMay(role, 'watch') && planMonitors(plan);

export const isMemberKind = (kind: AlertKind): kind is MemberAlertKind => memberAlertKinds.some((one) => one === kind);

/** What does not change from one moment to the next: whether it is worth writing down at all. */
export function mayWant(hearer: Hearer, siteId: SiteId, kind: AlertKind): boolean {
	if (!isMemberKind(kind) || !mayHear(hearer)) return false;
	const { mail, push, kinds, sites } = preferencesOf(hearer);
	return (mail || push) && kinds.includes(kind) && (sites === 'all' || sites.includes(siteId));
}

export function waysFor(hearer: Hearer, { siteId, kind, now, attended }: Occasion): Ways {
	const { mail, push, hours, onlyUnattended } = preferencesOf(hearer);
	const told =
		mayWant(hearer, siteId, kind) && !(onlyUnattended && attended) && (hours === null || isWithin(hours, now));
	return { mail: mail && told, push: push && told };
}

const formats = new Map<string, Intl.DateTimeFormat>();
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Day of the week and minute of the day on the wall of that zone. */
function localOf(zone: string, now: number): { readonly day: number; readonly minute: number } {
	let format = formats.get(zone);
	if (format === undefined) {
		const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
		format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...parts });
		formats.set(zone, format);
	}
	const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
	return {
		day: weekdays.indexOf(parts.get('weekday') ?? ''),
		minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
	};
}

/** By the wall clock of the zone: on the night when clocks are moved, hours are an hour longer or shorter, as for people. */
export function isWithin({ zone, days, from, to }: AlertHours, now: number): boolean {
	const { day, minute } = localOf(zone, now);
	const today = days.includes(day);
	if (from === to) return today;
	if (from < to) return today && minute >= from && minute < to;
	const yesterday = days.includes((day + 6) % 7);
	return (today && minute >= from) || (yesterday && minute < to);
}

const minutesMs = 60_000;
export const hourMs = 60 * minutesMs;
/** One chat calls once in so long. */
const quietMs = { mail: 10 * minutesMs, push: 2 * minutesMs } as const;
/** Over all chats. */
export const perHour = { mail: 12, push: 60 } as const;

/** `last`: the one that says that more may be waiting. */
export type Rate = 'send' | 'last' | 'silent';

export interface Telling {
	/** `keyOf`. */
	readonly key: string;
	readonly way: keyof Ways;
	readonly now: number;
	/** What this receiver was told in the last hour. */
	readonly told: readonly { readonly key: string; readonly at: number }[];
}

/** A call for a person and that somebody has gone are two pieces of news of one chat. */
const newsOf = (kind: AlertKind): string => (kind === 'missed' ? 'missed' : 'calls');

const prefix = 'alert';

export const keyOf = (to: string, sessionId: string, kind: AlertKind, seq: number): string =>
	`${prefix}/${to}/${sessionId}/${newsOf(kind)}/${seq}/${kind}`;

export function rateOf({ key, way, now, told }: Telling): Rate {
	const mine = told.filter((one) => one.key.startsWith(`${prefix}/`) && now - one.at < hourMs);
	const others = mine.filter((one) => one.key !== key);
	const chat = key.split('/').slice(0, -2).join('/');
	// Asked again after a fault: what was decided stands.
	if (others.length < mine.length) return 'send';
	if (others.some((one) => one.key.startsWith(`${chat}/`) && now - one.at < quietMs[way])) return 'silent';
	if (others.length >= perHour[way]) return 'silent';
	return others.length === perHour[way] - 1 ? 'last' : 'send';
}
