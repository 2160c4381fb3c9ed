/** The alerts form as it is filled in, and what is wrong with it before the server is asked. Pure. */
import { type AlertPreferences, type MemberAlertKind, memberAlertKinds } from '../../shared/alert-preferences.ts';
import type { SiteId } from '../../shared/ids.ts';

export interface AlertsDraft {
	readonly mail: boolean;
	readonly push: boolean;
	readonly kinds: readonly MemberAlertKind[];
	readonly allSites: boolean;
	readonly sites: readonly SiteId[];
	readonly anyTime: boolean;
	readonly days: readonly number[];
	/** "HH:MM", as the browser's own field has it. */
	readonly from: string;
	readonly to: string;
	readonly zone: string;
	readonly onlyUnattended: boolean;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
export const clockOf = (minutes: number): string => `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;

/** Null: no time of a day. */
export function minutesOf(text: string): number | null {
	const [, hour, minute] = /^(\d{2}):(\d{2})(?::\d{2})?$/.exec(text) ?? [];
	if (hour === undefined || minute === undefined || Number(hour) > 23 || Number(minute) > 59) return null;
	return Number(hour) * 60 + Number(minute);
}

/** @param known a site that was removed since is chosen no more */
export function draftOf(preferences: AlertPreferences, known: readonly SiteId[], zone: string): AlertsDraft {
	const { mail, push, kinds, sites, hours, onlyUnattended } = preferences;
	return {
		...{ mail, push, kinds, onlyUnattended },
		allSites: sites === 'all',
		sites: sites === 'all' ? [] : sites.filter((id) => known.includes(id)),
		anyTime: hours === null,
		days: hours?.days ?? [0, 1, 2, 3, 4],
		from: clockOf(hours?.from ?? 9 * 60),
		to: clockOf(hours?.to ?? 18 * 60),
		zone: hours?.zone ?? zone,
	};
}

export function zoneExists(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return name !== '';
	} catch {
		return false;
	}
}

export type DraftFault = 'sites' | 'days' | 'zone' | 'time';

export function faultsOf(draft: AlertsDraft): readonly DraftFault[] {
	const hours = draft.anyTime
		? []
		: [
				...(draft.days.length === 0 ? (['days'] as const) : []),
				...(zoneExists(draft.zone.trim()) ? [] : (['zone'] as const)),
				...(minutesOf(draft.from) === null || minutesOf(draft.to) === null ? (['time'] as const) : []),
			];
	return [...(!draft.allSites && draft.sites.length === 0 ? (['sites'] as const) : []), ...hours];
}

/** In one order, so that a choice taken back is no change. */
const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

export function preferencesOf(draft: AlertsDraft): AlertPreferences {
	const hours = {
		zone: draft.zone.trim(),
		days: sorted(draft.days),
		from: minutesOf(draft.from) ?? 0,
		to: minutesOf(draft.to) ?? 0,
	};
	return {
		mail: draft.mail,
		push: draft.push,
		kinds: memberAlertKinds.filter((kind) => draft.kinds.includes(kind)),
		sites: draft.allSites ? 'all' : [...draft.sites].sort(),
		hours: draft.anyTime ? null : hours,
		onlyUnattended: draft.onlyUnattended,
	};
}

export const sameDraft = (one: AlertsDraft, other: AlertsDraft): boolean =>
	JSON.stringify(preferencesOf(one)) === JSON.stringify(preferencesOf(other));

export const toggled = <T>(values: readonly T[], value: T, on: boolean): readonly T[] =>
	on ? [...values.filter((one) => one !== value), value] : values.filter((one) => one !== value);
