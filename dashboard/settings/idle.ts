/** The idle return as people set it: whole minutes from 1 to 60. Pure. */
const minuteMs = 60_000;

export const minutesOf = (idleReturnMs: number): number => Math.round(idleReturnMs / minuteMs);

/** In ms; null for anything that is not a whole number of minutes within bounds. */
export function idleMinutesOf(typed: string): number | null {
	const text = typed.trim();
	const minutes = /^\d{1,2}$/.test(text) ? Number(text) : 0;
	return minutes >= 1 && minutes <= 60 ? minutes * minuteMs : null;
}
