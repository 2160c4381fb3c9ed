import { limits } from '../../shared/limits.ts';

/** A whole number of days within bounds; null for anything else. Pure. */
export function daysOf(typed: string): number | null {
	const text = typed.trim();
	const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
	return days >= 1 && days <= limits.retentionDays ? days : null;
}
