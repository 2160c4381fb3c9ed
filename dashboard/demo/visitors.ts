/** How many simulated visitors may walk about. Pure. */
export const defaultVisitors = 8;
export const maxVisitors = 50;

/** Null for anything that is not a whole number from 1 to 50. */
export function visitorsOf(typed: string): number | null {
	const text = typed.trim();
	const visitors = /^\d{1,2}$/.test(text) ? Number(text) : 0;
	return visitors >= 1 && visitors <= maxVisitors ? visitors : null;
}
